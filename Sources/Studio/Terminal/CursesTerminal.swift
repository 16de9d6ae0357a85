import CNcurses
import CTerminal
import Engine
import Foundation
import StudioCore

/// The terminal the window is shown on. ncurses enters and leaves it, sets its modes and reads keys; the cells are written by
/// ``ScreenDifference``, for ncurses' colour pairs hold no 24-bit colours.
final class CursesTerminal {
    /// Bracketed paste: pasted text comes between two marks, and is not taken for keys.
    private static let pasteMode = 2004
    /// The mouse: its buttons and, while one is down, its way; in numbers of any size. ncurses would make clicks of what comes fast and
    /// lose the way between.
    private static let mouseModes = [1002, 1006]
    /// Whether the window has the keyboard is told as it changes.
    private static let focusMode = 1004

    private let capabilities: TerminalCapabilities
    private var keys = KeyReader()
    /// What is on the screen; nil where that is not known.
    private var shown: Screen?

    /// Takes the terminal over.
    /// - Parameter early: bytes typed before, to be read as keys.
    /// - Throws: ``EngineFailure`` where ncurses cannot.
    init(capabilities: TerminalCapabilities, early: [UInt8]) throws {
        self.capabilities = capabilities
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else {
            throw EngineFailure("the terminal's settings cannot be read", found: String(cString: strerror(errno)))
        }
        let restoring = Self.restoringBytes(capabilities)
        restoring.withUnsafeBytes { bytes in
            terminal_guard(
                STDOUT_FILENO, &settings, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        set_escdelay(25)
        guard studio_open_screen() else {
            terminal_unguard()
            throw EngineFailure(
                "ncurses cannot use this terminal", found: ProcessInfo.processInfo.environment["TERM"] ?? "no TERM",
                hint: "try TERM=xterm-256color studio")
        }
        studio_take_input()
        curs_set(0)
        keys.learn()
        for byte in early.reversed() { ungetch(Int32(byte)) }
        enter()
    }

    private func enter() {
        studio_show()
        setModes(true)
        shown = nil
    }

    private func setModes(_ areSet: Bool) {
        TerminalOutput.write(areSet ? WindowSign.entering(capabilities) : WindowSign.leaving(capabilities))
        for mode in Self.mouseModes + [Self.pasteMode, Self.focusMode] {
            TerminalOutput.write(Array("\u{1B}[?\(mode)\(areSet ? "h" : "l")".utf8))
        }
    }

    /// Gives the terminal back as it was.
    func leave() {
        // A terminal that takes nothing any more must not keep a program that was told to end.
        if terminal_is_ending() { alarm(2) }
        setModes(false)
        if capabilities.graphics == .kitty { TerminalOutput.write(ScreenDifference.pictureRemoval) }
        endwin()
        terminal_unguard()
    }

    /// Stops the program as Ctrl-Z does, and takes the terminal over again when it goes on.
    func suspend() {
        setModes(false)
        if capabilities.graphics == .kitty { TerminalOutput.write(ScreenDifference.pictureRemoval) }
        endwin()
        terminal_stop()
        enter()
    }

    /// Sets every mode again, after something else may have changed them.
    func enterAgain() {
        endwin()
        enter()
    }

    /// Forgets what is on the screen, so that all of it is written next time.
    func forget() { shown = nil }

    /// The size in cells, at least one each way.
    var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// - Returns: the bytes that this took.
    func show(_ screen: Screen) -> Int {
        var bytes = ScreenDifference.bytes(from: shown, to: screen, capabilities: capabilities)
        if let sign = screen.sign {
            bytes += WindowSign.bytes(from: shown?.sign, to: sign, capabilities: capabilities)
        }
        TerminalOutput.write(bytes)
        shown = screen
        return bytes.count
    }

    /// Calls the person, who looks elsewhere.
    func notify(_ text: String) {
        TerminalOutput.write(WindowSign.notification(text, capabilities: capabilities))
    }

    /// Puts `text` on the terminal's clipboard.
    func copy(_ text: String) { TerminalOutput.write(Clipboard.bytes(text, capabilities: capabilities)) }

    /// The keys, pastes and clicks that have come.
    func readEvents() -> [Event] { keys.read() }

    /// What a crash writes: every mode back, then the terminal's own way out.
    private static func restoringBytes(_ capabilities: TerminalCapabilities) -> [UInt8] {
        var bytes = Array(
            "\u{1B}[?2026l\u{1B}[m\u{1B}[?1002l\u{1B}[?1006l\u{1B}[?\(focusMode)l\u{1B}[?\(pasteMode)l".utf8)
        bytes += WindowSign.leaving(capabilities)
        if capabilities.graphics == .kitty { bytes += ScreenDifference.pictureRemoval }
        for name in ["rmkx", "cnorm", "rmcup"] {
            guard let text = studio_capability(name) else { continue }
            bytes += String(cString: text).utf8
        }
        return bytes
    }
}
