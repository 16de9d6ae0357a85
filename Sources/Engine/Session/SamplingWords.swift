/// The options of the commands that make pictures, as words of a command line: every one that is not left to its default.
///
/// The one place that spells them: pictures saved in the window, those of the commands, and what the panes say.
public struct SamplingWords: Sendable, Equatable {
    public var model: String
    /// A `--class` each: two of them for two pictures in one.
    public var classes: [String] = []
    public var prompts: [String] = []
    public var embeddings: String?
    public var textEncoder: String?
    public var rawPrompt = false
    public var negative: String?
    public var count = 16
    public var steps = 50
    public var sampler: String?
    public var eta = 0.0
    public var guidance = 5.0
    public var rescale = 0.0
    public var interval: String?
    public var projection = false
    public var weakModel: String?
    public var rawWeights = false
    /// As ``LoggedChange/argument``.
    public var changes: [String] = []
    public var gridX: String?
    public var gridY: String?
    public var seed: UInt64 = 0
    public var precision: Precision

    public init(model: String, precision: Precision) { (self.model, self.precision) = (model, precision) }

    /// The options that ask for `request`.
    ///
    /// - Parameters:
    ///   - model: the model's folder or name.
    ///   - sampler: the sampler by name; nil leaves it to the model.
    ///   - changes: the run's log, which holds the request's own changes too.
    ///   - grid: the grid whose base `request` is.
    public init(
        _ request: SamplingRequest, model: String, sampler: String?, changes: [LoggedChange], grid: GridRequest? = nil,
        precision: Precision
    ) {
        self.init(model: model, precision: precision)
        func list(_ labels: [Int]) -> [String] {
            labels.isEmpty ? [] : [labels.map(String.init).joined(separator: ",")]
        }
        classes = list(request.classes)
        switch request.edit {
        case .anagram(let others, _), .hybrid(let others, _): classes += list(others)
        case .none, .interpolate, .imageToImage, .inpaint: break
        }
        prompts = request.prompts + request.otherPrompts
        switch request.reader {
        case .ownEncoder: break
        case .encoder(let folder): textEncoder = folder
        case .file(let path): embeddings = path
        }
        negative = request.negativePrompt ?? request.negativeClass.map(String.init)
        (count, steps, self.sampler, eta) = (request.count, request.steps, sampler, request.eta)
        (guidance, rescale) = (request.guidance, request.guiding.rescale)
        interval = request.guiding.interval.map { "\($0.start):\($0.end)" }
        projection = request.guiding.projection != nil
        weakModel = request.weakModel
        self.changes = changes.map(\.argument)
        (gridX, gridY) = (grid?.x?.text, grid?.y?.text)
        seed = request.seed
    }

    public var words: [String] {
        var words = ["--model \(shellQuoted(model))"]
        words += classes.map { "--class \(shellQuoted($0))" }
        words += prompts.map { "--prompt \(shellQuoted($0))" }
        if let embeddings { words.append("--embeddings \(shellQuoted(embeddings))") }
        if let textEncoder { words.append("--text-encoder \(shellQuoted(textEncoder))") }
        if rawPrompt { words.append("--raw-prompt") }
        if let negative { words.append("--negative \(shellQuoted(negative))") }
        words += ["--count \(count)", "--steps \(steps)"]
        if let sampler { words.append("--sampler \(shellQuoted(sampler))") }
        if eta != 0 { words.append("--eta \(eta)") }
        words.append("--guidance \(guidance)")
        if rescale != 0 { words.append("--guidance-rescale \(rescale)") }
        if let interval { words.append("--guidance-interval \(shellQuoted(interval))") }
        if projection { words.append("--guidance-projection") }
        if let weakModel { words.append("--weak-model \(shellQuoted(weakModel))") }
        if rawWeights { words.append("--weights raw") }
        words += changes.map { "--change \(shellQuoted($0))" }
        if let gridX { words.append("--grid-x \(shellQuoted(gridX))") }
        if let gridY { words.append("--grid-y \(shellQuoted(gridY))") }
        return words + ["--seed \(seed)", "--precision \(precision.rawValue)"]
    }
}

extension SamplingRequest {
    /// The subcommand with what is its own.
    ///
    /// - Parameters:
    ///   - image: the file of the picture it starts from.
    ///   - mask: the file of the mask.
    public func commandWords(image: String, mask: String) -> [String] {
        let image = "--image \(shellQuoted(image))"
        if let enlargement { return ["upscale", image, "--noise-level \(enlargement.noiseLevel)"] }
        switch edit {
        case .none: return ["sample"]
        case .interpolate(let seed): return ["sample", "--interpolate-to \(seed)"]
        case .imageToImage(_, .step(let step)): return ["edit", image, "--start \(step)"]
        case .imageToImage(_, .steps(let steps)):
            return ["edit", image, "--start \(steps.map(String.init).joined(separator: ","))"]
        case .imageToImage(_, .strength(let strength)): return ["edit", image, "--strength \(strength)"]
        case .inpaint(_, _, let resampling):
            return ["inpaint", image, "--mask \(shellQuoted(mask))"]
                + (resampling > 1 ? ["--resampling \(resampling)"] : [])
        case .anagram(_, let view): return ["anagram", "--view \(view.rawValue)"]
        case .hybrid(_, let blur): return ["hybrid", "--kernel \(blur.kernel)", "--sigma \(blur.sigma)"]
        }
    }
}
