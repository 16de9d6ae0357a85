import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A file that grows as it is fetched, held by one process at a time.
final class PartFile {
    let path: String
    private(set) var byteCount: Int
    /// Whether the last transfer stopped before its end, so that the next may go on from here.
    var isCut = true
    private let descriptor: Int32

    /// - Throws: ``EngineFailure`` where the file cannot be written or another process is at it.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o644)
        guard descriptor >= 0 else { throw AtomicFile.failure("the file cannot be written", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw EngineFailure("the file is being fetched by another process", place: path, hint: "wait for it")
        }
        byteCount = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }

    deinit { close(descriptor) }

    func append(_ data: Data) throws {
        try AtomicFile.writeAll(data, descriptor, path)
        byteCount += data.count
    }

    func empty() throws {
        guard ftruncate(descriptor, 0) == 0 else { throw AtomicFile.failure("the file cannot be emptied", path) }
        byteCount = 0
    }

    /// Brings it to the disk under its final name.
    func finish(as target: String) throws {
        guard fsync(descriptor) == 0 else { throw AtomicFile.failure("the file cannot be brought to the disk", path) }
        try AtomicFile.rename(path, to: target)
    }
}
