/// Pictures to make.
public struct SamplingRequest: Sendable, Equatable, Codable {
    /// The model's folder; nil samples the model in memory (the one being trained).
    public var model: String?
    /// One class for all, several to cycle through, or none for the unconditional model.
    public var classes: [Int]
    /// One prompt for all, or several to cycle through, for a model that reads text, as ``PromptScript`` has them.
    public var prompts: [String] = []
    /// The prompts of the other picture, where an edit makes two in one.
    public var otherPrompts: [String] = []
    /// What reads the prompts.
    public var reader = TextReader.ownEncoder
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

    /// Every form that its prompts have in any step, the one guided away from and those changed to included.
    var promptForms: [String] {
        var all = prompts + otherPrompts + [negativePrompt ?? ""]
        for change in changes.map(\.change) {
            switch change {
            case .prompts(let prompts): all += prompts
            case .negativePrompt(let prompt): all.append(prompt ?? "")
            case .guidance, .classes, .negativeClass, .sampler, .mask: break
            }
        }
        return all.flatMap { PromptScript($0).forms }
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
    /// Other prompts, to cycle through.
    case prompts([String])
    /// nil is the empty prompt.
    case negativePrompt(String?)
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

    private enum CodingKeys: CodingKey { case picture, digest, file }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        digest = try values.decode(String.self, forKey: .digest)
        file = try values.decodeIfPresent(String.self, forKey: .file)
        picture = try values.decodeIfPresent(Picture.self, forKey: .picture)
        guard let picture, SHA256.digest(of: picture.pixels) != digest else { return }
        throw DecodingError.dataCorruptedError(
            forKey: .digest, in: values, debugDescription: "the digest of another mask")
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(digest, forKey: .digest)
        try values.encodeIfPresent(file, forKey: .file)
        if ValueCoding.keepsMasks(encoder) { try values.encodeIfPresent(picture, forKey: .picture) }
    }

    public static func == (a: ChangedMask, b: ChangedMask) -> Bool { a.digest == b.digest }
}

/// All that can be changed while pictures form, as it stands at one moment.
public struct SamplingSteering: Sendable, Equatable, Codable {
    public var guidance: Double
    public var classes: [Int]
    public var negativeClass: Int?
    public var prompts: [String] = []
    public var negativePrompt: String?
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
