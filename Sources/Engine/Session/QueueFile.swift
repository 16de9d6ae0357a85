import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The queue on disk, which one process works off: whoever holds the lock beside it.
final class QueueFile {
    private static let version = 1

    private struct Contents: Codable {
        var version: Int
        var queue: JobQueue
    }

    private let path: String
    private let lock: Int32

    static func exists(at path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// - Throws: ``EngineFailure`` where another process holds it, or its folder cannot be written.
    init(_ path: String) throws {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw EngineFailure("the queue cannot be kept", found: error.localizedDescription, place: folder)
        }
        lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw AtomicFile.failure("the queue cannot be locked", path + ".lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = max(0, pread(lock, &bytes, bytes.count, 0))
            close(lock)
            let process = Int32(
                String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
            throw EngineFailure(
                "another studio has the queue", found: process.map { "process \($0)" }, place: path,
                hint: "add to it in that one's window, or end that program first")
        }
        let text = "\(getpid())\n"
        ftruncate(lock, 0)
        // The number is only for people; the lock holds without it.
        _ = pwrite(lock, text, text.utf8.count, 0)
    }

    deinit { close(lock) }

    /// The queue as it was left; nil where there is none.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be understood; that file is put aside under another name and not lost.
    func read() throws -> JobQueue? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            let contents = try ValueCoding.decode(Contents.self, from: data, place: path)
            guard contents.version <= Self.version else {
                throw EngineFailure(
                    "the queue was kept by a newer studio", expected: "version \(Self.version)",
                    found: "\(contents.version)", place: path)
            }
            guard contents.queue.isSound else {
                throw EngineFailure("the queue's jobs contradict one another", place: path)
            }
            return contents.queue
        } catch var failure as EngineFailure {
            let aside = path + ".unread"
            try? FileManager.default.removeItem(atPath: aside)
            try? FileManager.default.moveItem(atPath: path, toPath: aside)
            failure.hint = "the queue is empty now; what was there is kept as \(aside)"
            throw failure
        }
    }

    /// - Throws: ``EngineFailure`` where it cannot be written; what was there stays.
    func write(_ queue: JobQueue) throws {
        try AtomicFile.write(
            try ValueCoding.encode(Contents(version: Self.version, queue: queue)), to: path, isPrivate: true)
    }
}
