/// What made a picture of `studio noise`, as it is kept inside it.
public struct NoiseRecipe: RecipeRecord {
    /// The network that took the noise away, and what it was told.
    public struct Denoising: Codable, Sendable, Equatable {
        public var model: PictureRecipe.Model
        public var label: Int?
        public var prompt: String?
        public var negative: String?
        public var guidance: Double
        public var steps: Int
        public var precision: String

        public init(_ request: NoiseRequest, by model: PictureRecipe.Model, precision: Precision) {
            (self.model, label, prompt) = (model, request.label, request.prompt)
            negative = request.negativePrompt ?? request.negativeClass.map(String.init)
            (guidance, steps, self.precision) = (request.guidance, request.steps, precision.rawValue)
        }
    }

    public static let kindName = "noise"

    public var version = 1
    public var kind: String = NoiseRecipe.kindName
    public var program: String
    public var command: String?
    /// SHA-256 of the pixels after fitting.
    public var image: String
    /// Where the picture was noised to: the process' times where it has some, and the noise beside a picture of scale 1.
    public var times: [Double]?
    public var sigmas: [Double?]
    public var methods: [String]
    /// The schedule that the times count in; nil where the model's own or none.
    public var schedule: String?
    /// The Gaussian's size and standard deviation in pixels.
    public var kernel: Int?
    public var blur: Double?
    public var denoising: Denoising?
    public var seed: UInt64

    public init(
        _ comparison: NoiseComparison, of request: NoiseRequest, denoising: Denoising?, command: String?
    ) {
        program = Program.name
        self.command = command
        image = SHA256.digest(of: request.picture.pixels)
        let times = comparison.states.map(\.time)
        self.times = times.contains(nil) ? nil : times.compactMap(\.self)
        // JSON has no infinity: noise alone has no σ.
        sigmas = comparison.states.map { $0.sigma.isFinite ? $0.sigma : nil }
        methods = request.methods.map(\.rawValue)
        (schedule, seed, self.denoising) = (request.schedule?.rawValue, request.seed, denoising)
        if request.methods.contains(.gaussian) { (kernel, blur) = (request.blur.kernel, request.blur.sigma) }
    }

    public var parameters: String {
        var facts = ["Noise: \(places)", "Methods: \(methods.joined(separator: " "))", "Seed: \(seed)"]
        if let denoising {
            facts += [
                "Steps: \(denoising.steps)", "CFG scale: \(denoising.guidance)", "Model: \(denoising.model.name)",
            ]
        }
        return (denoising?.prompt ?? "") + "\n" + (facts + ["Version: \(program)"]).joined(separator: ", ")
    }

    private var places: String {
        times.map { "t " + $0.map { "\($0)" }.joined(separator: " ") }
            ?? "sigma " + sigmas.map { $0.map { "\($0)" } ?? "infinite" }.joined(separator: " ")
    }

    public var rows: [(name: String, value: String)] {
        var rows = [("made by", program), ("noise", places), ("methods", methods.joined(separator: ", "))]
        if let schedule { rows.append(("schedule", schedule)) }
        if let kernel, let blur { rows.append(("gaussian", "\(kernel) pixels, standard deviation \(blur)")) }
        if let denoising {
            rows.append(("model", "\(denoising.model.name), step \(denoising.model.step)"))
            rows.append(("weights", denoising.model.weights ?? "never saved"))
            rows.append(
                denoising.prompt.map { ("prompt", $0) } ?? ("class", denoising.label.map(String.init) ?? "none"))
            if let negative = denoising.negative { rows.append(("negative", negative)) }
        }
        return rows + [("seed", "\(seed)"), ("image", image), ("command", command ?? "none")]
    }
}
