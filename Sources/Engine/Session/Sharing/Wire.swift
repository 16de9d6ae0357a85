import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// What a window in another process says to an engine.
enum WindowMessage: Codable, Sendable {
    /// First of all: the version it speaks.
    case hello(version: String)
    /// Snapshots and events are wanted from now on.
    case open
    case command(EngineCommand)
}

/// What the engine's process says to such a window.
enum EngineMessage: Codable, Sendable {
    case welcome(SharedEngine)
    case refused(EngineFailure)
    case events([EngineEvent])
    case news(EngineSnapshot, [EngineEvent])
}

/// An engine that windows in other processes can look at.
public struct SharedEngine: Codable, Sendable, Equatable {
    public var process: Int32
    /// Where its window keeps its state.
    public var session: String
}

/// Values over a socket, each as its length (four bytes, the highest first) and JSON.
enum Wire {
    /// Programs that differ in this do not understand one another.
    static let version = Program.version + "/1"
    /// The longest message, in bytes.
    static let longest = 256 << 20

    /// - Throws: ``EngineFailure`` where the other end is gone or takes nothing any more.
    static func write(_ message: some Encodable, to socket: Int32) throws {
        let data = try ValueCoding.encode(message)
        let framed = withUnsafeBytes(of: UInt32(data.count).bigEndian) { Data($0) } + data
        try framed.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = send(
                    socket, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL)
                )
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    throw EngineFailure("the other studio is gone", found: String(cString: strerror(errno)))
                }
            }
        }
    }

    /// The next message; nil at the end.
    ///
    /// - Throws: ``EngineFailure`` where what comes is no such message.
    static func read<Message: Decodable>(_ type: Message.Type, from socket: Int32) throws -> Message? {
        guard let head = try bytes(4, from: socket) else { return nil }
        let count = head.reduce(0) { $0 << 8 | Int($1) }
        guard count <= longest else {
            throw EngineFailure(
                "the message is too long", expected: "at most \(longest) bytes", found: "\(count)")
        }
        guard let data = try bytes(count, from: socket) else { return nil }
        return try ValueCoding.decode(type, from: data, place: "a message of another studio")
    }

    /// So many bytes; nil where the end comes before.
    private static func bytes(_ count: Int, from socket: Int32) throws -> Data? {
        // What is announced may never come: memory is taken as bytes do.
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: min(count, 1 << 16))
        while data.count < count {
            let read = recv(socket, &chunk, min(chunk.count, count - data.count), 0)
            if read == 0 { return nil }
            if read < 0 {
                if errno == EINTR { continue }
                throw EngineFailure("the other studio is gone", found: String(cString: strerror(errno)))
            }
            data += chunk[..<read]
        }
        return data
    }
}
