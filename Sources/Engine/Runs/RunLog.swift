import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The run's log: one JSON object a line, appended as the run goes.
///
/// A line that could not be written (a full disk) waits for the next ``flush()``; half a line is never left in the file.
final class RunLog {
    private let path: String
    private var descriptor: Int32 = -1
    /// The file's length up to its last whole line.
    private var length: off_t = 0
    private var waiting = Data()
    private let encoder = JSONEncoder()

    /// Opens the log at `path`, with those of its entries that `keep` says.
    init(path: String, keeping keep: (LogEntry) -> Bool) throws {
        self.path = path
        encoder.outputFormatting = .sortedKeys
        try rewrite(Self.entries(at: path).filter(keep))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Leaves only the entries that `keep` says, the file whole at every moment.
    func drop(except keep: (LogEntry) -> Bool) throws {
        waiting = Data()
        try rewrite(Self.entries(at: path).filter(keep))
    }

    private func rewrite(_ entries: [LogEntry]) throws {
        let text = try entries.reduce(into: Data()) { $0 += try line($1) }
        try AtomicFile.write(text, to: path)
        if descriptor >= 0 { close(descriptor) }
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw AtomicFile.failure("the run's log cannot be written", path) }
        length = off_t(text.count)
    }

    private func line(_ entry: LogEntry) throws -> Data { try encoder.encode(entry) + Data("\n".utf8) }

    /// Adds a line, in the file at the next ``flush()``.
    func append(_ entry: LogEntry) throws { waiting += try line(entry) }

    func flush() throws {
        guard !waiting.isEmpty else { return }
        do {
            try AtomicFile.writeAll(waiting, descriptor, path)
        } catch {
            ftruncate(descriptor, length)
            throw error
        }
        length += off_t(waiting.count)
        waiting = Data()
    }

    func synchronize() throws {
        try flush()
        fsync(descriptor)
    }

    /// The entries of the log at `path` that can be read; a line cut short by a crash is left out.
    static func entries(at path: String) -> [LogEntry] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return entries(in: data)
    }

    static func entries(in data: Data) -> [LogEntry] {
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(LogEntry.self, from: Data($0))
        }
    }
}
