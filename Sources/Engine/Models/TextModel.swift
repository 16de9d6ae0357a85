import Foundation

/// A text-to-image pipeline ready to be sampled: one stage's network with what the text encoder said of the prompts.
struct TextModel {
    let name: String
    let pipeline: PipelineFolder
    let network: UNet2D
    let scheduler: SchedulerConfiguration
    /// The noise that is put on small pictures, for a second stage.
    let noising: NoiseSchedule?
    let computeType: ElementType
    /// What was said of the prompts so far.
    let book: PromptBook
    private let reader: TextReader

    /// - Parameter cleansPrompts: whether prompts are cleaned as IF's captions were.
    /// - Throws: ``EngineFailure`` where the folder is no such pipeline, or its weights do not fit its configuration.
    init(
        _ pipeline: PipelineFolder, precision: Precision = .auto, reader: TextReader = .ownEncoder,
        cleansPrompts: Bool = true
    ) throws {
        self.pipeline = pipeline
        let folder = pipeline.path
        name = SavedModel.name(of: URL(fileURLWithPath: folder).standardizedFileURL.path)
        network = try pipeline.unet()
        scheduler = try pipeline.scheduler()
        noising =
            pipeline.index.kind.isSecondStage
            ? try pipeline.scheduler("image_noising_scheduler").schedule(folder) : nil
        computeType = precision.elementType
        self.reader = reader
        book = PromptBook(pipeline, reader: reader, cleans: cleansPrompts, width: network.plan.textWidth ?? 0)
    }

    /// Width and height of a picture, and its channels.
    var side: Int { network.plan.sampleSize }
    var channels: Int { noising == nil ? network.plan.inChannels : network.plan.inChannels / 2 }

    /// The small pictures of `request` beside the large ones, not noised yet; nil for a first stage.
    func lowResolution(for request: SamplingRequest) -> LowResolution? {
        guard let noising, let enlargement = request.enlargement else { return nil }
        return LowResolution(
            enlargement.images(request.count), side: side, level: enlargement.noiseLevel, schedule: noising)
    }

    /// - Throws: ``EngineFailure`` where `request` asks for what this pipeline does not do.
    func validate(_ request: SamplingRequest) throws {
        try request.validatePrompts(of: name)
        try validateEnlargement(request)
        try request.validateNumbers()
        try request.validateChanges(usual: scheduler.usualSampler, require: scheduler.requireOnTheWay)
    }

    /// - Throws: ``EngineFailure`` where small pictures are given and none can be taken, or the other way round.
    private func validateEnlargement(_ request: SamplingRequest) throws {
        guard let noising else {
            guard request.enlargement == nil else {
                throw EngineFailure(
                    "this pipeline does not enlarge pictures", expected: "a second stage",
                    found: pipeline.index.kind.rawValue, place: pipeline.path,
                    hint: "give the folder of the second stage, such as IF-II-L-v1.0")
            }
            return
        }
        guard let enlargement = request.enlargement, request.edit == .none else {
            throw EngineFailure(
                "this pipeline enlarges pictures; it makes none from a prompt alone", expected: "a first stage",
                found: pipeline.index.kind.rawValue, place: pipeline.path,
                hint: "give the folder of the first stage, or enlarge a picture: studio upscale")
        }
        guard request.weakModel == nil else {
            throw EngineFailure(
                "enlarging is not guided by a weaker model", expected: "no --weak-model", place: pipeline.path)
        }
        guard (0..<noising.timesteps).contains(enlargement.noiseLevel) else {
            throw EngineFailure(
                "the noise level is out of range", expected: "0…\(noising.timesteps - 1)",
                found: "\(enlargement.noiseLevel)", place: "--noise-level")
        }
        guard enlargement.shape[3] == channels else {
            throw EngineFailure(
                "the small pictures do not fit the model", expected: "\(channels) channels",
                found: "\(enlargement.shape[3])", place: pipeline.path)
        }
    }

    /// The prompts of `request` that are longer than the text encoder reads, with what of each is cut off.
    ///
    /// - Throws: ``EngineFailure`` where the request does not fit, or the tokenizer cannot be read.
    func cutPrompts(of request: SamplingRequest) throws -> [CutPrompt] {
        try validate(request)
        guard let encoder = try book.encoder() else { return [] }
        var told: Set<String> = []
        return request.promptForms.compactMap { form in
            let text = PromptScript(form).pieces(at: 0, of: 1).text
            let tokens = encoder.tokens(of: text)
            guard tokens.wanted > Tokenizer.length, told.insert(text).inserted else { return nil }
            return CutPrompt(prompt: text, tokens: tokens.wanted, most: Tokenizer.length, cut: tokens.cut)
        }
    }

    /// SHA-256 of the embeddings of all prompts of `request`; nil where the pipeline's own encoder reads them.
    func embeddingsDigest(for request: SamplingRequest) throws -> String? {
        if reader == .ownEncoder { return nil }
        let forms = Set(request.promptForms).sorted()
        try book.prepare(forms)
        let numbers = forms.flatMap { book.embedding(of: $0).array }
        return numbers.withUnsafeBytes { SHA256.digest(of: $0) }
    }
}

/// Where a pipeline has what is said of its prompts.
public enum TextReader: Sendable, Hashable, Codable {
    case ownEncoder
    /// The text encoder of the pipeline in a folder, such as the first stage's for a second.
    case encoder(String)
    /// A file of precomputed embeddings (`.pth`, `.safetensors`).
    case file(String)
}

/// A prompt longer than the text encoder reads.
public struct CutPrompt: Sendable, Equatable {
    public var prompt: String
    /// What the whole has, and what is read.
    public var tokens: Int
    public var most: Int
    /// What is not read.
    public var cut: String
}
