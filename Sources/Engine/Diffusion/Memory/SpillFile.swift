import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Room on disk for what does not fit in memory: a file without a name, which the system takes away with its last user, however that ends.
final class SpillFile: Sendable {
    /// Where some bytes are.
    struct Extent: Sendable, Equatable {
        var offset: Int
        var count: Int
    }

    private let descriptor: Int32
    private let end = Mutex(0)

    /// - Parameter folder: on a disk, unlike `/tmp` on many systems.
    /// - Throws: ``EngineFailure`` where no file can be made there.
    init(in folder: String = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp") throws {
        var template = Array((folder + "/studio-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw EngineFailure("no temporary file can be made", found: String(cString: strerror(errno)), place: folder)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { close(descriptor) }

    /// Adds `bytes` at the end.
    ///
    /// - Throws: ``EngineFailure`` where they do not all fit.
    func write(_ bytes: UnsafeRawBufferPointer) throws -> Extent {
        try end.withLock { end in
            var done = 0
            while done < bytes.count {
                let count = pwrite(
                    descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(end + done))
                guard count > 0 else {
                    throw EngineFailure("a temporary file cannot be written", found: String(cString: strerror(errno)))
                }
                done += count
            }
            defer { end += bytes.count }
            return Extent(offset: end, count: bytes.count)
        }
    }

    /// Fills `bytes` from `extent`.
    ///
    /// - Throws: ``EngineFailure`` where they cannot all be read.
    func read(_ extent: Extent, into bytes: UnsafeMutableRawBufferPointer) throws {
        precondition(extent.count == bytes.count, "\(extent.count) bytes do not fill \(bytes.count)")
        var done = 0
        while done < bytes.count {
            let count = pread(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(extent.offset + done))
            guard count > 0 else {
                throw EngineFailure("a temporary file cannot be read", found: String(cString: strerror(errno)))
            }
            done += count
        }
    }
}
