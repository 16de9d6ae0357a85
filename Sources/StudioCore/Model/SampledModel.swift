import Engine

/// The model that would be sampled now.
public struct SampledModel: Sendable, Equatable {
    public var name: String
    public var configuration: DigitUNetConfiguration
    public var objective: Objective
    /// The name of the data set it learned.
    public var data: String
    public var step: Int
    /// Whether it is the one being trained.
    public var isLive: Bool

    public var classCount: Int { configuration.classes }

    /// What its classes are called.
    public var classNames: [String] { KnownSet.classNames(of: data, count: classCount) }
}

extension StudioModel {
    /// Whether a run is open: going, paused, or waiting for a sampling that goes first.
    public var isTraining: Bool { isRunOpen }
    /// Whether that run is another process' and only watched here.
    public var isFollowing: Bool { isRunOpen && engine.isFollowing }
    public var isSampling: Bool { engine.activity == .sampling }

    /// The saved model that is chosen, or the newest; nil while the model in training comes first.
    public var savedModel: SavedModel? {
        if let chosenModel { return models.first { $0.folder == chosenModel || $0.name == chosenModel } }
        return isTraining && !isFollowing ? nil : models.first
    }

    public var sampledModel: SampledModel? {
        if let saved = savedModel {
            let card = saved.card
            return SampledModel(
                name: saved.name, configuration: card.configuration, objective: card.objective, data: card.data,
                step: card.step, isLive: false)
        }
        guard isTraining, !isFollowing, let run = engine.training else { return nil }
        return SampledModel(
            name: run.recipe.name, configuration: run.recipe.model, objective: run.recipe.objective,
            data: run.recipe.data, step: run.step, isLive: true)
    }

    /// The classes of the model that is sampled, or of the one the recipe would make.
    public var classNames: [String] {
        sampledModel?.classNames ?? KnownSet.classNames(of: recipe.data, count: recipe.model.classes)
    }

    /// Fits the choices to another model: all of its classes picked, the chip and the negative within them, one of its samplers.
    mutating func adoptSampledModel() {
        let count = classNames.count
        sampling.classes = Set(0..<count)
        chip = min(chip, max(0, count - 1))
        if let negative = sampling.negative, negative >= count { sampling.negative = nil }
        if let wanted = choices.heldOutClass, wanted >= count { choices.heldOutClass = nil }
        // A model without classes makes no illusions: what was chosen stays for the next one that does.
        if count > 0 {
            illusion.first = min(illusion.first, count - 1)
            illusion.second = min(illusion.second, count - 1)
        }
        let objective = sampledModel?.objective ?? recipe.objective
        if let sampler = sampling.sampler, !objective.samplers.contains(sampler) { sampling.sampler = nil }
    }

    /// What is asked of the engine by `s`.
    var samplingRequest: SamplingRequest {
        let objective = sampledModel?.objective ?? .flow
        let classes = sampling.classes.filter { $0 < classNames.count }.sorted()
        var request = SamplingRequest(
            model: savedModel?.folder, classes: classes, negativeClass: classes.isEmpty ? nil : sampling.negative,
            count: sampling.count, steps: min(sampling.steps, objective.mostSteps ?? .max),
            sampler: sampling.sampler ?? objective.samplers[0], guidance: sampling.guidance, seed: sampling.seed)
        if request.sampler == DDIM.name { request.eta = sampling.eta }
        return request
    }
}
