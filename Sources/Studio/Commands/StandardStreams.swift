import Engine
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, written at once and without surprises: a reader that goes away is an error, not a signal.
enum StandardStreams {
    /// To be called before anything is opened.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow any longer.
        signal(SIGXFSZ, SIG_IGN)
        // A stream that was closed would lend its number to the next file opened, and output would go into that file.
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes all of `text`; false where it cannot be, with the reason in `errno`.
    fileprivate static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Writes a line of data to standard output.
///
/// - Throws: ``EngineFailure`` where nobody reads it any more or the disk behind it is full.
func writeOutput(_ line: String) throws {
    guard StandardStreams.write(line + "\n", to: STDOUT_FILENO) else {
        let reason = errno == EPIPE ? "a closed pipe" : String(cString: strerror(errno))
        throw EngineFailure("standard output cannot be written", found: reason)
    }
}

/// Writes one JSON object as a line of its own to standard output.
func writeJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    // The encoder escapes the controls below 32 only; a terminal obeys those from 127 on too.
    try writeOutput(
        text.unicodeScalars.map {
            (0x7F...0x9F).contains($0.value) ? "\\u00" + String($0.value, radix: 16) : String($0)
        }
        .joined())
}

/// Writes to standard error, where that can be written.
func writeError(_ text: String) { _ = StandardStreams.write(text, to: STDERR_FILENO) }
