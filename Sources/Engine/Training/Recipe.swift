/// What is trained and how: everything that, with the data, decides a run.
///
/// Written as TOML by people (``Recipe/init(toml:)``) and saved as JSON beside each run.
public struct Recipe: Codable, Sendable, Equatable {
    /// The name it is called by, such as `digits-flow-class`.
    public var name: String
    /// One line on what it shows.
    public var summary: String
    /// The data set's name: `mnist`, `fashion-mnist`, or a folder.
    public var data: String
    public var model: DigitUNetConfiguration
    public var objective: Objective
    public var optimizer: AdamConfiguration
    public var schedule: LearningRateSchedule
    /// Images a step.
    public var batch: Int
    /// Passes over the training set; `steps`, where given, decides instead.
    public var epochs: Int
    public var steps: Int?
    /// The probability with which a condition is replaced by none, 0…1.
    public var conditionDropout: Double
    /// The largest norm of the gradient; nil does not clip.
    public var clip: Double?
    /// Decay of the exponential moving average of the weights, 0..<1; nil keeps none.
    public var ema: Double?
    public var seed: UInt64
    public var precision: Precision

    public init(
        name: String, summary: String, data: String, model: DigitUNetConfiguration, objective: Objective,
        optimizer: AdamConfiguration, schedule: LearningRateSchedule, batch: Int, epochs: Int, steps: Int? = nil,
        conditionDropout: Double = 0, clip: Double? = nil, ema: Double? = nil, seed: UInt64 = 0,
        precision: Precision = .auto
    ) {
        self.name = name
        self.summary = summary
        self.data = data
        self.model = model
        self.objective = objective
        self.optimizer = optimizer
        self.schedule = schedule
        self.batch = batch
        self.epochs = epochs
        self.steps = steps
        self.conditionDropout = conditionDropout
        self.clip = clip
        self.ema = ema
        self.seed = seed
        self.precision = precision
    }
}

/// What the digit U-Net is built from; saved as `config.json` beside its weights.
public struct DigitUNetConfiguration: Codable, Sendable, Equatable {
    /// Channels at full resolution, D in the course's diagram.
    public var hidden: Int
    public var timeConditioned: Bool
    /// The number of classes; 0 is unconditional.
    public var classes: Int

    public init(hidden: Int, timeConditioned: Bool, classes: Int) {
        self.hidden = hidden
        self.timeConditioned = timeConditioned
        self.classes = classes
    }
}

/// What the network learns to predict, and from what.
public enum Objective: Codable, Sendable, Equatable {
    /// z = x + σ ε, predicts x; σ > 0.
    case denoise(sigma: Double)
    /// z = ε, predicts x: the noise says nothing about the image.
    case denoisePureNoise
    /// x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε with β linear, predicts ε (Ho et al., 2020).
    case ddpm(timesteps: Int, betaStart: Double, betaEnd: Double)
    /// x_t = (1 − t) x_0 + t x_1, x_0 noise, x_1 image; predicts x_1 − x_0 (Lipman et al., 2023).
    case flow
}

/// Adam's constants (Kingma and Ba, 2015).
public struct AdamConfiguration: Codable, Sendable, Equatable {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double

    public init(learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }
}

/// How the learning rate moves during a run.
public enum LearningRateSchedule: String, Codable, Sendable, Equatable, CaseIterable {
    case constant
    /// × 0.1^(1/epochs) after each epoch: a tenth at the end.
    case exponential
}

/// The type the network computes in; weights and optimizer are float32 always.
public enum Precision: String, Codable, Sendable, Equatable, CaseIterable {
    /// bfloat16 where the processor multiplies it natively, float32 elsewhere.
    case auto
    case f32
    case bf16
}
