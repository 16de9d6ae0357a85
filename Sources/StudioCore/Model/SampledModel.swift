import Engine

/// The model that would be sampled now.
public struct SampledModel: Sendable, Equatable {
    public var name: String
    public var facts: ModelFacts
    /// Whether it is the one being trained.
    public var isLive: Bool
    /// Why it cannot be opened; nil as far as is known.
    public var trouble: EngineFailure?
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
        return isTraining && !isFollowing ? nil : models.first { $0.trouble == nil && !$0.facts.enlarges }
    }

    public var sampledModel: SampledModel? {
        if let saved = savedModel {
            return SampledModel(name: saved.name, facts: saved.facts, isLive: false, trouble: saved.trouble)
        }
        guard isTraining, !isFollowing, let run = engine.training else { return nil }
        return SampledModel(
            name: run.recipe.name, facts: ModelFacts(ModelCard(run.recipe, step: run.step)), isLive: true)
    }

    /// What is known of the model that is sampled, or of the one the recipe would make.
    public var sampledFacts: ModelFacts { sampledModel?.facts ?? ModelFacts(ModelCard(recipe, step: 0)) }

    public var classNames: [String] { sampledFacts.classNames }
    /// Whether it makes pictures of prompts.
    public var readsText: Bool { sampledFacts.readsText }

    /// Fits the choices to another model: all of its classes picked, the chip and the negative within them, one of its samplers, boards of
    /// its size.
    mutating func adoptSampledModel() {
        let facts = sampledFacts
        let count = facts.classNames.count
        sampling.classes = Set(0..<count)
        chip = min(chip, max(0, count - 1))
        if let negative = sampling.negative, negative >= count { sampling.negative = nil }
        if let wanted = choices.heldOutClass, wanted >= count { choices.heldOutClass = nil }
        // A model without classes makes no illusions: what was chosen stays for the next one that does.
        if count > 0 {
            illusion.first = min(illusion.first, count - 1)
            illusion.second = min(illusion.second, count - 1)
        }
        if let sampler = sampling.sampler, !facts.samplers.contains(sampler) { sampling.sampler = nil }
        let usualCount = facts.readsText ? 1 : SamplingChoices().count
        if sampling.count == sampling.usualCount { sampling.count = usualCount }
        sampling.usualCount = usualCount
        promptRow = .picked
        fitBoards(to: facts.side)
        for workspace in Workspace.allCases { settleLook(of: workspace) }
    }

    /// Why nothing can be sampled; nil where something can.
    var sampleObstacle: String? {
        guard let sampled = sampledModel else { return "there is no model yet: t trains one" }
        if let trouble = sampled.trouble { return trouble.sentence }
        if sampled.facts.enlarges { return "\(sampled.name) enlarges pictures: choose a first stage (m)" }
        if sampled.facts.readsText, prompts.wanted.isEmpty { return "there is no prompt yet: \(promptKey) writes one" }
        if !sampled.facts.knowsNothing, samplingRequest.classes.isEmpty {
            return "this model needs a class: pick one in the prompt"
        }
        return nil
    }

    /// What is asked of the engine by `s`.
    var samplingRequest: SamplingRequest {
        let facts = sampledFacts
        let classes = sampling.classes.filter { $0 < classNames.count }.sorted()
        var request = SamplingRequest(
            model: savedModel?.folder, classes: classes, negativeClass: classes.isEmpty ? nil : sampling.negative,
            count: sampling.count, steps: min(sampling.steps, facts.mostSteps ?? .max),
            sampler: sampling.sampler ?? facts.samplers[0], guidance: sampling.guidance, seed: sampling.seed)
        if request.sampler == DDIM.name { request.eta = sampling.eta }
        if facts.readsText {
            (request.prompts, request.negativePrompt) = (prompts.wanted, prompts.unwanted)
            request.reader = prompts.reader
        }
        return request
    }
}

extension ModelCard {
    /// The model that `recipe` makes, after so many steps.
    fileprivate init(_ recipe: Recipe, step: Int) {
        self.init(
            name: recipe.name, configuration: recipe.model, objective: recipe.objective, data: recipe.data, step: step)
    }
}
