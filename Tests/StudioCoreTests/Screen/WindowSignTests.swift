import Engine
import Testing

@testable import StudioCore

@Suite struct WindowSignTests {
    private func bytes(_ old: WindowSign?, _ new: WindowSign, _ capabilities: TerminalCapabilities = .init()) -> String
    {
        String(decoding: WindowSign.bytes(from: old, to: new, capabilities: capabilities), as: UTF8.self)
    }

    /// A scene whose work began `seconds` ago.
    private func training(for seconds: Double) -> StudioModel {
        var model = Scenes.training(100, 30)
        _ = update(&model, .tick(seconds))
        return model
    }

    @Test func theTitleAndTheBarTellHowFarTheWorkIs() {
        #expect(view(Scenes.stocked(80, 24)).sign == WindowSign(title: "studio"))
        #expect(view(training(for: 0.5)).sign == WindowSign(title: "studio"))
        var model = training(for: 2)
        #expect(
            view(model).sign == WindowSign(title: "3 % training digits-flow-class – studio", progress: .running(3)))
        model.engine.isPaused = true
        #expect(
            view(model).sign
                == WindowSign(title: "3 % paused training digits-flow-class – studio", progress: .paused(3)))
    }

    @Test func onlyWhatChangedIsWritten() {
        let (a, b) = (WindowSign(title: "a", progress: .running(3)), WindowSign(title: "a", progress: .paused(4)))
        #expect(bytes(nil, a) == "\u{1B}]2;a\u{1B}\\\u{1B}]9;4;1;3\u{1B}\\")
        #expect(bytes(a, b) == "\u{1B}]9;4;4;4\u{1B}\\")
        #expect(bytes(b, WindowSign(title: "b", progress: .failed(4))) == "\u{1B}]2;b\u{1B}\\\u{1B}]9;4;2;4\u{1B}\\")
        #expect(bytes(a, WindowSign(title: "a")) == "\u{1B}]9;4;0;0\u{1B}\\")
        #expect(bytes(a, a).isEmpty)
    }

    @Test func whatATerminalMightPrintIsNotSentToIt() {
        var plain = TerminalCapabilities()
        plain.signals = .none
        #expect(bytes(nil, WindowSign(title: "a", progress: .running(3)), plain).isEmpty)
        #expect(WindowSign.notification("done", capabilities: plain) == [7])
        #expect(WindowSign.entering(plain).isEmpty && WindowSign.leaving(plain).isEmpty)
        var old = TerminalCapabilities()
        old.hasProgress = false
        #expect(bytes(nil, WindowSign(title: "a", progress: .running(3)), old) == "\u{1B}]2;a\u{1B}\\")
    }

    @Test func noControlCharacterOfANameReachesTheTerminal() {
        let evil = "x\u{1B}]2;gone\u{7}\u{9C};y"
        for signals in [TerminalCapabilities.Signals.osc9, .osc777] {
            var capabilities = TerminalCapabilities()
            capabilities.signals = signals
            let body = WindowSign.notification(evil, capabilities: capabilities).dropFirst().dropLast(3)
            #expect(body.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            #expect(!String(decoding: body, as: UTF8.self).contains("\u{9C}"))
        }
        let title = bytes(nil, WindowSign(title: evil)).dropFirst().dropLast(2)
        #expect(title.unicodeScalars.filter { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }.count == 0)
    }

    @Test func theEndOfLongWorkCallsAPersonWhoLooksElsewhere() {
        func effects(after seconds: Double, looking: Bool) -> [Effect] {
            var model = training(for: seconds)
            _ = update(&model, .focused(looking))
            return update(&model, .engine(model.engine, [.trainingEnded(step: 312, finished: true)]))
        }
        #expect(effects(after: 60, looking: false) == [.notify("digits-flow-class is trained: 312 steps")])
        #expect(effects(after: 60, looking: true).isEmpty)
        #expect(effects(after: 3, looking: false).isEmpty)
    }

    @Test func theChoiceFollowsTheTerminal() {
        func choose(_ environment: [String: String], answers: String) -> TerminalCapabilities {
            let facts = TerminalFacts(
                answers: TerminalAnswers(Array(answers.utf8)), environment: environment, describedColors: 256,
                isUTF8: true,
                pixels: (0, 0), cells: (80, 24))
            return TerminalCapabilities.choose(facts, graphics: .auto).capabilities
        }
        let attributes = "\u{1B}[?62c"
        #expect(choose(["TERM": "xterm-256color"], answers: attributes).signals == .osc9)
        #expect(choose(["TERM": "xterm-256color"], answers: "").signals == .none)
        #expect(choose(["TERM": "linux"], answers: attributes).signals == .none)
        #expect(choose(["TERM": "xterm-256color", "VTE_VERSION": "7600"], answers: attributes).signals == .osc777)
        let iterm = choose(["TERM": "xterm-256color"], answers: "\u{1B}P>|iTerm2 3.4.19\u{1B}\\" + attributes)
        #expect(iterm.signals == .osc9 && !iterm.hasProgress)
    }
}
