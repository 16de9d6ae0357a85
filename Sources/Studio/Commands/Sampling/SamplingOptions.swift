import ArgumentParser
import Engine
import Foundation

/// The options of every command that makes pictures.
struct SamplingOptions: ParsableArguments {
    @Option(help: "A model's folder or name; the newest when left out.") var model: String?
    @Option(name: .customLong("class"), help: "Classes, such as 7 or 0,1,2 (taken in turn).") var classes: [String] = []
    @Option(help: "A text prompt, for a text-to-image pipeline; several are taken in turn.") var prompt: [String] = []
    @Option(help: "Precomputed embeddings of the prompts: a .pth of torch.save, or .safetensors.") var embeddings:
        String?
    @Option(
        help:
            "A pipeline whose text encoder reads the prompts, such as the first stage's; the model's own when left out."
    )
    var textEncoder: String?
    @Flag(help: "Give prompts to the text encoder lowered only, not cleaned as its captions were.") var rawPrompt =
        false
    @Option(help: "The class (or text) to guide away from.") var negative: String?
    @Option(
        parsing: .unconditional, help: "How many pictures, 16 when left out; in a grid, how many a cell, usually 1.")
    var count: Int?
    @Option(parsing: .unconditional, help: "Sampling steps.") var steps = 50
    @Option(
        help: """
            flow-euler, flow-heun; ddpm, ddim, euler, euler-a, heun, dpm++2m, dpm++2m-karras, unipc; one-step; for \
            pipelines also fast27, smart27, smart50, smart100, smart185, super27, super40, super100, which set the \
            steps: the model's usual one when left out.
            """) var sampler: String?
    @Option(parsing: .unconditional, help: "Randomness of ddim: 0 is none, 1 as much as ddpm's.") var eta = 0.0
    @Option(parsing: .unconditional, help: "Guidance scale: 1 is the condition alone, more insists on it.")
    var guidance = 5.0
    @Option(parsing: .unconditional, help: "How much of the conditional contrast is given back, 0…1.")
    var guidanceRescale = 0.0
    @Option(help: "The part of the run in which guidance holds, A:B in 0…1; all of it when left out.")
    var guidanceInterval: String?
    @Flag(help: "Guide by projection: weakens what only saturates.") var guidanceProjection = false
    @Option(help: "A weaker model to guide away from, such as an earlier checkpoint's (autoguidance).") var weakModel:
        String?
    @Option(
        help:
            "Something changed on the way, such as 12:guidance=7, 3:class=4, 20:sampler=heun or 9:mask=FILE.png; may be repeated."
    )
    var change: [String] = []
    @Option(parsing: .unconditional, help: "Seed of the noise.") var seed: UInt64 = 0
    @OptionGroup var grid: GridOptions
    @Option(help: "ema: the averaged weights where they were kept; raw: as trained.") var weights = WeightsChoice.ema
    @Option(help: "What to compute in: auto takes bf16 where the processor multiplies it.")
    var precision = Precision.auto
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?

    mutating func validate() throws {
        prompt = prompt.map(plainPrompt)
        negative = negative.map(plainPrompt)
        guard embeddings == nil || textEncoder == nil else {
            throw ValidationError("choose one of --embeddings and --text-encoder")
        }
        let most = SamplingRequest.mostPictures
        guard (1...most).contains(pictures) else {
            throw ValidationError("--count", expected: "1…\(most)", found: "\(pictures)")
        }
        let longest = SamplingRequest.mostSteps
        guard (1...longest).contains(steps) else {
            throw ValidationError("--steps", expected: "1…\(longest)", found: "\(steps)")
        }
        guard guidance.isFinite else {
            throw ValidationError("--guidance", expected: "a finite number", found: "\(guidance)")
        }
        guard (0...1).contains(guidanceRescale) else {
            throw ValidationError("--guidance-rescale", expected: "0…1", found: "\(guidanceRescale)")
        }
        guard (0...1).contains(eta) else { throw ValidationError("--eta", expected: "0…1", found: "\(eta)") }
        for text in classes { _ = try Self.labels(text) }
        _ = try interval()
        // Files are read only when the command runs.
        _ = try logged { _ in Picture(width: 1, height: 1, channels: 1, pixels: [255]) }
        try checkThreads(threads)
    }

    private var pictures: Int { count ?? (grid.isEmpty ? 16 : 1) }

    /// The steps that are taken.
    var stepCount: Int { SamplingRequest.stepCount(sampler: sampler, asked: steps) }

    /// What a picture is to show: classes, or prompts for a model that reads text; none is up to the model.
    struct Subjects {
        var classes: [Int] = []
        var prompts: [String] = []
    }

    /// All `--class` and `--prompt` together.
    func subjects() throws -> Subjects { Subjects(classes: try classes.flatMap(Self.labels), prompts: prompt) }

    /// What the two pictures in one are to show.
    func twoSubjects() throws -> (first: Subjects, second: Subjects) {
        switch (classes.count, prompt.count) {
        case (2, 0):
            return (Subjects(classes: try Self.labels(classes[0])), Subjects(classes: try Self.labels(classes[1])))
        case (0, 2): return (Subjects(prompts: [prompt[0]]), Subjects(prompts: [prompt[1]]))
        default:
            throw ValidationError(
                "two pictures in one need two classes or two prompts: --class A --class B, or --prompt A --prompt B")
        }
    }

    /// The request these options describe.
    ///
    /// - Parameter other: what the other picture shows, where two are made in one.
    func request(_ subjects: Subjects, and other: Subjects = Subjects(), model: OpenedModel) throws -> SamplingRequest {
        let steps = min(steps, model.facts.mostSteps == 1 ? 1 : steps)
        var request = SamplingRequest(
            classes: subjects.classes, count: pictures, steps: steps, sampler: sampler ?? "", guidance: guidance,
            seed: seed)
        (request.prompts, request.otherPrompts) = (subjects.prompts, other.prompts)
        request.reader = try textReader(embeddings: embeddings, encoder: textEncoder)
        if model.readsText {
            request.negativePrompt = negative
        } else {
            request.negativeClass = try negative.map { try Self.label($0[...], "--negative") }
        }
        request.eta = eta
        request.guiding.rescale = guidanceRescale
        request.guiding.interval = try interval()
        if guidanceProjection { request.guiding.projection = ProjectedGuidance() }
        request.weakModel = weakModel
        request.changes = try logged { try fittedMask($0, model) }
        return request
    }

    /// The model, opened as these options say.
    ///
    /// - Parameter name: a folder or name; nil is the newest.
    func open(_ name: String?) throws -> OpenedModel {
        if let threads { Threads.count = threads }
        return try OpenedModel(
            folder: try ModelCatalogue.folder(of: name), precision: precision, weights: weights,
            reader: try textReader(embeddings: embeddings, encoder: textEncoder), cleansPrompts: !rawPrompt)
    }

    static func labels(_ text: String) throws -> [Int] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { try label($0, "--class") }
    }

    static func label(_ text: Substring, _ option: String) throws -> Int {
        guard let number = Int(text.trimmingCharacters(in: .whitespaces)) else {
            throw ValidationError(
                option, expected: "a class's number, such as 7", found: text.isEmpty ? "nothing" : "\(text)")
        }
        return number
    }

    private func interval() throws -> GuidanceInterval? {
        guard let guidanceInterval else { return nil }
        guard let interval = GuidanceInterval(guidanceInterval) else {
            throw ValidationError("--guidance-interval", expected: "A:B with 0 ≤ A ≤ B ≤ 1", found: guidanceInterval)
        }
        return interval
    }

    private func logged(_ mask: @escaping (String) throws -> Picture) throws -> [LoggedChange] {
        try change.map { text in
            // What is wrong with a mask's file is told as it is.
            do { return try LoggedChange(argument: text, mask: mask) } catch let failure as EngineFailure
                where failure.found == text
            {
                throw ValidationError("--change", expected: failure.expected ?? "", found: text)
            }
        }
    }

    /// These options as words of a command.
    func words(modelName: String) -> SamplingWords {
        var words = SamplingWords(model: model ?? modelName, precision: precision)
        (words.classes, words.prompts, words.negative) = (classes, prompt, negative)
        (words.embeddings, words.textEncoder, words.rawPrompt) = (embeddings, textEncoder, rawPrompt)
        (words.count, words.steps, words.sampler, words.eta) = (pictures, steps, sampler, eta)
        (words.guidance, words.rescale, words.interval) = (guidance, guidanceRescale, guidanceInterval)
        (words.projection, words.weakModel, words.rawWeights) = (guidanceProjection, weakModel, weights == .raw)
        (words.changes, words.gridX, words.gridY, words.seed) = (change, grid.gridX, grid.gridY, seed)
        return words
    }
}

/// What reads prompts, as the options say.
func textReader(embeddings: String?, encoder: String?) throws -> TextReader {
    try embeddings.map(TextReader.file) ?? encoder.map { .encoder(try ModelCatalogue.folder(of: $0)) } ?? .ownEncoder
}

/// `text` without control characters, which no encoder knows and a recipe cannot hold; line ends and tabs are spaces.
func plainPrompt(_ text: String) -> String {
    let kept = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
        guard scalar.properties.generalCategory == .control else { return scalar }
        return scalar.properties.isWhitespace ? " " : nil
    }
    if kept.count < text.unicodeScalars.count { writeError("the prompt's control characters are left out\n") }
    return String(String.UnicodeScalarView(kept))
}

extension Precision: ExpressibleByArgument {}

extension WeightsChoice: ExpressibleByArgument {}
