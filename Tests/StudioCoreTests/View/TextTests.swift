import Engine
import Testing

@testable import StudioCore

@Suite struct TextTests {
    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍🚀", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("x\u{1B}[0m", 5), ("\u{301}", 1),
        ("ﾊﾝ", 2), ("─", 1), ("⣿", 1), ("한", 2), ("\u{200B}", 1),
    ])
    func charactersTakeTheirColumns(_ text: String, _ width: Int) { #expect(DisplayWidth.of(text) == width) }

    @Test func controlCharactersAreShownAndNotPassedThrough() {
        #expect(String(DisplayWidth.shown("a\u{1B}[2J\r\nb\t\u{7F}")) == "a␛[2J␍␊b␉␡")
        #expect(String(DisplayWidth.shown("\u{202E}abc\u{9B}")) == "\u{FFFD}abc\u{FFFD}")
    }

    @Test func namesFromOutsideCannotCommandTheTerminal() {
        var model = Scenes.stocked(100, 30)
        model.models[0].folder = "/runs/\u{1B}]0;owned\u{7}\n日本"
        model.recipe.name = "evil\u{1B}[31m"
        let text = view(model).text
        #expect(!text.contains("\u{1B}") && !text.contains("\u{7}") && text.contains("evil␛[31m"))
    }

    @Test func aLineEndsInAnEllipsisWhereItIsCut() {
        var canvas = Canvas(width: 10, height: 1, theme: .dark, capabilities: TerminalCapabilities())
        canvas.line([Span("hello "), Span("world", .value)], x: 1, y: 0, width: 8)
        #expect(canvas.screen.text == " hello w… ")
        canvas.line([Span("日本語です")], x: 0, y: 0, width: 6)
        #expect(canvas.screen[0, 0].character == "日" && canvas.screen[1, 0].character == Cell.continuation)
        #expect(canvas.screen[4, 0].character == "…")
    }

    @Test func wideCharactersDoNotHangOverTheEdge() {
        var canvas = Canvas(width: 3, height: 1, theme: .dark, capabilities: TerminalCapabilities())
        canvas.line([Span("日本")], x: 0, y: 0, width: 9)
        #expect(canvas.screen[2, 0].character == " ")
    }

    @Test func textIsBrokenBetweenWords() {
        #expect(Wrap.lines("one two three", width: 7) == ["one two", "three"])
        #expect(Wrap.lines("incomprehensible", width: 5) == ["incom", "prehe", "nsibl", "e"])
        #expect(Wrap.lines("日本語", width: 1) == ["日", "本", "語"])
        #expect(Wrap.lines("", width: 5).isEmpty && Wrap.lines("a", width: 0).isEmpty)
    }

    @Test func everyGlyphHasAPlainForm() {
        for model in [Scenes.fresh(120, 40, unicode: false), Scenes.training(120, 40, graphics: .mono, unicode: false)]
        {
            var model = model
            #expect(view(model).cells.allSatisfy { $0.character.isASCII })
            Scenes.press(&model, .character("?"))
            #expect(view(model).cells.allSatisfy { $0.character.isASCII })
            #expect(!view(model).text.contains("?s"))
        }
    }
}
