import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Writes a file whole or not at all: into a temporary file beside it, to the disk, then renamed over it, then the folder to the disk.
public enum AtomicFile {
    /// - Parameter isPrivate: nobody but its owner may read it.
    /// - Throws: ``EngineFailure`` with the system's reason; what was at `path` before is untouched and nothing is left behind.
    public static func write(_ data: Data, to path: String, isPrivate: Bool = false) throws {
        try write(to: path, isPrivate: isPrivate) { descriptor in try writeAll(data, descriptor, path) }
    }

    /// Writes what `body` puts into the descriptor.
    static func write(to path: String, isPrivate: Bool = false, _ body: (Int32) throws -> Void) throws {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw failure("the file cannot be written", path) }
        do {
            defer { close(descriptor) }
            try body(descriptor)
            guard fsync(descriptor) == 0 else { throw failure("the file cannot be brought to the disk", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        do {
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Puts `temporary` in the place of `path`, in the same folder, and brings the folder to the disk.
    static func rename(_ temporary: String, to path: String) throws {
        guard Glibc.rename(temporary, path) == 0 else { throw failure("the file cannot be put in place", path) }
        let folder = (path as NSString).deletingLastPathComponent
        let place = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if place >= 0 {
            // The rename is done; some file systems cannot sync a folder, and that is no failure of the write.
            fsync(place)
            close(place)
        }
    }

    static func writeAll(_ data: Data, _ descriptor: Int32, _ path: String) throws {
        try data.withUnsafeBytes { try writeAll($0, descriptor, path) }
    }

    static func writeAll(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("the file cannot be written", path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// What went wrong, from `errno`.
    static func failure(_ what: String, _ path: String) -> EngineFailure {
        let reason = String(cString: strerror(errno))
        let hint =
            switch errno {
            case ENOSPC: "make room on that disk"
            case EACCES, EROFS, EPERM: "choose a folder you may write to"
            case ENOENT, ENOTDIR: "make that folder first"
            default: nil as String?
            }
        return EngineFailure(what, found: reason, place: path, hint: hint)
    }
}
