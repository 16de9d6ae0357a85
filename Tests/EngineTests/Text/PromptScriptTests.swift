import Foundation
import Testing

@testable import Engine

/// Weights and alternation in prompts.
@Suite struct PromptScriptTests {
    private func pieces(_ text: String, at step: Int = 0, of total: Int = 10) -> [PromptScript.Piece] {
        PromptScript(text).pieces(at: step, of: total)
    }

    private func text(_ text: String, at step: Int, of total: Int = 10) -> String {
        pieces(text, at: step, of: total).text
    }

    @Test func weightsAreReadAndMultiply() {
        #expect(pieces("a (red:1.3) hat") == [.init("a "), .init("red", weight: 1.3), .init(" hat")])
        #expect(pieces("((a:2) b:0.5)") == [.init("a"), .init(" b", weight: 0.5)])
        #expect(pieces("(a: 2 )") == [.init("a", weight: 2)])
        #expect(pieces("(((a:5):5):5)") == [.init("a", weight: 10)])
    }

    /// Whatever is no weight and no alternation is what it is.
    @Test(arguments: [
        "a cat (smiling)", "(a:red)", "(a:11)", "(a:-1)", "(a:", "[x]", "[a:b]", "[a:b:2]", "[a:b:c]", "time 12:30",
        "((((((", "]](:", "a\\", "",
    ])
    func otherBracketsAreCharacters(_ plain: String) {
        let found = pieces(plain)
        #expect(found == (plain.isEmpty ? [] : [.init(plain)]))
    }

    @Test func aBackslashTakesCharactersAsTheyAre() {
        #expect(pieces("\\(a:1.3\\) \\[x\\|y\\] \\\\ c\\|d") == [.init("(a:1.3) [x|y] \\ c|d")])
    }

    @Test func aBarAlternatesEveryEvaluation() {
        #expect((0..<4).map { text("a cat|a dog", at: $0) } == ["a cat", "a dog", "a cat", "a dog"])
        #expect(
            (0..<3).map { text("a [red|blue|(green:2)] hat", at: $0) } == ["a red hat", "a blue hat", "a green hat"])
        #expect(pieces("a [red|(green:2)]", at: 1) == [.init("a "), .init("green", weight: 2)])
        #expect((0..<2).map { text("x [|very] y", at: $0) } == ["x  y", "x very y"])
    }

    @Test func aShareSwitchesOnce() {
        let texts = (0..<10).map { text("a [cat:dog:0.4]", at: $0) }
        #expect(texts == Array(repeating: "a cat", count: 4) + Array(repeating: "a dog", count: 6))
        #expect(text("[:late:1]", at: 9) == "" && text("[:late:0]", at: 0) == "late")
    }

    /// A form is a script that says the same and never changes, and all forms that a sampling meets are foreseen.
    @Test(arguments: [
        "a dog", "a|b|c", "a [b|c] [d|e|f] (g:1.5)", "[a:b:0.3] [c:d:0.7]|e", "(a [b|c]:2) \\(x\\) [|[y:z:0.5]]",
        "((a\\:b:2):3) \\\\",
    ])
    func formsAreScriptsThatStayAsTheyAre(_ script: String) {
        let parsed = PromptScript(script)
        let forms = Set(parsed.forms)
        for total in [1, 7, 20] {
            for step in 0..<total {
                let form = parsed.written(at: step, of: total)
                #expect(forms.contains(form), "\(form) of \(script)")
                #expect(PromptScript(form).pieces(at: 3, of: 5) == parsed.pieces(at: step, of: total))
                #expect(PromptScript(form).forms == [form])
            }
        }
    }

    @Test func hostileScriptsAreReadInTime() {
        for text in [
            String(repeating: "(", count: 10_000), String(repeating: "([", count: 5_000),
            String(repeating: "[a|", count: 3_000) + String(repeating: "]", count: 3_000),
            String(repeating: "[a|b|c|d|e|f|g]", count: 40) + String(repeating: "[a|b|c|d|e|f|g|h|i|j|k]", count: 40),
        ] { #expect(PromptScript(text).forms.count >= 1) }
    }
}

/// Scripts on a small pipeline of DeepFloyd IF's architecture.
@Suite struct PromptBookTests {
    private static let stage = Fixtures.path("text/if_tiny/stage1")
    private static let embeddings = Fixtures.path("text/if_tiny/prompt_embeds_dict.pth")

    private static func book(_ reader: TextReader = .ownEncoder) throws -> PromptBook {
        let pipeline = try PipelineFolder(stage)
        return PromptBook(pipeline, reader: reader, cleans: true, width: try pipeline.unetPlan().textWidth ?? 0)
    }

    @Test func weightsMoveTokensFromTheMeanOfTheText() throws {
        let book = try Self.book()
        let encoder = try #require(try book.encoder())
        let weighted = PromptScript("a photo of (a dog:1.5)").written(at: 0, of: 1)
        try book.prepare([weighted, "a photo of a dog", "a photo of (a dog:1)"])
        let plain = book.embedding(of: "a photo of a dog").array
        #expect(book.embedding(of: "a photo of (a dog:1)").array == plain)
        let found = book.embedding(of: weighted).array
        let weights = encoder.weights(of: PromptScript(weighted).pieces(at: 0, of: 1))
        let length = encoder.tokens(of: "a photo of a dog").length
        #expect(weights.count == length && weights.first == 1 && weights.last == 1 && weights.contains(1.5))
        let width = plain.count / Tokenizer.length
        for index in 0..<width {
            let mean = (0..<length).reduce(0.0) { $0 + Double(plain[$1 * width + index]) } / Double(length)
            for token in 0..<Tokenizer.length {
                let weight = token < length ? weights[token] : 1
                let wanted = mean + weight * (Double(plain[token * width + index]) - mean)
                #expect(abs(Double(found[token * width + index]) - wanted) < 1e-5)
            }
        }
    }

    /// A weight that begins or ends within a word, or at a comma, holds for whole words.
    @Test func aWordHasTheWeightOfThePieceItBeginsIn() throws {
        let encoder = try #require(try Self.book().encoder())
        for script in ["a photo, (a dog:2)", "a (pho:2)to of it", "(a photo of a dog:2)", "a photo of a dog (:2)"] {
            let pieces = PromptScript(script).pieces(at: 0, of: 1)
            let weights = encoder.weights(of: pieces)
            #expect(weights.count == encoder.tokens(of: pieces.text).length, "\(script)")
        }
        #expect(
            encoder.weights(of: PromptScript("(a photo of a dog:2)").pieces(at: 0, of: 1)).dropLast().allSatisfy {
                $0 == 2
            })
    }

    @Test func aFileHasNoTokensToWeigh() throws {
        let book = try Self.book(.file(Self.embeddings))
        try book.prepare(["a photo of a dog"])
        let failure = #expect(throws: EngineFailure.self) { try book.prepare(["a photo of (a dog:1.3)"]) }
        #expect(failure?.what == "words can only be weighted by a text encoder")
    }

    private static func request(_ prompt: String, steps: Int = 4) -> SamplingRequest {
        var request = SamplingRequest(count: 1, steps: steps, sampler: "ddim", guidance: 2, seed: 5)
        request.prompts = [prompt]
        return request
    }

    private static func model() throws -> OpenedModel {
        try OpenedModel(folder: stage, precision: .f32, reader: .file(embeddings))
    }

    private static let (dog, village) = ("a photo of a dog", "an oil painting of a snowy mountain village")

    /// Alternation is the prompt changed at every step, to the bit; switching is one change.
    @Test func scriptsAreWhatChangesOfThePromptAre() throws {
        let model = try Self.model()
        func changed(_ steps: [Int]) throws -> [Float] {
            var request = Self.request(Self.dog)
            request.changes = steps.enumerated().map {
                LoggedChange(step: $1, change: .prompts([$0 % 2 == 0 ? Self.village : Self.dog]))
            }
            return try SamplingRun(request, model: model).finished()
        }
        let plain = try SamplingRun(Self.request(Self.dog), model: model).finished()
        let alternating = try SamplingRun(Self.request("\(Self.dog)|\(Self.village)"), model: model).finished()
        #expect(try alternating == changed([1, 2, 3]) && alternating != plain)
        let switching = try SamplingRun(Self.request("[\(Self.dog):\(Self.village):0.5]"), model: model).finished()
        #expect(try switching == changed([2]) && switching != alternating)
    }

    @Test func promptsChangeLiveAndAreReplayed() throws {
        let model = try Self.model()
        var request = Self.request(Self.dog)
        let live = try SamplingRun(request, model: model)
        live.advance()
        try live.apply(.prompts([Self.village]))
        live.advance()
        try live.apply(.negativePrompt(Self.dog))
        #expect(throws: EngineFailure.self) { try live.apply(.prompts(["one that is not in the file"])) }
        #expect(throws: EngineFailure.self) { try live.apply(.prompts([])) }
        let end = live.finished()
        #expect(live.changes.map(\.argument) == ["1:prompt=\(Self.village)", "2:negative-prompt=\(Self.dog)"])
        request.changes = try live.changes.map { try LoggedChange(argument: $0.argument) }
        #expect(request.changes == live.changes)
        #expect(try SamplingRun(request, model: model).finished() == end)
        let branch = try live.branched(at: 1)
        #expect(branch.finished() != end)
    }

    /// Cells that differ in the prompt from a step on share what comes before.
    @Test func gridsVaryPrompts() throws {
        let model = try Self.model()
        let prompts = GridRequest(
            Self.request(Self.dog), x: try GridAxis("prompt=\(Self.dog);\(Self.village)"), y: try GridAxis("seed=1,2"))
        #expect(prompts.x?.text == "prompt=\(Self.dog);\(Self.village)")
        let run = try GridRun(prompts, model: model)
        while !run.isFinished { _ = try run.advance() }
        var alone = Self.request(Self.village)
        alone.seed = 2
        let wanted = try SamplingRun(alone, model: model).finished()
        let difference = zip(run.run(of: 3).state.array, wanted).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 1e-3)
        let later = GridRequest(
            Self.request(Self.dog), x: try GridAxis("2:prompt=\(Self.dog);\(Self.village)"), y: nil)
        let second = try GridRun(later, model: model)
        while !second.isFinished { _ = try second.advance() }
        #expect(second.evaluations == 6 && second.run(of: 0).state.array != second.run(of: 1).state.array)
    }

    @Test func tokensAreCountedAndWhatIsCutIsMarked() throws {
        let listener = try SessionListener()
        let long = Array(repeating: "photo", count: 60).joined(separator: " dog ")
        let question = PromptQuestion(text: long, model: Self.stage, reader: .ownEncoder)
        listener.session.send(.prompt(.count(question)))
        listener.session.send(.prompt(.list(path: Self.embeddings)))
        try listener.wait("both answers") { $0.promptEvents.count == 2 }
        guard case .counted(let count)? = listener.promptEvents.first else { throw EngineFailure("no count") }
        #expect(count.question == question && count.tokens > count.most && count.most == 77)
        let read = try #require(count.read)
        #expect(read > 0 && read < long.count)
        guard case .listed(_, let prompts)? = listener.promptEvents.last else { throw EngineFailure("no list") }
        #expect(prompts.contains(Self.dog) && prompts.contains(Self.village))
        listener.session.send(.prompt(.count(PromptQuestion(text: "a", model: "nowhere", reader: .ownEncoder))))
        try listener.wait("a reason") { $0.promptEvents.count == 3 }
        guard case .unreadable? = listener.promptEvents.last else { throw EngineFailure("no reason") }
    }
}

extension SessionListener {
    fileprivate var promptEvents: [PromptEvent] {
        events.compactMap { if case .prompt(let event) = $0 { event } else { nil } }
    }
}
