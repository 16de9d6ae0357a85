import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Sockets of the engines of one person on one machine: files in a folder that nobody else may enter.
struct EngineSocket {
    let folder: String
    let name: String
    /// The system limits a socket's path to 107 bytes, so it is named by way of the open folder.
    private let descriptor: Int32

    private static var ending: String { ".\(ProcessInfo.processInfo.hostName).socket" }

    /// - Throws: ``EngineFailure`` where the folder cannot be made, or belongs to somebody else.
    static func folder(_ path: String = Places.data + "/windows", makes: Bool) throws -> String {
        if makes {
            try? FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw AtomicFile.failure("there is no such folder", path) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw EngineFailure(
                "the folder of sockets is not this person's alone", expected: "a folder of mode 0700",
                found: "mode \(String(status.st_mode & 0o777, radix: 8)), owner \(status.st_uid)", place: path,
                hint: "remove it: it is made anew")
        }
        return path
    }

    /// The processes that have a socket in `folder`.
    static func processes(in folder: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(ending) }.compactMap { Int32($0.dropLast(ending.count)) }.sorted()
    }

    init(process: Int32, in folder: String) throws {
        (self.folder, name) = (folder, "\(process)" + Self.ending)
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw AtomicFile.failure("the folder of sockets cannot be opened", folder) }
    }

    func close() { Glibc.close(descriptor) }

    func remove() { unlink(folder + "/" + name) }

    /// - Throws: ``EngineFailure`` where the system gives no socket.
    func listen() throws -> Int32 {
        remove()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0, withAddress({ bind(listener, $0, $1) }) == 0,
            chmod(folder + "/" + name, 0o600) == 0, Glibc.listen(listener, 8) == 0
        else {
            let failure = AtomicFile.failure("other windows cannot look at this engine", folder + "/" + name)
            if listener >= 0 { Glibc.close(listener) }
            throw failure
        }
        return listener
    }

    /// A socket connected to it; nil where nobody listens any more, and then its file is gone too.
    func connect() throws -> Int32? {
        let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { throw AtomicFile.failure("the system has no socket left", folder) }
        guard withAddress({ Glibc.connect(connection, $0, $1) }) == 0 else {
            if errno == ECONNREFUSED { remove() }
            Glibc.close(connection)
            return nil
        }
        return connection
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(descriptor)/\(name)".utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Whether the other end of `socket` is a process of this person.
func isOwnPeer(_ socket: Int32) -> Bool {
    // The system's structure of process, user and group, whose name Swift does not see.
    var peer: [UInt32] = [0, .max, .max]
    var size = socklen_t(peer.count * MemoryLayout<UInt32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer[1] == geteuid()
}
