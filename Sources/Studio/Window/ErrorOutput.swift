import CTerminal
import Foundation

/// What libraries write to the error output while the window is open: it would land on top of the window, so it goes into the log instead.
/// Output that was sent elsewhere already goes there as before.
final class ErrorOutput {
    /// Readable where something was written; -1 where nothing is caught.
    let descriptor: Int32

    init() { descriptor = isatty(STDERR_FILENO) == 1 ? terminal_catch_errors() : -1 }

    /// What was written since the last time; nil where that is nothing.
    func read() -> String? {
        guard descriptor >= 0 else { return nil }
        var bytes = [CChar](repeating: 0, count: Self.most)
        let count = terminal_read_errors(&bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static let most = 65_536

    /// Gives the error output back, for what the program says when the window is gone.
    func release() { terminal_release_errors() }
}
