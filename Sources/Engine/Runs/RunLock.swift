import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps two processes from working on one run. The system holds the lock and drops it when its process ends, however that happens, so
/// a lock left behind by a crash is no lock; the file only tells whose it is.
final class RunLock {
    private let descriptor: Int32

    /// - Throws: ``EngineFailure`` naming the process that works on the run.
    init(_ folder: RunFolder) throws {
        let path = folder.lockPath
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw AtomicFile.failure("the run cannot be locked", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.process(in: descriptor)
            close(descriptor)
            throw EngineFailure(
                "another studio is working on this run", found: holder.map { "process \($0)" }, place: folder.path,
                hint: "follow it with studio runs show \(folder.path) --follow, or end that process first")
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        // The number is only for people; the lock holds without it.
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// The process that works on the run in `folder`; nil where none does.
    static func holder(of folder: RunFolder) -> Int32? {
        let descriptor = open(folder.lockPath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return process(in: descriptor)
    }

    private static func process(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
