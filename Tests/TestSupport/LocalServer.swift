import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A web server on 127.0.0.1 that answers as a test tells it to.
public final class LocalServer: Sendable {
    public enum Answer: Sendable {
        /// The whole file, or the part that a Range header asks for.
        case file([UInt8])
        /// The whole file whatever is asked for.
        case withoutRanges([UInt8])
        /// The same as `file`, but the connection ends after so many bytes of the body.
        case cut([UInt8], after: Int)
        case status(Int)
        case redirect(String)
    }

    public let port: Int
    private let listener: Int32
    private let answers: Mutex<[String: [Answer]]>
    private let heard = Mutex<[String]>([])

    public var address: String { "http://127.0.0.1:\(port)" }
    /// What was asked for so far: the path, and the range where one was given, such as `/a/x.gz bytes=10-`.
    public var requests: [String] { heard.withLock { $0 } }

    /// - Parameter answers: for each path what is answered in turn; the last answer is repeated, other paths are not found.
    public init(_ answers: [String: [Answer]]) throws {
        self.answers = Mutex(answers)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
        port = Int(UInt16(bigEndian: place.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                serve(connection)
                close(connection)
            }
        }
    }

    /// Ends the server; its thread ends with the listening socket.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !request.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { return }
            request += chunk[..<count]
        }
        let lines = String(decoding: request, as: UTF8.self).split(separator: "\r\n")
        let path = String(lines.first?.split(separator: " ").dropFirst().first ?? "")
        let range = lines.first { $0.lowercased().hasPrefix("range:") }?.split(separator: " ").last.map(String.init)
        heard.withLock { $0.append(path + (range.map { " " + $0 } ?? "")) }
        let answer = answers.withLock { answers -> Answer in
            guard let first = answers[path]?.first else { return .status(404) }
            if answers[path]?.count != 1 { answers[path]?.removeFirst() }
            return first
        }
        let start = range.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
        send(bytes(answer, from: start), to: connection)
    }

    private func bytes(_ answer: Answer, from start: Int) -> [UInt8] {
        switch answer {
        case .status(let status): return header("\(status) No", length: 0)
        case .redirect(let target): return header("302 Found", length: 0, "Location: \(target)")
        case .withoutRanges(let body): return header("200 OK", length: body.count) + body
        case .file(let body): return part(of: body, from: start)
        case .cut(let body, let count): return Array(part(of: body, from: start, limit: count))
        }
    }

    private func part(of body: [UInt8], from start: Int, limit: Int = .max) -> [UInt8] {
        guard start > 0 else { return header("200 OK", length: body.count) + body.prefix(limit) }
        guard start < body.count else { return header("416 Range Not Satisfiable", length: 0) }
        let range = "Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"
        return header("206 Partial Content", length: body.count - start, range) + body[start...].prefix(limit)
    }

    private func header(_ status: String, length: Int, _ more: String...) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(length)", "Connection: close"] + more
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private func send(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
