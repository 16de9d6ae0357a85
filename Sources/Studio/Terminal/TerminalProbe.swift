import CNcurses
import CTerminal
import Engine
import Foundation
import StudioCore

/// Asks the terminal what it is, before ncurses takes its input.
enum TerminalProbe {
    /// How long a silent terminal is waited for, in milliseconds.
    private static let silence: Int32 = 100
    /// How long one that answers is given to finish.
    private static let patience = Duration.milliseconds(1000)

    /// - Throws: ``EngineFailure`` where no window can be opened here.
    static func requireTerminal() throws {
        for (descriptor, name) in [(STDIN_FILENO, "standard input"), (STDOUT_FILENO, "standard output")]
        where isatty(descriptor) == 0 {
            throw EngineFailure(
                "the window needs a terminal", found: "\(name) that is not one",
                hint: "run studio in a terminal, or use a subcommand: studio --help")
        }
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        guard !name.isEmpty else {
            throw EngineFailure(
                "the terminal's kind is not known", expected: "its name", found: "none", place: "TERM",
                hint: "set it, for example TERM=xterm-256color studio")
        }
        var status: Int32 = 0
        guard setupterm(name, STDOUT_FILENO, &status) == OK else {
            throw EngineFailure(
                "the terminal's kind is not known", expected: "a name that terminfo has", found: name, place: "TERM",
                hint: "try TERM=xterm-256color studio, or install its description (ncurses-term)")
        }
        guard studio_capability("cup") != nil, studio_capability("clear") != nil else {
            throw EngineFailure(
                "the window needs a terminal whose cursor moves", found: name, place: "TERM",
                hint: "try TERM=xterm-256color studio, or use a subcommand: studio --help")
        }
    }

    /// Sends the questions and reads what comes back until the last one is answered, or nothing comes.
    static func ask() -> TerminalAnswers {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return TerminalAnswers([]) }
        var raw = settings
        cfmakeraw(&raw)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return TerminalAnswers([]) }
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
        // A terminal that prints a question it does not know has its line cleared.
        TerminalOutput.write(TerminalAnswers.questions + Array("\r\u{1B}[K".utf8))
        var bytes: [UInt8] = []
        let started = ContinuousClock.now
        while TerminalAnswers(bytes).attributes == nil, started.duration(to: .now) < patience {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, silence) > 0 else { break }
            var chunk = [UInt8](repeating: 0, count: 512)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return TerminalAnswers(bytes)
    }

    /// What is known besides the answers; terminfo has been read by ``requireTerminal()``.
    static func facts(_ answers: TerminalAnswers) -> TerminalFacts {
        var size = winsize()
        _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
        return TerminalFacts(
            answers: answers, environment: ProcessInfo.processInfo.environment,
            describedColors: Int(tigetnum("colors")),
            isUTF8: String(cString: studio_encoding()).uppercased() == "UTF-8",
            pixels: (Int(size.ws_xpixel), Int(size.ws_ypixel)), cells: (Int(size.ws_col), Int(size.ws_row)))
    }
}

/// Writing to the terminal.
enum TerminalOutput {
    /// Writes all of `bytes`; gives up where the terminal is gone, or takes nothing any more while the program is to end.
    static func write(_ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            var end = bytes.count
            if terminal_is_ending() {
                var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                guard poll(&ready, 1, 200) > 0 else { return }
                end = min(end, done + 256)
            }
            let count = bytes[done..<end].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                done += count
            } else if errno != EINTR || terminal_is_ending() {
                return
            }
        }
    }
}
