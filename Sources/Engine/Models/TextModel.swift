import Foundation

/// A text-to-image pipeline ready to be sampled: the first stage's network with what the text encoder said of the prompts.
public struct TextModel {
    public let name: String
    let pipeline: PipelineFolder
    let network: UNet2DConditionModel
    let scheduler: SchedulerConfiguration
    let computeType: ElementType
    /// Where precomputed embeddings come from; nil asks the pipeline's text encoder.
    private let precomputed: PromptEmbeddings?
    private let cleansPrompts: Bool

    /// - Parameters:
    ///   - embeddings: a file of precomputed embeddings (`.pth`, `.safetensors`); nil asks the pipeline's text encoder.
    ///   - cleansPrompts: whether prompts are cleaned as IF's captions were.
    /// - Throws: ``EngineFailure`` where the folder is no such pipeline, or its weights do not fit its configuration.
    public init(
        folder: String, precision: Precision = .auto, embeddings: String? = nil, cleansPrompts: Bool = true
    ) throws {
        pipeline = try PipelineFolder(folder)
        guard !pipeline.index.kind.isSecondStage else {
            throw EngineFailure(
                "this pipeline enlarges pictures; it makes none from a prompt alone", expected: "a first stage",
                found: pipeline.index.kind.rawValue, place: folder, hint: "give the folder of the first stage")
        }
        name = SavedModel.name(of: URL(fileURLWithPath: folder).standardizedFileURL.path)
        network = try pipeline.unet()
        scheduler = try pipeline.scheduler()
        computeType = precision.elementType
        precomputed = try embeddings.map { try PromptEmbeddings(path: $0) }
        self.cleansPrompts = cleansPrompts
    }

    /// Whether `folder` holds a pipeline rather than a model trained here.
    public static func exists(at folder: String) -> Bool { PipelineFolder.exists(at: folder) }

    /// What the encoder said of `prompts`, `[1, 77, E]` by prompt.
    func embeddings(of prompts: [String]) throws -> [String: Tensor] {
        guard let precomputed else {
            return try PromptEncoder(pipeline, cleans: cleansPrompts).embeddings(of: prompts)
        }
        let width = network.plan.encoderWidth ?? network.plan.mid.textWidth
        let pairs = try Set(prompts).map { ($0, try precomputed.embedding(of: $0, width: width)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// SHA-256 of the precomputed embeddings of all prompts of `request`; nil where the pipeline's own encoder reads them.
    func embeddingsDigest(for request: SamplingRequest) throws -> String? {
        guard precomputed != nil else { return nil }
        let prompts = request.prompts + request.otherPrompts + [request.negativePrompt ?? ""]
        let embeddings = try embeddings(of: prompts).sorted { $0.key < $1.key }
        let numbers = embeddings.flatMap { $0.value.array }
        return numbers.withUnsafeBytes { SHA256.digest(of: $0) }
    }
}
