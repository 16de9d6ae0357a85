/// The parameters of a run that may change while it goes, as they stand.
public struct Steering: Codable, Sendable, Equatable {
    /// The rate that the schedule starts from.
    public var learningRate: Double
    public var conditionDropout: Double
    /// The largest norm of the gradient; nil does not clip.
    public var clip: Double?
    /// Decay of the moving average of the weights; nil keeps none.
    public var ema: Double?
    /// Images a step.
    public var batch: Int
    /// Steps between two sets of fixed-seed samples; 0 draws them at each epoch only.
    public var sampleInterval: Int
    /// How long to train: passes, or, where given, steps.
    public var epochs: Int
    public var steps: Int?

    public init(_ recipe: Recipe, sampleInterval: Int = 0) {
        learningRate = recipe.optimizer.learningRate
        conditionDropout = recipe.conditionDropout
        clip = recipe.clip
        ema = recipe.ema
        batch = recipe.batch
        self.sampleInterval = sampleInterval
        epochs = recipe.epochs
        steps = recipe.steps
    }

    /// Applies `change`.
    ///
    /// - Throws: ``EngineFailure`` where the value is out of the range that `recipe` allows; nothing is changed then.
    mutating func apply(_ change: ParameterChange, to recipe: Recipe) throws {
        var new = self
        switch change {
        case .learningRate(let rate): new.learningRate = rate
        case .conditionDropout(let probability): new.conditionDropout = probability
        case .clip(let limit): new.clip = limit
        case .ema(let decay): new.ema = decay
        case .batch(let count): new.batch = count
        case .sampleInterval(let steps):
            guard steps >= 0 else {
                throw EngineFailure("sample_interval is out of range", expected: "0 or more", found: "\(steps)")
            }
            new.sampleInterval = steps
        case .epochs(let count): (new.epochs, new.steps) = (count, nil)
        case .steps(let count): new.steps = count
        }
        try recipe.steered(by: new).validate()
        self = new
    }
}

extension Recipe {
    /// The recipe with the steered values in the places of its own.
    public func steered(by steering: Steering) -> Recipe {
        var recipe = self
        recipe.optimizer.learningRate = steering.learningRate
        recipe.conditionDropout = steering.conditionDropout
        recipe.clip = steering.clip
        recipe.ema = steering.ema
        recipe.batch = steering.batch
        recipe.epochs = steering.epochs
        recipe.steps = steering.steps
        return recipe
    }
}
