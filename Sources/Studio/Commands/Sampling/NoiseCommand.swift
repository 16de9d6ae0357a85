import ArgumentParser
import Engine

/// `studio noise`
struct NoiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "noise", abstract: "Put noise on a picture, and take it away in several ways side by side.",
        discussion: """
            Rows from the top: the picture, the noisy ones, then each --method; a column for each place. With a model the places \
            are those of its own process; without one --t is a timestep of --schedule, and --sigma adds plain noise.
            """)

    @Option(help: "The picture, FILE.png.") var image: String
    @Option(name: .customLong("t"), parsing: .unconditional, help: "Timesteps such as 250,500,750; of a flow, 0…1.")
    var times: String?
    @Option(parsing: .unconditional, help: "Strengths of noise beside the picture, such as 0.2,0.5, instead of --t.")
    var sigma: String?
    @Option(help: "none, gaussian, one-step, iterative, or several with commas between.") var method = "none"
    @Option(help: "The schedule that --t counts in without a model: squared-cosine, linear or course.")
    var schedule: NamedSchedule?
    @Option(parsing: .unconditional, help: "The Gaussian's size in pixels, odd.") var kernel = 5
    @Option(parsing: .unconditional, help: "The Gaussian's standard deviation in pixels.") var blur = 1.0
    @Option(help: "A model's folder or name; the newest when left out and a method needs one.") var model: String?
    @Option(name: .customLong("class"), help: "What the model is told is in the picture.") var label: Int?
    @Option(help: "What a text-to-image pipeline is told is in the picture.") var prompt: String?
    @Option(help: "The class (or text) to guide away from.") var negative: String?
    @Option(help: "Precomputed embeddings of the prompts: a .pth of torch.save, or .safetensors.") var embeddings:
        String?
    @Option(help: "A pipeline whose text encoder reads the prompts; the model's own when left out.")
    var textEncoder: String?
    @Option(parsing: .unconditional, help: "Guidance scale, where a class or prompt is told.") var guidance = 5.0
    @Option(parsing: .unconditional, help: "The most steps of the iterative way.") var steps = 50
    @Option(parsing: .unconditional, help: "Seed of the noise.") var seed: UInt64 = 0
    @Option(help: "What to compute in: auto takes bf16 where the processor multiplies it.")
    var precision = Precision.auto
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?
    @OptionGroup var output: OutputOptions

    /// The most columns.
    private static let mostPlaces = 64

    mutating func validate() throws {
        prompt = prompt.map(plainPrompt)
        negative = negative.map(plainPrompt)
        guard (times == nil) != (sigma == nil) else {
            throw ValidationError("say how much noise: either --t 250,500 or --sigma 0.5")
        }
        _ = try places()
        _ = try methods()
        do { _ = try GaussianBlur(kernel: kernel, sigma: blur) } catch let failure as EngineFailure {
            throw ValidationError(failure.sentence)
        }
        guard (1...SamplingRequest.mostSteps).contains(steps) else {
            throw ValidationError("--steps", expected: "1…\(SamplingRequest.mostSteps)", found: "\(steps)")
        }
        guard guidance.isFinite else {
            throw ValidationError("--guidance", expected: "a finite number", found: "\(guidance)")
        }
        guard !output.isAnimation else { throw ValidationError("--output", expected: "FILE.png", found: "a GIF") }
        guard !output.keepTrajectory else { throw ValidationError("--keep-trajectory is for commands that sample") }
        if schedule != nil, try needsModel {
            throw ValidationError("--schedule is for pictures without a model, which has its own")
        }
        if schedule != nil, sigma != nil { throw ValidationError("--schedule is for --t: --sigma needs none") }
        try checkThreads(threads)
    }

    private func places() throws -> [ForwardProcess.Place] {
        let (option, text) = times.map { ("--t", $0) } ?? ("--sigma", sigma ?? "")
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.allSatisfy({ $0?.isFinite == true }), numbers.count <= Self.mostPlaces else {
            throw ValidationError(option, expected: "1…\(Self.mostPlaces) numbers with commas between", found: text)
        }
        return numbers.compactMap { $0 }.map { times == nil ? .sigma($0) : .time($0) }
    }

    private func methods() throws -> [NoiseComparison.Method] {
        try method.split(separator: ",", omittingEmptySubsequences: false).map { name in
            guard let method = NoiseComparison.Method(rawValue: String(name)) else {
                let known = NoiseComparison.Method.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--method", expected: known, found: String(name))
            }
            return method
        }
    }

    func run() throws {
        if let threads { Threads.count = threads }
        let loaded = try needsModel ? open() : nil
        let picture = try loaded.map { try fittedPicture(image, $0) } ?? readPicture()
        let request = try request(for: picture, loaded)
        var comparison = try request.comparison(by: loaded)
        try finish(&comparison)
        try write(comparison, of: request, loaded)
    }

    private var needsModel: Bool {
        get throws { try model != nil || methods().contains(where: \.needsModel) }
    }

    private func open() throws -> OpenedModel {
        try OpenedModel(
            folder: try ModelCatalogue.folder(of: model), precision: precision,
            reader: try textReader(embeddings: embeddings, encoder: textEncoder))
    }

    private func request(for picture: Picture, _ loaded: OpenedModel?) throws -> NoiseRequest {
        var request = NoiseRequest(
            picture, places: try places(), methods: try methods(), schedule: schedule,
            blur: try GaussianBlur(kernel: kernel, sigma: blur), model: model, label: label, guidance: guidance,
            steps: steps, seed: seed)
        request.prompt = prompt
        request.reader = try textReader(embeddings: embeddings, encoder: textEncoder)
        if loaded?.readsText == true {
            request.negativePrompt = negative
        } else {
            request.negativeClass = try negative.map { try SamplingOptions.label($0[...], "--negative") }
        }
        return request
    }

    private func finish(_ comparison: inout NoiseComparison) throws {
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        let started = ContinuousClock.now
        while !comparison.isFinished {
            if interrupt.isSet { throw Interrupted() }
            comparison.advance()
            let (share, spent) = (comparison.share, started.duration(to: .now).seconds)
            line.show("denoising \(Int(share * 100)) %  \(clock(spent / share * (1 - share))) left")
        }
    }

    /// The picture as it is, up to a size that leaves room for many of it.
    private func readPicture() throws -> Picture {
        let picture = try PNG.read(image)
        let most = 1024
        guard max(picture.width, picture.height) > most else { return picture }
        let scale = Double(most) / Double(max(picture.width, picture.height))
        let width = max(1, Int(Double(picture.width) * scale))
        let height = max(1, Int(Double(picture.height) * scale))
        writeError("\(image) (\(picture.width)×\(picture.height)) is fitted to \(width)×\(height)\n")
        return picture.fitted(width: width, height: height, channels: picture.channels)
    }
}

extension NamedSchedule: ExpressibleByArgument {}
