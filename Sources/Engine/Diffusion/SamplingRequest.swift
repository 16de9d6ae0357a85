/// Pictures to make.
public struct SamplingRequest: Sendable, Equatable {
    /// The model's folder; nil samples the model in memory (the one being trained).
    public var model: String?
    /// One class for all, several to cycle through, or none for the unconditional model.
    public var classes: [Int]
    /// One prompt for all, or several to cycle through, for a model that reads text.
    public var prompts: [String] = []
    /// The prompt guided away from; nil is the empty one.
    public var negativePrompt: String?
    /// The class guided away from; nil is the dropped condition.
    public var negativeClass: Int?
    public var count: Int
    public var steps: Int
    public var sampler: String
    /// How the condition is insisted on; `guidance` is its scale.
    public var guiding: Guidance
    /// The folder of a weaker model that guides instead of the dropped condition, such as an earlier checkpoint's (autoguidance).
    public var weakModel: String?
    public var seed: UInt64
    /// What is done with a picture or two conditions.
    public var edit = Edit.none
    /// What is changed on the way, in order: a sampling steered live is replayed from its log.
    public var changes: [LoggedChange] = []

    public init(
        model: String? = nil, classes: [Int] = [], negativeClass: Int? = nil, count: Int = 16, steps: Int = 50,
        sampler: String = "flow-euler", guidance: Double = 5, seed: UInt64 = 0
    ) {
        self.model = model
        self.classes = classes
        self.negativeClass = negativeClass
        self.count = count
        self.steps = steps
        self.sampler = sampler
        guiding = Guidance(scale: guidance)
        self.seed = seed
    }

    /// Guidance scale w: unconditional + w (conditional − unconditional); 1 is the conditional alone.
    public var guidance: Double {
        get { guiding.scale }
        set { guiding.scale = newValue }
    }

    /// The most pictures made at once.
    public static let mostPictures = 4096
    /// The most steps of a sampling, whatever the sampler.
    public static let mostSteps = 10_000
}

/// What can be changed while pictures form; in force from the next step.
public enum SamplingChange: Sendable, Equatable, Codable {
    case guidance(Double)
    case classes([Int])
    /// nil is the dropped condition.
    case negativeClass(Int?)
}

/// All that can be changed while pictures form, as it stands at one moment.
public struct SamplingSteering: Sendable, Equatable {
    public var guidance: Double
    public var classes: [Int]
    public var negativeClass: Int?

    public init(guidance: Double, classes: [Int], negativeClass: Int?) {
        (self.guidance, self.classes, self.negativeClass) = (guidance, classes, negativeClass)
    }
}

/// A change and the step it was first in force.
public struct LoggedChange: Sendable, Equatable, Codable {
    /// Counted in evaluations of the network, from 0.
    public var step: Int
    public var change: SamplingChange

    public init(step: Int, change: SamplingChange) { (self.step, self.change) = (step, change) }
}

extension SamplingRequest {
    /// - Throws: ``EngineFailure`` where the request does not fit a model called `name` with `classes` classes.
    func validate(classes count: Int, of name: String) throws {
        try validateLabels(classes: count, of: name)
        try validateNumbers()
    }

    /// - Throws: ``EngineFailure`` where a number is out of range, whatever the model.
    func validateNumbers() throws {
        guard (1...Self.mostPictures).contains(self.count) else {
            throw EngineFailure(
                "the number of pictures is out of range", expected: "1…\(Self.mostPictures)", found: "\(self.count)")
        }
        guard (1...Self.mostSteps).contains(steps) else {
            throw EngineFailure(
                "the number of steps is out of range", expected: "1…\(Self.mostSteps)", found: "\(steps)")
        }
        try guiding.validate()
        for case .guidance(let scale) in changes.map(\.change) { try Guidance(scale: scale).validate() }
    }

    private func validateLabels(classes count: Int, of name: String) throws {
        var labels = classes + [negativeClass].compactMap { $0 }
        switch edit {
        case .anagram(let others, _), .hybrid(let others, _):
            guard !classes.isEmpty, !others.isEmpty else {
                throw EngineFailure(
                    "two pictures in one need two classes", expected: "--class twice", found: "\(classes + others)",
                    place: name)
            }
            labels += others
        case .none, .imageToImage, .inpaint, .interpolate: break
        }
        for change in changes.map(\.change) {
            switch change {
            case .classes(let changed): labels += changed
            case .negativeClass(let changed): labels += [changed].compactMap { $0 }
            case .guidance: break
            }
        }
        for label in labels where !(0..<count).contains(label) {
            throw EngineFailure(
                count == 0 ? "this model has no classes" : "there is no such class",
                expected: count == 0 ? "no class" : "0…\(count - 1)", found: "\(label)", place: name,
                hint: count == 0 ? "choose a class-conditioned model, such as digits-flow-class" : nil)
        }
    }
}
