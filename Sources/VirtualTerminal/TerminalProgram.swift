import CTerminal
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A program running in a virtual terminal, by way of a pseudo-terminal of the system.
public final class TerminalProgram {
    public struct SystemFailure: Error, CustomStringConvertible {
        public let description: String

        init(_ what: String, _ number: Int32 = errno) { description = "\(what): \(String(cString: strerror(number)))" }
    }

    /// What would be seen now; ``wait(seconds:until:)`` brings it up to date.
    public private(set) var terminal: VirtualTerminal
    /// How the program ended; nil while it runs.
    public private(set) var ending: Ending?
    public let process: pid_t
    private let master: Int32
    /// Kept open, so that the settings outlive the program.
    private let slave: Int32
    /// Called with every piece of output as it comes.
    public var onOutput: ((ArraySlice<UInt8>) -> Void)?

    public enum Ending: Equatable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// Starts `program`, leader of a session whose terminal is this one.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String], width: Int = 80, height: Int = 24,
        personality: Personality = Personality()
    ) throws {
        terminal = VirtualTerminal(width: width, height: height, personality: personality)
        var path = [CChar](repeating: 0, count: 128)
        master = terminal_open_pseudo(&path, path.count)
        guard master >= 0 else { throw SystemFailure("no pseudo-terminal") }
        let slaveName = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        slave = open(slaveName, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw SystemFailure(slaveName) }
        Self.setSize(master, width, height, personality)
        process = try Self.spawn(program, arguments, environment, on: slaveName)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if ending == nil {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(master)
        close(slave)
    }

    /// The terminal's settings, such as echo.
    public var settings: termios {
        var settings = termios()
        tcgetattr(slave, &settings)
        return settings
    }

    public func type(_ text: String) { type(Array(text.utf8)) }

    public func type(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                pump(milliseconds: 5)
            } else if errno != EINTR {
                return
            }
        }
    }

    public func resize(width: Int, height: Int) {
        terminal.resize(width: width, height: height)
        // The system tells the program by SIGWINCH.
        Self.setSize(master, width, height, terminal.personality)
    }

    public func send(signal: Int32) { kill(process, signal) }

    /// Takes output until `condition` holds; false where the program ended or `seconds` passed before.
    public func wait(seconds: Double = 60, until condition: (VirtualTerminal) -> Bool) -> Bool {
        let started = ContinuousClock.now
        while true {
            if condition(terminal) { return true }
            if ending != nil || started.duration(to: .now) > .seconds(seconds) { return false }
            pump(milliseconds: 20)
        }
    }

    /// Takes output until the program ends; nil where it does not within `seconds`.
    public func waitForEnd(seconds: Double = 60) -> Ending? {
        _ = wait(seconds: seconds) { _ in ending != nil }
        return ending
    }

    /// Takes what comes within `milliseconds`, or returns as soon as something came; answers questions.
    public func pump(milliseconds: Int32) {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, milliseconds) > 0 { drain() }
        var status: Int32 = 0
        guard ending == nil, waitpid(process, &status, WNOHANG) == process else { return }
        // It may have left more than one read takes.
        while drain() {}
        let signal = status & 0x7F
        ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    }

    /// Takes what one read gives; false where there was nothing.
    @discardableResult private func drain() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(master, &chunk, chunk.count)
        guard count > 0 else { return false }
        onOutput?(chunk[..<count])
        terminal.feed(chunk[..<count])
        let answers = terminal.takeAnswers()
        if !answers.isEmpty { type(answers) }
        return true
    }

    private static func setSize(_ descriptor: Int32, _ width: Int, _ height: Int, _ personality: Personality) {
        var size = winsize(
            ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: UInt16(width * personality.cellWidth),
            ws_ypixel: UInt16(height * personality.cellHeight))
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], on terminal: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a new session opens becomes the session's.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // The header's POSIX_SPAWN_SETSID is not visible to Swift.
        let newSession: Int32 = 0x80
        posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, path, &actions, &attributes, words, variables)
        guard status == 0 else { throw SystemFailure(path, status) }
        return process
    }
}
