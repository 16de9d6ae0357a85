import Engine
import Testing

@testable import StudioCore

@Suite struct MessageTests {
    @Test func anErrorStandsUntilItIsDismissed() {
        var model = Scenes.stocked(100, 30)
        _ = update(&model, .engine(EngineSnapshot(), [.failed(EngineFailure("broken"))]))
        _ = update(&model, .tick(1000))
        Scenes.press(&model, .tab, .down, .character("z"), .tab)
        #expect(model.messages.current?.text == "broken")
        Scenes.press(&model, .escape)
        #expect(model.messages.current == nil && model.messages.log.map(\.message.text) == ["broken"])
    }

    @Test func aNoticeStandsAsLongAsItTakesToRead() {
        var startup = Scenes.startup(100, 30)
        startup.notice = "mnist is not here: fashion-mnist takes its place"
        var model = StudioModel(startup)
        Scenes.press(&model, .tab)
        _ = update(&model, .tick(2))
        Scenes.press(&model, .tab)
        #expect(model.messages.current?.text == startup.notice)
        _ = update(&model, .tick(7))
        #expect(model.messages.current?.text == startup.notice)
        Scenes.press(&model, .tab)
        #expect(model.messages.current == nil)
    }

    /// The answer to a key is seen at once, and what stood comes back after it.
    @Test func anAnswerShowsBeforeWhatStands() {
        var board = MessageBoard()
        board.post(Message(.notice, "trained"), at: 0)
        board.post(Message(.answer, "the mask is empty"), at: 1)
        #expect(board.current?.text == "the mask is empty")
        board.post(Message(.answer, "nothing was drawn"), at: 2)
        #expect(board.current?.text == "nothing was drawn" && board.waiting.count == 2)
        board.keyPressed(at: 100)
        #expect(board.current?.text == "trained")
        // It has not been shown long enough again.
        board.keyPressed(at: 100)
        #expect(board.current?.text == "trained")
        board.keyPressed(at: 110)
        #expect(board.current == nil && board.log.count == 3)
        board.post(Message(.error, "broken"), at: 110)
        board.post(Message(.answer, "held"), at: 111)
        board.keyPressed(at: 112)
        #expect(board.current?.text == "broken")
    }

    @Test func messagesWaitForEachOther() {
        var board = MessageBoard()
        board.post(Message(.error, "first"), at: 0)
        board.post(Message(.error, "second"), at: 0)
        board.post(Message(.error, "second"), at: 0)
        #expect(board.current?.text == "first")
        board.dismiss(at: 1)
        #expect(board.current?.text == "second" && board.current?.count == 2)
        board.dismiss(at: 1)
        board.dismiss(at: 1)
        #expect(board.current == nil && board.log.count == 2)
    }

    @Test func theLogIsSiftedByWeight() {
        var model = Scenes.stocked(100, 30)
        model.now = 75
        let before = view(model)
        _ = update(&model, .wrote("a library's\u{1B}[2J word\nand another\n"))
        // It is nobody's business but the log's.
        #expect(model.messages.current == nil && view(model) == before)
        for (kind, text) in [(Message.Kind.answer, "said"), (.notice, "noticed"), (.error, "broken")] {
            model.messages.post(Message(kind, text), at: 80)
        }
        Scenes.press(&model, .character("e"))
        let texts = ["and another", "said", "noticed", "broken"]
        for count in (1...texts.count).reversed() {
            let shown = view(model).text
            #expect(texts.map { shown.contains("s  \($0)") } == texts.indices.map { $0 >= texts.count - count })
            Scenes.press(&model, .right)
        }
        #expect(model.overlay == .messages(least: .error))
        Scenes.press(&model, .left, .left, .left, .left)
        #expect(view(model).text.contains("1 min 15 s  a library's") && !view(model).text.contains("\u{1B}"))
    }

    @Test func theLogIsBoundedAndShown() {
        var model = Scenes.fresh(100, 30)
        for index in 0..<600 { model.messages.post(Message(.answer, "said \(index)"), at: 0) }
        #expect(model.messages.log.count == MessageBoard.longestLog)
        Scenes.press(&model, .character("e"))
        #expect(view(model).text.contains("said 599"))
    }
}
