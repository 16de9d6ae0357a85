import Foundation

/// Reads little-endian numbers and bytes one after the other; never past the end.
struct ByteReader {
    let data: Data
    /// From the beginning of `data`.
    var offset = 0
    let path: String

    init(data: Data, offset: Int = 0, path: String) {
        (self.data, self.offset, self.path) = (data, offset, path)
    }

    static func broken(_ what: String, _ path: String) -> EngineFailure {
        EngineFailure("the file is damaged: \(what)", place: path, hint: "download it again")
    }

    var rest: Int { data.count - offset }

    mutating func bytes(_ count: Int) throws -> Data {
        guard count >= 0, offset >= 0, count <= rest else { throw Self.broken("it ends too early", path) }
        defer { offset += count }
        let start = data.startIndex + offset
        return data[start..<start + count]
    }

    mutating func byte() throws -> UInt8 {
        let one = try bytes(1)
        return one[one.startIndex]
    }

    /// A number of `size` bytes, 8 at most.
    mutating func number(_ size: Int) throws -> UInt64 {
        try bytes(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A count or place of 64 bits.
    mutating func place() throws -> Int {
        guard let value = Int(exactly: try number(8)) else { throw Self.broken("a size is out of range", path) }
        return value
    }

    /// The next four bytes, or 0 at the end.
    func peek32() -> UInt64 {
        var copy = self
        return (try? copy.number(4)) ?? 0
    }
}
