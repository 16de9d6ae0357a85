import Foundation

/// A model ready to make pictures, of whichever kind: trained here, or a pipeline in diffusers' layout.
public struct OpenedModel {
    private enum Kind {
        /// Trained here; the folder its weights are in, nil where they are kept nowhere.
        case digits(LoadedModel, folder: String?)
        case pixels(PixelModel)
        case text(TextModel)
    }

    private let kind: Kind
    public let facts: ModelFacts
    /// How pictures become the states it knows.
    public let process: ForwardProcess
    /// The type it computes in.
    public let computeType: ElementType
    private let parameters: [Parameter]

    /// Opens the model in `folder`.
    ///
    /// - Parameters:
    ///   - weights: of a model trained here.
    ///   - reader: what reads prompts, for a pipeline of such.
    ///   - cleansPrompts: whether prompts are cleaned as IF's captions were.
    /// - Throws: ``EngineFailure`` where a file is missing or does not fit the others.
    public init(
        folder: String, precision: Precision = .auto, weights: WeightsChoice = .ema, reader: TextReader = .ownEncoder,
        cleansPrompts: Bool = true
    ) throws {
        let pipeline = PipelineFolder.exists(at: folder) ? try PipelineFolder(folder) : nil
        if let pipeline, pipeline.index.kind.readsText {
            try self.init(TextModel(pipeline, precision: precision, reader: reader, cleansPrompts: cleansPrompts))
            return
        }
        guard reader == .ownEncoder else {
            throw EngineFailure(
                "this model does not read text", expected: "--class",
                found: "--embeddings or --text-encoder", place: folder)
        }
        if let pipeline {
            try self.init(PixelModel(pipeline, precision: precision))
        } else {
            self.init(try ModelFolder.load(folder, precision: precision, weights: weights), folder: folder)
        }
    }

    /// - Parameter folder: where its weights are; nil where they are kept nowhere.
    init(_ model: LoadedModel, folder: String? = nil) {
        kind = .digits(model, folder: folder)
        facts = ModelFacts(model.card)
        process = ForwardProcess(model.card.objective)
        (computeType, parameters) = (model.computeType, model.network.parameters.map(\.parameter))
    }

    private init(_ model: PixelModel) throws {
        kind = .pixels(model)
        facts = try ModelFacts(pipeline: model.pipeline)
        process = try ForwardProcess(model.scheduler, place: model.pipeline.path)
        (computeType, parameters) = (model.computeType, model.network.parameters.map(\.parameter))
    }

    private init(_ model: TextModel) throws {
        kind = .text(model)
        facts = try ModelFacts(pipeline: model.pipeline)
        process = try ForwardProcess(model.scheduler, place: model.pipeline.path)
        (computeType, parameters) = (model.computeType, model.network.parameters.map(\.parameter))
    }

    public var name: String { facts.name }
    public var classNames: [String] { if case .digits = kind { facts.classNames } else { [] } }
    public var side: Int { facts.side }
    public var channels: Int { facts.channels }
    public var readsText: Bool { facts.readsText }

    /// The model as a sampling sees it, prompts encoded.
    func sampled(_ request: SamplingRequest) throws -> SampledModel {
        switch kind {
        case .digits(let model, _): SampledModel(model)
        case .pixels(let model): try SampledModel(model)
        case .text(let model): try SampledModel(model, for: request)
        }
    }

    /// The prompts of a request that are cut, before it is sampled.
    public func cutPrompts(_ request: SamplingRequest) throws -> [CutPrompt] {
        if case .text(let model) = kind { try model.cutPrompts(of: request) } else { [] }
    }

    /// The model as a recipe of `request` tells of it.
    ///
    /// - Throws: ``EngineFailure`` where a file cannot be read any more.
    public func record(of request: SamplingRequest) throws -> PictureRecipe.Model {
        switch kind {
        case .digits(let model, let folder):
            .init(name: model.card.name, weights: try folder.map(ModelFolder.weightsHash), step: model.card.step)
        case .pixels(let model): .init(name: model.name, weights: try model.pipeline.fingerprint, step: 0)
        case .text(let model):
            .init(
                name: model.name, weights: try model.pipeline.fingerprint, step: 0,
                embeddings: try model.embeddingsDigest(for: request))
        }
    }

    /// Whether both say the same of everything, to the bit.
    func isSame(as other: OpenedModel) -> Bool {
        switch (kind, other.kind) {
        case (.digits(let own, _), .digits(let other, _)): own.isSame(as: other)
        case (.pixels(let own), .pixels(let other)): own.network === other.network
        case (.text(let own), .text(let other)): own.network === other.network
        default: false
        }
    }

    public var summary: ModelSummary {
        let count = parameters.reduce(0) { $0 + $1.shape.count }
        let vectors = parameters.reduce(0) { $0 + ($1.shape.rank < 2 ? $1.shape.count : 0) }
        let objective: Objective? = if case .digits(let model, _) = kind { model.card.objective } else { nil }
        return ModelSummary(
            facts: facts, objective: objective, parameterCount: count, computeType: computeType,
            heldBytes: parameters.reduce(0) { $0 + $1.heldBytes },
            // Vectors stay float32.
            totalBytes: (count - vectors) * (objective == nil ? computeType.byteCount : 4) + vectors * 4)
    }

    /// This model's network, for guidance away from what it says.
    ///
    /// - Throws: ``EngineFailure`` where it says something else than `model` does, or does not fit `request`.
    func network(guiding model: SampledModel, for request: SamplingRequest) throws -> any ConditionedNetwork {
        let own = try sampled(request)
        guard own.side == model.side, own.channels == model.channels,
            own.network.prediction == model.network.prediction, own.network.range == model.network.range
        else {
            throw EngineFailure(
                "the weaker model is of another kind", expected: "one like \(model.name), for \(model.title)",
                found: own.title, place: name)
        }
        try own.validate(request)
        return own.network
    }
}
