import Testing

@testable import StudioCore

struct TerminalAnswersTests {
    private func answers(_ text: String) -> TerminalAnswers { TerminalAnswers(Array(text.utf8)) }

    @Test func everyAnswerIsRead() {
        let all = answers(
            "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;16;8t\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\\u{1B}[?1;0;256S\u{1B}P>|XTerm(379)\u{1B}\\"
                + "\u{1B}[?64;1;4;22c")
        #expect(all.hasKitty && all.hasTrueColor)
        #expect(all.cellSize?.width == 8 && all.cellSize?.height == 16)
        #expect(all.sixelRegisters == 256)
        #expect(all.name == "XTerm(379)")
        #expect(all.attributes == [64, 1, 4, 22])
        #expect(all.rest.isEmpty)
    }

    @Test func aPaletteIsNotTrueColour() {
        #expect(!answers("\u{1B}P1$r0;48:5:16m\u{1B}\\").hasTrueColor)
        #expect(!answers("\u{1B}P1$r0m\u{1B}\\").hasTrueColor)
        #expect(answers("\u{1B}P1$r48;2;1;2;3m\u{1B}\\").hasTrueColor)
        #expect(!answers("\u{1B}P1$r48:2::8:0:0m\u{1B}\\").hasTrueColor)
    }

    @Test func theBackgroundIsLightOrDark() {
        #expect(answers("\u{1B}]11;rgb:ffff/ffff/f0f0\u{1B}\\").isLight)
        #expect(answers("\u{1B}]11;rgb:ff/fa/f0\u{7}\u{1B}[?1;2c").isLight)
        #expect(answers("\u{1B}]11;rgb:ff/fa/f0\u{7}\u{1B}[?1;2c").attributes == [1, 2])
        #expect(!answers("\u{1B}]11;rgb:1c1c/1c1c/2020\u{1B}\\").isLight)
        #expect(!answers("").isLight)
    }

    @Test func aRefusalIsNoKitty() {
        #expect(!answers("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\").hasKitty)
    }

    @Test func keysTypedInBetweenAreKept() {
        let mixed = answers("q\u{1B}[?1;2cx\u{1B}[A")
        #expect(mixed.attributes == [1, 2])
        #expect(String(decoding: mixed.rest, as: UTF8.self) == "qx\u{1B}[A")
    }

    @Test func piecesOfAnAnswerAreWaitedFor() {
        #expect(answers("\u{1B}[?64;1").attributes == nil)
        #expect(answers("").attributes == nil)
    }

    private func facts(
        _ text: String = "", _ environment: [String: String] = [:], colors: Int = 256, pixels: (Int, Int) = (0, 0)
    ) -> TerminalFacts {
        TerminalFacts(
            answers: answers(text), environment: environment, describedColors: colors, isUTF8: true, pixels: pixels,
            cells: (80, 24))
    }

    @Test func theBestFormTheTerminalHasIsTaken() {
        func chosen(_ facts: TerminalFacts, _ choice: GraphicsChoice = .auto) -> TerminalCapabilities {
            TerminalCapabilities.choose(facts, graphics: choice).capabilities
        }
        #expect(chosen(facts()).graphics == .quadrants)
        #expect(chosen(facts()).colors == .indexed)
        #expect(chosen(facts("", ["COLORTERM": "truecolor"])).colors == .trueColor)
        #expect(chosen(facts("\u{1B}[?62;4c")).graphics == .sixel)
        // 4 as the first number is the terminal's class, VT132.
        #expect(chosen(facts("\u{1B}[?4;6c")).graphics == .quadrants)
        #expect(chosen(facts("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c")).graphics == .kitty)
        #expect(chosen(facts(colors: 8)).colors == .sixteen)
        #expect(chosen(facts(colors: -1)).graphics == .mono)
        #expect(chosen(facts("\u{1B}[?62;4c", ["NO_COLOR": "1"])).colors == .mono)
        #expect(chosen(facts("", ["NO_COLOR": ""])).colors == .indexed)
        #expect(chosen(facts(), .sixel).graphics == .sixel)
        #expect(chosen(facts("\u{1B}[?62;4c"), .ansi).graphics == .quadrants)
        #expect(chosen(facts("\u{1B}[?62;4c"), .mono).colors == .mono)
    }

    @Test func theCellSizeIsTheAnsweredOneOrTheSystems() {
        func size(_ facts: TerminalFacts) -> [Int] {
            let capabilities = TerminalCapabilities.choose(facts, graphics: .auto).capabilities
            return [capabilities.cellWidth, capabilities.cellHeight]
        }
        #expect(size(facts("\u{1B}[6;20;9t", pixels: (800, 480))) == [9, 20])
        #expect(size(facts(pixels: (800, 480))) == [10, 20])
        #expect(size(facts()) == [8, 16])
    }
}
