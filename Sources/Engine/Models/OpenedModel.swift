import Foundation

/// A model ready to make pictures, of whichever kind: trained here, or a pipeline in diffusers' layout.
public struct OpenedModel {
    public let name: String
    /// What its classes are called.
    public let classNames: [String]
    /// Width and height of a picture, and its channels.
    public let side: Int
    public let channels: Int
    /// Whether it makes pictures of prompts rather than of classes.
    public let readsText: Bool
    /// The most steps its samplers can take; nil where there is no limit.
    public let mostSteps: Int?
    /// How pictures become the states it knows.
    public let process: ForwardProcess
    /// The model as a sampling sees it, prompts encoded.
    let sampled: (SamplingRequest) throws -> SampledModel
    /// The prompts of a request that are cut, before it is sampled.
    public let cutPrompts: (SamplingRequest) throws -> [CutPrompt]
    private let recorded: (SamplingRequest) throws -> PictureRecipe.Model

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
        if PipelineFolder.exists(at: folder), try PipelineFolder(folder).index.kind.readsText {
            try self.init(
                TextModel(folder: folder, precision: precision, reader: reader, cleansPrompts: cleansPrompts))
            return
        }
        guard reader == .ownEncoder else {
            throw EngineFailure(
                "this model does not read text", expected: "--class",
                found: "--embeddings or --text-encoder", place: folder)
        }
        if PipelineFolder.exists(at: folder) {
            try self.init(PixelModel(PipelineFolder(folder), precision: precision))
        } else {
            self.init(try ModelFolder.load(folder, precision: precision, weights: weights), folder: folder)
        }
    }

    /// - Parameter folder: where its weights are; nil where they are kept nowhere.
    init(_ model: LoadedModel, folder: String? = nil) {
        (name, classNames) = (model.card.name, model.card.classNames)
        (side, channels) = (DigitUNet.side, DigitUNet.channels)
        (readsText, mostSteps) = (false, model.card.objective.mostSteps)
        process = ForwardProcess(model.card.objective)
        sampled = { _ in SampledModel(model) }
        cutPrompts = { _ in [] }
        recorded = { _ in
            .init(name: model.card.name, weights: try folder.map(ModelFolder.weightsHash), step: model.card.step)
        }
    }

    private init(_ model: PixelModel) throws {
        (name, classNames) = (model.name, [])
        (side, channels) = (model.network.plan.sampleSize, model.network.plan.inChannels)
        (readsText, mostSteps) = (false, nil)
        process = try ForwardProcess(model.scheduler, place: model.pipeline.path)
        sampled = { _ in try SampledModel(model) }
        cutPrompts = { _ in [] }
        recorded = { _ in .init(name: model.name, weights: try model.pipeline.fingerprint, step: 0) }
    }

    private init(_ model: TextModel) throws {
        (name, classNames) = (model.name, [])
        (side, channels) = (model.side, model.channels)
        (readsText, mostSteps) = (true, nil)
        process = try ForwardProcess(model.scheduler, place: model.pipeline.path)
        sampled = { try SampledModel(model, for: $0) }
        cutPrompts = model.cutPrompts
        recorded = { request in
            .init(
                name: model.name, weights: try model.pipeline.fingerprint, step: 0,
                embeddings: try model.embeddingsDigest(for: request))
        }
    }

    /// The model as a recipe of `request` tells of it.
    ///
    /// - Throws: ``EngineFailure`` where a file cannot be read any more.
    public func record(of request: SamplingRequest) throws -> PictureRecipe.Model { try recorded(request) }

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
