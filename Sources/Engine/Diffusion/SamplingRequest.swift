/// Pictures to make.
public struct SamplingRequest: Sendable, Equatable {
    /// The model's folder; nil samples the model in memory (the one being trained).
    public var model: String?
    /// One class for all, several to cycle through, or none for the unconditional model.
    public var classes: [Int]
    /// One prompt for all, or several to cycle through, for a model that reads text.
    public var prompts: [String] = []
    /// The prompts of the other picture, where an edit makes two in one.
    public var otherPrompts: [String] = []
    /// The prompt guided away from; nil is the empty one.
    public var negativePrompt: String?
    /// The class guided away from; nil is the dropped condition.
    public var negativeClass: Int?
    public var count: Int
    public var steps: Int
    public var sampler: String
    /// DDIM's randomness: 0 is deterministic, 1 as random as DDPM.
    public var eta = 0.0
    /// How the condition is insisted on; `guidance` is its scale.
    public var guiding: Guidance
    /// The folder of a weaker model that guides instead of the dropped condition, such as an earlier checkpoint's (autoguidance).
    public var weakModel: String?
    public var seed: UInt64
    /// What is done with a picture or two conditions.
    public var edit = Edit.none
    /// The small pictures that a model of large ones makes its own of.
    public var enlargement: Enlargement?
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

    /// The steps taken: those asked for, unless the sampler is a table of timesteps.
    public var stepCount: Int { Self.stepCount(sampler: sampler, asked: steps) }

    /// The steps that `sampler` takes where `asked` are asked for.
    public static func stepCount(sampler: String?, asked: Int) -> Int {
        sampler.flatMap(StepTable.init)?.stepCount ?? asked
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
    /// Another sampler for the steps that remain, by name.
    case sampler(String)
    /// Another mask of an inpainting.
    case mask(ChangedMask)
}

/// A mask that takes another's place. In a recipe only its digest stands, and the file that the command names.
public struct ChangedMask: Sendable, Equatable, Codable {
    /// nil where it was read from a recipe.
    public var picture: Picture?
    /// SHA-256 of its pixels.
    public var digest: String
    /// Where a command finds it.
    public var file: String?

    public init(_ picture: Picture, file: String? = nil) {
        (self.picture, digest, self.file) = (picture, SHA256.digest(of: picture.pixels), file)
    }

    private enum CodingKeys: CodingKey { case digest, file }

    public static func == (a: ChangedMask, b: ChangedMask) -> Bool { a.digest == b.digest }
}

/// All that can be changed while pictures form, as it stands at one moment.
public struct SamplingSteering: Sendable, Equatable {
    public var guidance: Double
    public var classes: [Int]
    public var negativeClass: Int?
    /// nil leaves what is in force.
    public var sampler: String?
    public var mask: Picture?

    public init(
        guidance: Double, classes: [Int], negativeClass: Int?, sampler: String? = nil, mask: Picture? = nil
    ) {
        (self.guidance, self.classes, self.negativeClass) = (guidance, classes, negativeClass)
        (self.sampler, self.mask) = (sampler, mask)
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
        guard (0...1).contains(eta) else {
            throw EngineFailure("the randomness η is out of range", expected: "0…1", found: "\(eta)", place: "--eta")
        }
        try guiding.validate()
        for case .guidance(let scale) in changes.map(\.change) { try Guidance(scale: scale).validate() }
    }

    /// - Parameters:
    ///   - usual: the model's sampler where none is named.
    ///   - require: refuses a sampler that the model cannot change to.
    /// - Throws: ``EngineFailure`` where a sampler or mask that is changed to does not fit.
    func validateChanges(usual: String, require: (String) throws -> Void) throws {
        let first = sampler.isEmpty ? usual : sampler
        var names = [first]
        for case .sampler(let name) in changes.map(\.change) {
            try require(name)
            names.append(name)
        }
        guard eta == 0 || names.contains(DDIM.name) else {
            throw EngineFailure(
                "η is the randomness of ddim, and this sampler has none to turn", expected: "--sampler ddim",
                found: first)
        }
        guard names.count > 1 || changes.contains(where: { if case .mask = $0.change { true } else { false } }) else {
            return
        }
        switch edit {
        case .imageToImage(_, .steps(let starts)):
            let last = starts.max() ?? 0
            let early = changes.first { if case .sampler = $0.change { $0.step < last } else { false } }
            guard let early else { break }
            throw EngineFailure(
                "pictures of the row still wait for their start with the first sampler",
                expected: "a change at step \(last) or later", found: "\(early.step)")
        case .inpaint(let picture, _, _):
            for case .mask(let mask) in changes.map(\.change) {
                guard let shown = mask.picture else { throw EngineFailure("the mask's file was not read") }
                _ = try Inpainting.values(of: shown, side: picture.width)
            }
            return
        case .none, .imageToImage, .anagram, .hybrid, .interpolate: break
        }
        guard !changes.contains(where: { if case .mask = $0.change { true } else { false } }) else {
            throw EngineFailure("there is no mask to change", expected: "an inpainting", found: "another sampling")
        }
    }

    /// - Throws: ``EngineFailure`` where the request does not fit a model called `name` that makes pictures of prompts.
    func validatePrompts(of name: String) throws {
        func failure(_ what: String, _ expected: String, _ found: String? = nil) -> EngineFailure {
            EngineFailure(what, expected: expected, found: found, place: name)
        }
        let changesClass = changes.contains {
            switch $0.change {
            case .classes, .negativeClass: true
            case .guidance, .sampler, .mask: false
            }
        }
        var labels = classes + [negativeClass].compactMap { $0 }
        switch edit {
        case .anagram(let others, _), .hybrid(let others, _):
            labels += others
            guard !labels.isEmpty || !prompts.isEmpty && !otherPrompts.isEmpty else {
                throw failure("two pictures in one need two prompts", "--prompt twice")
            }
        case .none, .imageToImage, .inpaint, .interpolate: break
        }
        guard labels.isEmpty, !changesClass else { throw failure("this model has no classes", "--prompt", "--class") }
        guard !prompts.isEmpty else { throw failure("this model needs a prompt", "--prompt TEXT") }
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
            case .guidance, .sampler, .mask: break
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
