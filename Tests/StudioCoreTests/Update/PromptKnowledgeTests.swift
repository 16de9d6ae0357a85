import Engine
import Testing

@testable import StudioCore

/// What the window knows of a prompt while it is written: tokens, prompts of a file, prompts taken before.
@Suite struct PromptKnowledgeTests {
    private func write(_ model: inout StudioModel, _ text: String, _ end: Key = .enter) {
        Scenes.press(&model, .character("\""))
        Scenes.press(&model, .control("u"))
        Scenes.write(&model, text)
        Scenes.press(&model, end)
    }

    private func question(_ effects: [Effect]) -> PromptQuestion? {
        effects.compactMap { if case .engine(.prompt(.count(let question))) = $0 { question } else { nil } }.last
    }

    @Test func tokensAreAskedForAsOneWritesAndOldAnswersCountForNothing() throws {
        var model = Scenes.text(100, 30)
        Scenes.press(&model, .character("\""))
        let first = try #require(question(Scenes.press(&model, .character("a"))))
        let second = try #require(question(Scenes.press(&model, .character("b"))))
        #expect(first.text == "a" && second.text == "ab" && second.model == "/models/IF-I-M-v1.0")
        _ = update(
            &model, .engine(model.engine, [.prompt(.counted(PromptCount(question: first, tokens: 2, most: 77)))]))
        #expect(model.prompts.known.count == nil)
        _ = update(
            &model, .engine(model.engine, [.prompt(.counted(PromptCount(question: second, tokens: 3, most: 77)))]))
        #expect(view(model).text.contains("3/77"))
        // The cursor's line is what is counted.
        Scenes.press(&model, .control("j"))
        #expect(question(Scenes.press(&model, .character("c")))?.text == "c")
        #expect(question(Scenes.press(&model, .up))?.text == "ab")
    }

    @Test func whatIsCutStandsBehindAMark() throws {
        var model = Scenes.text(120, 40)
        Scenes.press(&model, .character("\""))
        let asked = try #require(question(Scenes.press(&model, .character("x"))))
        _ = update(&model, .paste(" read unread"))
        let now = try #require(model.prompts.known.asked)
        #expect(asked != now)
        let count = PromptCount(question: now, tokens: 80, most: 77, read: 7)
        _ = update(&model, .engine(model.engine, [.prompt(.counted(count))]))
        let text = view(model).text
        #expect(text.contains("80/77") && text.contains("x read ┆unread"))
        try Golden.expect(model, "text-cut-120x40", styles: true)
        _ = update(&model, .engine(model.engine, [.prompt(.unreadable(now, reason: "this pipeline has no tokenizer"))]))
        #expect(view(model).text.contains("no text encoder: o"))
    }

    @Test func promptsTakenBeforeComeBack() {
        var model = Scenes.text(100, 30)
        write(&model, "one")
        write(&model, "two")
        write(&model, "left", .escape)
        #expect(model.prompts.history.all == ["one", "two", "left"] && model.prompts.wanted == ["two"])
        Scenes.press(&model, .character("\""), .up)
        #expect(model.prompt.text == "left")
        Scenes.press(&model, .up, .up)
        #expect(model.prompt.text == "one")
        Scenes.press(&model, .down, .down, .down)
        #expect(model.prompt.text == "two")
    }

    @Test func promptsAreFoundByLetters() {
        var model = Scenes.text(100, 30)
        for text in ["a red hat", "a blue dog", "an old man"] { write(&model, text) }
        Scenes.press(&model, .character("\""), .control("r"))
        #expect(model.recalled == ["an old man", "a blue dog", "a red hat"])
        Scenes.write(&model, "rht")
        #expect(model.recalled == ["a red hat"])
        Scenes.press(&model, .enter)
        #expect(model.isWriting && model.prompt.text == "a red hat")
        Scenes.press(&model, .control("_"))
        #expect(model.prompt.text == "an old man")
        Scenes.press(&model, .control("r"))
        Scenes.write(&model, "zzz")
        Scenes.press(&model, .enter, .escape)
        #expect(model.overlay == nil && model.isWriting && model.prompt.text == "an old man")
    }

    @Test func aFilesPromptsCompleteWhatIsWritten() throws {
        var model = Scenes.text(100, 30)
        model.prompts.reader = .file("/x.pth")
        let effects = Scenes.press(&model, .character("\""))
        #expect(effects.contains(.engine(.prompt(.list(path: "/x.pth")))))
        let found = ["", "a man", "a man with a hat", "a lake"]
        _ = update(&model, .engine(model.engine, [.prompt(.listed(path: "/x.pth", prompts: found))]))
        Scenes.write(&model, "a ma")
        Scenes.press(&model, .tab)
        #expect(model.prompt.text == "a man")
        Scenes.press(&model, .tab)
        #expect(model.prompt.text == "a man with a hat")
        Scenes.press(&model, .tab)
        #expect(model.prompt.text == "a man")
        Scenes.press(&model, .control("u"))
        Scenes.write(&model, "nothing so")
        Scenes.press(&model, .tab)
        #expect(model.promptRow == .negative && model.isWriting)
        Scenes.press(&model, .control("r"))
        #expect(model.recalled.contains("a lake"))
    }

    @Test func aPromptTakenWhileSamplingIsObeyedFromTheNextStep() throws {
        var model = Scenes.text(100, 30, prompt: "a dog")
        var snapshot = EngineSnapshot()
        snapshot.activity = .sampling
        snapshot.sampling = SamplingStatus(request: model.samplingRequest, time: 1, guidance: 5)
        _ = update(&model, .engine(snapshot, [.samplingStarted(model.samplingRequest)]))
        Scenes.press(&model, .character("\""), .control("u"))
        Scenes.write(&model, "a cat")
        #expect(Scenes.press(&model, .enter).contains(.engine(.steer(.prompts(["a cat"])))))
        Scenes.press(&model, .down, .enter)
        Scenes.write(&model, "grey")
        #expect(Scenes.press(&model, .enter).contains(.engine(.steer(.negativePrompt("grey")))))
        // None at all could not be obeyed; leaving changes nothing.
        Scenes.press(&model, .up, .enter, .control("u"))
        #expect(!Scenes.press(&model, .enter).contains { if case .engine(.steer) = $0 { true } else { false } })
        Scenes.press(&model, .enter)
        Scenes.write(&model, "a fish")
        #expect(!Scenes.press(&model, .escape).contains { if case .engine(.steer) = $0 { true } else { false } })
    }

    @Test func aGridVariesPrompts() throws {
        var model = Scenes.text(100, 30, prompt: "a dog\na cat, too")
        #expect(model.gridKinds.contains(.prompt) && !model.gridKinds.contains(.label))
        model.gridForm.x = .prompt
        Scenes.press(&model, .character("G"))
        #expect(try model.gridRequest().x?.values == ["a dog", "a cat, too"])
        _ = update(&model, .paste("; a (red:1.2) fish"))
        #expect(try model.gridRequest().x?.values == ["a dog", "a cat, too", "a (red:1.2) fish"])
    }
}
