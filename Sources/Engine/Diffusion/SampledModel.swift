/// A model as a sampling sees it: a conditioned network, the pictures it makes and the samplers that can use it. Whatever reads classes or
/// text looks alike from here.
struct SampledModel {
    let name: String
    let network: any ConditionedNetwork
    /// Width and height of a picture, and its channels.
    let side: Int
    let channels: Int
    /// What it was trained for, for people.
    let title: String
    /// Whether it makes its pictures in steps, so that they can be edited on the way.
    let isStepwise: Bool
    /// The sampler it takes where none is named.
    let usualSampler: String
    /// The time of a finished picture, in a sampler's counting.
    let lastTime: Double
    /// The sampler called by a name, or the model's usual one, with a number of steps and η.
    let sampler: (_ name: String?, _ steps: Int, _ eta: Double) throws -> any Sampler
    /// The sampler called by a name where it takes over from another before a step.
    let takingOver: (_ name: String, _ eta: Double, _ before: any Sampler, _ step: Int) throws -> any Sampler
    /// Refuses what a request asks for and the model does not have.
    let validate: (SamplingRequest) throws -> Void
    /// Why its pictures may have stopped being numbers: weights that are none.
    let diagnosis: () -> EngineFailure?
}

extension SampledModel {
    init(_ model: LoadedModel) {
        let (objective, card) = (model.card.objective, model.card)
        name = card.name
        network = DigitDenoiser(model)
        (side, channels) = (DigitUNet.side, 1)
        (title, isStepwise) = (objective.title, objective.usesTime)
        (usualSampler, lastTime) = (objective.samplers[0], objective.lastTime)
        sampler = objective.sampler
        takingOver = objective.sampler
        validate = { request in
            guard request.prompts.isEmpty, request.negativePrompt == nil else {
                throw EngineFailure(
                    "this model does not read text", expected: "--class", found: "--prompt", place: card.name)
            }
            guard request.enlargement == nil else {
                throw EngineFailure(
                    "this model does not enlarge pictures", expected: "the second stage of a pipeline",
                    found: objective.title, place: card.name)
            }
            try request.validate(classes: card.configuration.classes, of: card.name)
            try request.validateChanges(usual: objective.samplers[0], require: objective.require)
        }
        diagnosis = { nil }
    }

    /// - Throws: ``EngineFailure`` where a prompt cannot be encoded.
    init(_ model: TextModel, for request: SamplingRequest) throws {
        let (scheduler, place) = (model.scheduler, model.pipeline.path)
        validate = { request in
            try request.validatePrompts(of: model.name)
            try model.validateEnlargement(request)
            try request.validateNumbers()
            try request.validateChanges(usual: scheduler.usualSampler, require: scheduler.requireOnTheWay)
        }
        // A text encoder takes its time: what does not fit is told before.
        try validate(request)
        let negative = request.negativePrompt ?? ""
        let embeddings = try model.embeddings(of: request.prompts + request.otherPrompts + [negative])
        name = model.name
        network = try TextDenoiser(
            network: model.network, scheduler: scheduler, embeddings: embeddings, unconditional: negative,
            lowResolution: model.lowResolution(for: request),
            computeType: model.computeType, place: place)
        (side, channels) = (model.side, model.channels)
        (title, isStepwise) = ("a picture of a prompt", true)
        (usualSampler, lastTime) = (scheduler.usualSampler, 0)
        sampler = { try scheduler.sampler(named: $0, steps: $1, eta: $2, place: place) }
        takingOver = { try scheduler.sampler(named: $0, eta: $1, after: $2, at: $3, place: place) }
        diagnosis = { model.network.brokenWeights(place: place + "/unet") }
    }
}
