import Foundation

extension Recipe {
    /// The recipes that come with the program: the course's six, on digits and on clothes.
    public static let allBuiltIn: [Recipe] = builtInTexts.compactMap { try? Recipe(toml: $0.text, file: $0.name) }

    /// The built-in recipe called `name`, or the TOML file at `name`.
    public static func named(_ name: String) throws -> Recipe {
        try Recipe(toml: text(named: name), file: name)
    }

    /// The TOML of the built-in recipe called `name`, or of the file there: something to copy and change.
    public static func text(named name: String) throws -> String {
        if let builtIn = builtInTexts.first(where: { $0.name == name }) { return builtIn.text }
        guard let data = FileManager.default.contents(atPath: name) else {
            let near = Spelling.nearest(to: name, among: builtInTexts.map(\.name), within: 4)
            throw EngineFailure(
                "there is no recipe \(name)", expected: "a built-in name or a TOML file",
                hint: (near.map { "did you mean \($0)? " } ?? "")
                    + "studio train --list shows the built-in ones")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Every built-in recipe's name and text: the six below for each family of images, and the speedrun's.
    static let builtInTexts: [(name: String, text: String)] =
        family("digits", of: "digits", data: "mnist") + family("fashion", of: "clothes", data: "fashion-mnist")
        + [("digits-speedrun", speedrun)]

    private static func family(_ family: String, of things: String, data: String) -> [(name: String, text: String)] {
        [
            ("denoiser", denoiser), ("denoiser-noise", pureNoise), ("ddpm-time", ddpm), ("ddpm-class", ddpm + classes),
            ("flow-time", flow), ("flow-class", flow + classes),
        ].map { kind, body in
            let summary = summaries[kind, default: ""].replacingOccurrences(of: "THINGS", with: things)
            let head = "name = \"\(family)-\(kind)\"\nsummary = \"\(summary)\"\ndata = \"\(data)\"\n\n"
            return ("\(family)-\(kind)", head + body)
        }
    }

    private static let summaries = [
        "denoiser": "takes noise of sigma 0.5 off THINGS in one step; frays beyond it",
        "denoiser-noise": "asks for THINGS from pure noise in one step: gives the average one",
        "ddpm-time": "DDPM in 300 steps: any of the THINGS",
        "ddpm-class": "DDPM in 300 steps: THINGS of the class asked for",
        "flow-time": "flow matching: any of the THINGS",
        "flow-class": "flow matching: THINGS of the class asked for",
    ]

    private static let denoiser = """
        # z = x + sigma * noise; the network sees z and predicts x.
        objective = "denoise"
        sigma = 0.5
        hidden = 128

        optimizer = "adam"
        learning_rate = 1e-4
        schedule = "constant"
        batch = 256
        epochs = 5

        """

    private static let pureNoise = """
        # The network sees noise alone and is asked for an image. The noise says nothing about the image, so the least
        # squared error is the mean of all images: a blob.
        objective = "denoise-pure-noise"
        hidden = 128

        optimizer = "adam"
        learning_rate = 1e-4
        schedule = "constant"
        batch = 256
        epochs = 5

        """

    private static let ddpm = """
        # x_t = sqrt(alpha_bar) x_0 + sqrt(1 - alpha_bar) noise, beta linear; predicts the noise.
        objective = "ddpm"
        timesteps = 300
        beta_start = 1e-4
        beta_end = 0.02
        hidden = 64

        optimizer = "adam"
        learning_rate = 1e-3
        schedule = "exponential"   # a tenth of the rate at the end
        batch = 128
        epochs = 20

        """

    private static let flow = """
        # x_t = (1 - t) noise + t x; predicts x - noise.
        objective = "flow"
        hidden = 64

        # The course's second setting. Its first is learning_rate = 1e-2 with schedule = "exponential" and no clip.
        optimizer = "adam"
        learning_rate = 1e-3
        schedule = "constant"
        clip = 1.0
        batch = 64
        epochs = 10

        """

    private static let classes = """

        classes = 10
        # One condition in ten is left out, so that guidance has something to lead away from.
        condition_dropout = 0.1

        """

    private static let speedrun = """
        name = "digits-speedrun"
        summary = "legible digits as soon as possible: timed by studio bench speedrun"
        data = "mnist"

        objective = "flow"
        hidden = 16
        classes = 10
        # Guidance leads away from what is made without a condition, so that has to be learned as soon too.
        condition_dropout = 0.2

        optimizer = "adam"
        learning_rate = 6e-3
        beta2 = 0.99               # five hundred steps are too few to average over a thousand
        warmup = 20
        schedule = "cosine"
        clip = 0.5
        ema = 0.98
        batch = 32
        steps = 500

        """
}
