/// What is trained and how: everything that, with the data, decides a run.
///
/// Written as TOML by people (``Recipe/init(toml:file:)``), and saved as TOML in each run's folder.
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
    /// Steps over which the learning rate first rises to its full value; 0 starts there.
    public var warmup: Int
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
        optimizer: AdamConfiguration, schedule: LearningRateSchedule, warmup: Int = 0, batch: Int, epochs: Int,
        steps: Int? = nil, conditionDropout: Double = 0, clip: Double? = nil, ema: Double? = nil, seed: UInt64 = 0,
        precision: Precision = .auto
    ) {
        self.name = name
        self.summary = summary
        self.data = data
        self.model = model
        self.objective = objective
        self.optimizer = optimizer
        self.schedule = schedule
        self.warmup = warmup
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

/// Adam's constants (Kingma and Ba, 2015), and AdamW's where the weights decay (Loshchilov and Hutter, 2019).
public struct AdamConfiguration: Codable, Sendable, Equatable {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    /// Decoupled decay λ, θ ← (1 − η λ) θ before each step; 0 is Adam.
    public var weightDecay: Double

    public init(
        learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
    }
}

/// How the learning rate moves during a run.
public enum LearningRateSchedule: String, Codable, Sendable, Equatable, CaseIterable {
    case constant
    /// × 0.1^(1/epochs) after each epoch: a tenth at the end. Smoothly where a number of steps says how long it is.
    case exponential
    /// Half a cosine from the full rate down to 0 at the end (Loshchilov and Hutter, 2017, without restarts).
    case cosine
}

/// The type the network computes in; weights and optimizer are float32 always.
public enum Precision: String, Codable, Sendable, Equatable, CaseIterable {
    /// bfloat16 where the processor multiplies it natively, float32 elsewhere.
    case auto
    case f32
    case bf16

    /// The choice that computes in `type` on any processor.
    public init(of type: ElementType) { self = type == .float32 ? .f32 : .bf16 }
}
