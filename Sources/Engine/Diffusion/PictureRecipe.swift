/// What made a sampled picture, an edited one too.
public struct PictureRecipe: RecipeRecord {
    public static let kindName = "sampling"

    public struct Model: Codable, Sendable, Equatable {
        public var name: String
        /// SHA-256 of the weights' file, for a pipeline its ``PipelineFolder/fingerprint``; nil where they were never saved.
        public var weights: String?
        public var step: Int
        /// SHA-256 of the prompts' precomputed embeddings; nil where the pipeline's own encoder read them.
        public var embeddings: String?

        public init(name: String, weights: String?, step: Int, embeddings: String? = nil) {
            (self.name, self.weights, self.step) = (name, weights, step)
            self.embeddings = embeddings
        }
    }

    /// An edit in words: its kind, numbers and the hashes of its pictures.
    public struct EditRecord: Codable, Sendable, Equatable {
        public var kind: String
        public var classes: [Int]?
        public var prompts: [String]?
        public var view: String?
        public var kernel: Int?
        public var sigma: Double?
        public var start: Int?
        public var starts: [Int]?
        public var strength: Double?
        public var resampling: Int?
        public var seed: UInt64?
        /// SHA-256 of the pixels after fitting.
        public var image: String?
        public var mask: String?
        /// Of the noise put on small pictures that were enlarged.
        public var noiseLevel: Int?
    }

    /// The axes of a grid, as the command line takes them.
    public struct GridRecord: Codable, Sendable, Equatable {
        public var x: String?
        public var y: String?
    }

    public var version = 1
    public var program: String
    public var command: String?
    public var model: Model
    public var weakModel: Model?
    public var sampler: String
    public var eta: Double?
    public var steps: Int
    public var seed: UInt64
    public var count: Int
    public var classes: [Int]
    public var negativeClass: Int?
    public var prompts: [String]?
    public var negativePrompt: String?
    public var guidance: Guidance
    /// Every change made while the picture formed.
    public var changes: [LoggedChange]
    public var edit: EditRecord?
    public var grid: GridRecord?
    public var precision: String
    public var width: Int
    public var height: Int

    /// - Parameters:
    ///   - changes: the run's log, which holds the request's own changes too.
    ///   - size: of one picture.
    ///   - grid: the grid whose base `request` is.
    public init(
        _ request: SamplingRequest, changes: [LoggedChange], sampler: String, model: Model, weak: Model?,
        precision: Precision, size: (width: Int, height: Int), grid: GridRequest? = nil, program: String,
        command: String
    ) {
        self.program = program
        self.command = command
        self.model = model
        weakModel = weak
        self.sampler = sampler
        eta = request.eta == 0 ? nil : request.eta
        (steps, seed, count) = (request.stepCount, request.seed, request.count)
        (classes, negativeClass) = (request.classes, request.negativeClass)
        prompts = request.prompts.isEmpty ? nil : request.prompts
        negativePrompt = request.negativePrompt
        guidance = request.guiding
        self.changes = changes
        edit = EditRecord(request.edit)
        if let enlargement = request.enlargement {
            edit = EditRecord(kind: "upscale", image: enlargement.digest, noiseLevel: enlargement.noiseLevel)
        }
        if !request.otherPrompts.isEmpty {
            edit?.classes = nil
            edit?.prompts = request.otherPrompts
        }
        self.grid = grid.map { GridRecord(x: $0.x?.text, y: $0.y?.text) }
        self.precision = precision.rawValue
        (width, height) = size
    }

    /// One line a person and other programs read: `prompt`, then `Negative prompt:`, then `Steps: …, Sampler: …, CFG scale: …, Seed: …`.
    public var parameters: String {
        // A prompt may be of several lines; a reader takes the last ones for the facts.
        func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
        var lines = [
            prompts.map { ($0 + (edit?.prompts ?? [])).map(line).joined(separator: " | ") }
                ?? classes.map(String.init).joined(separator: ", ")
        ]
        if let negative = negativePrompt.map(line) ?? negativeClass.map(String.init) {
            lines.append("Negative prompt: \(negative)")
        }
        var facts = [
            "Steps: \(steps)", "Sampler: \(sampler)", "CFG scale: \(guidance.scale)", "Seed: \(seed)",
            "Size: \(width)x\(height)",
        ]
        if let weights = model.weights { facts.append("Model hash: \(weights.prefix(10))") }
        facts.append("Model: \(model.name)")
        if let edit { facts.append("Edit: \(edit.kind)") }
        if let grid { facts.append("Grid: \([grid.x, grid.y].compactMap(\.self).joined(separator: " "))") }
        if !changes.isEmpty { facts.append("Changes: \(changes.map(\.argument).map(line).joined(separator: " "))") }
        facts.append("Version: \(program)")
        return (lines + [facts.joined(separator: ", ")]).joined(separator: "\n")
    }

    public var rows: [(name: String, value: String)] {
        var rows = [
            ("made by", program), ("model", model.name + (model.step > 0 ? ", step \(model.step)" : "")),
            ("weights", model.weights ?? "never saved"), ("sampler", "\(sampler), \(steps) steps"),
            ("pictures", "\(count) of \(width)×\(height), seed \(seed)"),
            prompts.map { ("prompts", $0.joined(separator: " | ")) }
                ?? ("classes", classes.isEmpty ? "none" : classes.map(String.init).joined(separator: ", ")),
            ("guidance", "\(guidance.scale)"),
        ]
        if let embeddings = model.embeddings { rows.append(("embeddings", embeddings)) }
        if let negative = negativePrompt ?? negativeClass.map(String.init) { rows.append(("negative", negative)) }
        if let x = grid?.x { rows.append(("grid x", x)) }
        if let y = grid?.y { rows.append(("grid y", y)) }
        if let edit { rows.append(("edit", edit.kind)) }
        if let others = edit?.prompts { rows.append(("and", others.joined(separator: " | "))) }
        rows += changes.map { ("changed", $0.argument.replacing("\n", with: " / ")) }
        return rows + [("command", command ?? "none")]
    }
}

extension PictureRecipe.EditRecord {
    init?(_ edit: Edit) {
        func hash(_ picture: Picture) -> String { SHA256.digest(of: picture.pixels) }
        switch edit {
        case .none: return nil
        case .imageToImage(let picture, .step(let step)):
            self.init(kind: "image-to-image", start: step, image: hash(picture))
        case .imageToImage(let picture, .strength(let strength)):
            self.init(kind: "image-to-image", strength: strength, image: hash(picture))
        case .imageToImage(let picture, .steps(let steps)):
            self.init(kind: "image-to-image", starts: steps, image: hash(picture))
        case .inpaint(let picture, let mask, let resampling):
            self.init(kind: "inpaint", resampling: resampling, image: hash(picture), mask: hash(mask))
        case .anagram(let classes, let view): self.init(kind: "anagram", classes: classes, view: view.rawValue)
        case .hybrid(let classes, let blur):
            self.init(kind: "hybrid", classes: classes, kernel: blur.kernel, sigma: blur.sigma)
        case .interpolate(let seed): self.init(kind: "interpolate", seed: seed)
        }
    }
}

extension LoggedChange {
    /// As the command line's `--change` takes it: `12:guidance=7.5`, `3:class=7`, `3:negative=none`, `9:prompt=a dog`, several prompts in a
    /// line each.
    public var argument: String {
        switch change {
        case .guidance(let scale): "\(step):guidance=\(scale)"
        case .classes(let labels): "\(step):class=\(labels.map(String.init).joined(separator: ","))"
        case .negativeClass(let label): "\(step):negative=\(label.map(String.init) ?? "none")"
        case .prompts(let prompts): "\(step):prompt=\(prompts.joined(separator: "\n"))"
        case .negativePrompt(let prompt): "\(step):negative-prompt=\(prompt ?? "none")"
        case .sampler(let name): "\(step):sampler=\(name)"
        case .mask(let mask): "\(step):mask=\(mask.file ?? mask.digest)"
        }
    }

    /// - Parameter mask: reads the mask in a file; nil knows none.
    /// - Throws: ``EngineFailure`` where `argument` is not of that form, or what `mask` throws.
    public init(argument: String, mask: ((String) throws -> Picture)? = nil) throws {
        let failure = EngineFailure(
            "a change cannot be read",
            expected:
                "STEP:guidance=X, STEP:class=N,N, STEP:negative=N, STEP:prompt=TEXT, STEP:negative-prompt=TEXT, STEP:sampler=NAME or STEP:mask=FILE",
            found: argument)
        guard let colon = argument.firstIndex(of: ":"), let equals = argument[colon...].firstIndex(of: "="),
            let step = Int(argument[..<colon]), step >= 0
        else { throw failure }
        let value = argument[argument.index(after: equals)...]
        let labels = value.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        switch argument[argument.index(after: colon)..<equals] {
        case "guidance":
            guard let scale = Double(value) else { throw failure }
            self.init(step: step, change: .guidance(scale))
        case "class":
            guard labels.allSatisfy({ $0 != nil }) else { throw failure }
            self.init(step: step, change: .classes(labels.compactMap { $0 }))
        case "negative":
            guard value == "none" || Int(value) != nil else { throw failure }
            self.init(step: step, change: .negativeClass(Int(value)))
        case "prompt" where !value.isEmpty:
            self.init(step: step, change: .prompts(value.split(separator: "\n").map(String.init)))
        case "negative-prompt" where !value.isEmpty:
            self.init(step: step, change: .negativePrompt(value == "none" ? nil : String(value)))
        case "sampler" where !value.isEmpty: self.init(step: step, change: .sampler(String(value)))
        case "mask" where !value.isEmpty && mask != nil:
            guard let mask else { throw failure }
            self.init(step: step, change: .mask(ChangedMask(try mask(String(value)), file: String(value))))
        default: throw failure
        }
    }
}
