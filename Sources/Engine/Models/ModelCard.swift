/// What is said of a saved model, in `config.json` beside its weights.
public struct ModelCard: Codable, Sendable, Equatable {
    public var name: String
    public var configuration: DigitUNetConfiguration
    public var objective: Objective
    /// The data set it learned.
    public var data: String
    /// Optimizer steps behind the weights.
    public var step: Int

    public init(name: String, configuration: DigitUNetConfiguration, objective: Objective, data: String, step: Int) {
        self.name = name
        self.configuration = configuration
        self.objective = objective
        self.data = data
        self.step = step
    }
}

extension ModelCard {
    /// What its classes are called.
    public var classNames: [String] { KnownSet.classNames(of: data, count: configuration.classes) }

    /// Checks the values a network and a sampler are built from, by the rules for recipes.
    ///
    /// - Throws: ``EngineFailure`` naming the first that is out of its range.
    func validate(place: String) throws {
        var recipe = Recipe.allBuiltIn[0]
        recipe.model = configuration
        recipe.objective = objective
        do {
            try recipe.validate()
        } catch var failure as EngineFailure {
            failure.place = place
            throw failure
        }
    }
}

/// A network ready to be sampled.
public struct LoadedModel {
    public let card: ModelCard
    public let network: DigitUNet
    public let computeType: ElementType

    public init(card: ModelCard, network: DigitUNet, computeType: ElementType) {
        self.card = card
        self.network = network
        self.computeType = computeType
    }

    /// Whether both say the same of everything, to the bit.
    func isSame(as other: LoadedModel) -> Bool {
        guard card == other.card, computeType == other.computeType else { return false }
        if network === other.network { return true }
        let (own, others) = (network.entries, other.network.entries)
        return own.count == others.count && zip(own, others).allSatisfy { $0.value.array == $1.value.array }
    }
}
