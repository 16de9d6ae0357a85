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
            try request.refuseText(of: card.name, title: objective.title)
            try request.validate(classes: card.configuration.classes, of: card.name)
            try request.validateChanges(usual: objective.samplers[0], require: objective.require)
        }
        diagnosis = { nil }
    }

    /// - Throws: ``EngineFailure`` where a prompt cannot be encoded.
    init(_ model: TextModel, for request: SamplingRequest) throws {
        let (scheduler, place) = (model.scheduler, model.pipeline.path)
        validate = model.validate
        // A text encoder takes its time: what does not fit is told before.
        try validate(request)
        try model.book.prepare(request.promptForms)
        name = model.name
        network = try PipelineDenoiser(
            network: model.network, scheduler: scheduler,
            conditioning: .text(model.book),
            lowResolution: model.lowResolution(for: request),
            computeType: model.computeType, place: place)
        (side, channels) = (model.side, model.channels)
        (title, isStepwise) = ("a picture of a prompt", true)
        (usualSampler, lastTime) = (scheduler.usualSampler, 0)
        sampler = { try scheduler.sampler(named: $0, steps: $1, eta: $2, place: place) }
        takingOver = { try scheduler.sampler(named: $0, eta: $1, after: $2, at: $3, place: place) }
        diagnosis = { model.network.brokenWeights(place: place + "/unet") }
    }

    /// - Throws: ``EngineFailure`` where the noise schedule is not known.
    init(_ model: PixelModel) throws {
        let (scheduler, place) = (model.scheduler, model.pipeline.path)
        let (classes, plan) = (model.classes, model.network.plan)
        name = model.name
        network = try PipelineDenoiser(
            network: model.network, scheduler: scheduler, conditioning: classes > 0 ? .labels : .nothing,
            computeType: model.computeType, place: place)
        (side, channels) = (plan.sampleSize, plan.inChannels)
        (title, isStepwise) = ("pictures of its data", true)
        (usualSampler, lastTime) = (scheduler.usualSampler, 0)
        sampler = { try scheduler.sampler(named: $0, steps: $1, eta: $2, place: place) }
        takingOver = { try scheduler.sampler(named: $0, eta: $1, after: $2, at: $3, place: place) }
        validate = { request in
            try request.refuseText(of: model.name, title: "a pipeline of one network")
            try request.validate(classes: classes, of: model.name)
            guard classes == 0 || !request.classes.isEmpty else {
                throw EngineFailure(
                    "this model needs a class", expected: "--class, 0…\(classes - 1)", place: model.name)
            }
            try request.validateChanges(usual: scheduler.usualSampler, require: scheduler.requireOnTheWay)
        }
        diagnosis = { model.network.brokenWeights(place: place + "/unet") }
    }
}
