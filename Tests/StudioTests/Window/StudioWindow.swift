import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTerminal

/// The real `studio` in a virtual terminal, with a home of its own that holds a small data set.
final class StudioWindow {
    let program: TerminalProgram
    let home: TemporaryHome
    /// The terminal's settings before the program began.
    let settingsBefore: termios

    /// - Parameters:
    ///   - shell: runs this instead, by `/bin/sh -c`, with the program's path in `$STUDIO`.
    ///   - isFirst: the tour is shown, as to a person who has never been here.
    init(
        _ arguments: [String] = [], width: Int = 100, height: Int = 30, environment: [String: String] = [:],
        personality: Personality = Personality(deviceAttributes: "62;22"), home: TemporaryHome? = nil,
        shell: String? = nil, isFirst: Bool = false
    ) throws {
        self.home = try home ?? TemporaryHome()
        var variables = [
            "HOME": self.home.path, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "COLORTERM": "truecolor", "STUDIO": StudioProgram.executable,
        ]
        variables.merge(environment) { $1 }
        let arguments = isFirst ? arguments : ["--no-tour"] + arguments
        let path = shell == nil ? StudioProgram.executable : "/bin/sh"
        program = try TerminalProgram(
            path, shell.map { ["-c", $0] } ?? arguments, environment: variables.filter { !$0.value.isEmpty },
            width: width,
            height: height, personality: personality)
        settingsBefore = program.settings
    }

    var text: String { program.terminal.text }

    /// Waits until `words` are all on the screen.
    func expect(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let isThere = program.wait { terminal in words.allSatisfy(terminal.text.contains) }
        #expect(isThere, "\(words) on:\n\(text)", sourceLocation: sourceLocation)
    }

    func expect(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, until condition: (VirtualTerminal) -> Bool
    ) {
        let holds = program.wait(until: condition)
        #expect(holds, "\(what) on:\n\(text)", sourceLocation: sourceLocation)
    }

    /// Waits for the end and expects it to be `ending`, with the terminal as it was.
    func expectEnd(_ ending: TerminalProgram.Ending, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(program.waitForEnd() == ending, "\(text)", sourceLocation: sourceLocation)
        expectRestored(sourceLocation: sourceLocation)
    }

    /// Expects the terminal to be as it was before the program.
    func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) {
        let terminal = program.terminal
        #expect(!terminal.isAlternateScreen, sourceLocation: sourceLocation)
        #expect(terminal.isCursorShown, sourceLocation: sourceLocation)
        #expect(terminal.pictures.isEmpty, sourceLocation: sourceLocation)
        #expect(terminal.pen == VirtualTerminal.Pen(), sourceLocation: sourceLocation)
        #expect(
            terminal.modes.isDisjoint(with: [1, 1000, 1002, 1003, 1004, 1006, 2004, 2026]),
            sourceLocation: sourceLocation)
        #expect(terminal.unknown.isEmpty, sourceLocation: sourceLocation)
        #expect(terminal.title == "" && terminal.progress == nil, sourceLocation: sourceLocation)
        let now = program.settings
        #expect(now.c_lflag == settingsBefore.c_lflag, sourceLocation: sourceLocation)
        #expect(now.c_iflag == settingsBefore.c_iflag, sourceLocation: sourceLocation)
        #expect(now.c_oflag == settingsBefore.c_oflag, sourceLocation: sourceLocation)
    }
}

/// A home folder that goes away with its owner. MNIST in it is a few images made by rule.
final class TemporaryHome {
    let path: String

    init(hasData: Bool = true) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("studio-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if hasData { try MadeFiles.writeBars(to: data + "/data/mnist") }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var data: String { path + "/.local/share/studio" }

    /// The checkpoints of every run.
    var checkpoints: [String] { runFiles.filter { $0.contains("checkpoint") && $0.hasSuffix(".safetensors") } }
    /// The cards of whole models: written last.
    var models: [String] { runFiles.filter { $0.hasSuffix("config.json") } }

    private var runFiles: [String] {
        FileManager.default.enumerator(atPath: data + "/runs")?.compactMap { $0 as? String } ?? []
    }
}
