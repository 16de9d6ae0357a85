import CZlib
import Foundation

/// A zip file, mapped: its parts by name.
///
/// All it says of itself is checked against the file; what unpacks to more than ``largestUnpacked`` is refused before it is unpacked.
struct ZipArchive {
    let path: String
    private let data: Data
    private let parts: [String: Part]

    fileprivate struct Part {
        var isPacked: Bool
        var checksum: UInt32
        var packedSize: Int
        var size: Int
        /// Where its own header is.
        var header: Int
    }

    /// Bytes that all packed parts may have when unpacked; parts that are stored as they are cost nothing.
    static let largestUnpacked = 256 << 20
    private static let mostParts = 1 << 16

    var names: [String] { parts.keys.sorted() }

    /// - Throws: ``EngineFailure`` where this is no zip file, or a broken or hostile one.
    init(_ data: Data, path: String) throws {
        (self.data, self.path) = (data, path)
        var reader = try Self.directory(of: data, path)
        var parts: [String: Part] = [:]
        var unpacked = 0
        while reader.offset + 46 <= data.count, reader.peek32() == 0x0201_4b50 {
            let (name, part) = try reader.part()
            guard parts.updateValue(part, forKey: name) == nil, parts.count <= Self.mostParts else {
                throw ByteReader.broken("two parts of one name, or too many", path)
            }
            if part.isPacked { unpacked += part.size }
            guard unpacked <= Self.largestUnpacked else {
                throw EngineFailure(
                    "the file unpacks to more than it may", expected: "at most \(Self.largestUnpacked) bytes",
                    found: "\(unpacked) or more", place: path)
            }
        }
        self.parts = parts
    }

    /// Where in the file the part `name` lies, where it is stored as it is.
    func range(of name: String) throws -> Range<Int>? {
        guard let part = parts[name] else { throw missing(name) }
        return part.isPacked ? nil : try place(of: part, name)
    }

    /// The bytes of the part `name`, held against its checksum.
    func contents(of name: String) throws -> Data {
        guard let part = parts[name] else { throw missing(name) }
        let packed = data[try place(of: part, name)]
        let result = part.isPacked ? try inflated(packed, part.size, name) : packed
        let checksum = result.withUnsafeBytes { bytes in
            crc32(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(truncatingIfNeeded: bytes.count))
        }
        guard result.count > Int(UInt32.max) || UInt32(truncatingIfNeeded: checksum) == part.checksum else {
            throw EngineFailure(
                "a part of the file is damaged", found: "a wrong checksum of \(name)", place: path,
                hint: "download it again")
        }
        return result
    }

    private func missing(_ name: String) -> EngineFailure {
        EngineFailure("a part of the file is missing", expected: name, place: path, hint: "download it again")
    }

    private func place(of part: Part, _ name: String) throws -> Range<Int> {
        var reader = ByteReader(data: data, offset: part.header, path: path)
        guard part.header + 30 <= data.count, try reader.number(4) == 0x0403_4b50 else {
            throw ByteReader.broken("part \(name) is not where the directory says", path)
        }
        reader.offset = part.header + 26
        let start = part.header + 30 + Int(try reader.number(2)) + Int(try reader.number(2))
        guard start <= data.count, part.packedSize <= data.count - start, part.isPacked || part.packedSize == part.size
        else { throw ByteReader.broken("part \(name) does not lie in the file", path) }
        return start..<start + part.packedSize
    }

    private func inflated(_ packed: Data, _ size: Int, _ name: String) throws -> Data {
        var stream = z_stream()
        // Raw deflate, without zlib's own header.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw EngineFailure("there is no memory to unpack \(name)", place: path)
        }
        defer { inflateEnd(&stream) }
        var result = Data(count: size)
        let status = packed.withUnsafeBytes { source in
            result.withUnsafeMutableBytes { target in
                stream.next_in = UnsafeMutablePointer(
                    mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
                stream.avail_in = UInt32(truncatingIfNeeded: source.count)
                stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(truncatingIfNeeded: target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, Int(stream.total_out) == size else {
            throw EngineFailure(
                "a part of the file cannot be unpacked", expected: "\(size) bytes", found: "\(stream.total_out)",
                place: "\(path), \(name)", hint: "download it again")
        }
        return result
    }

    /// A reader at the beginning of the directory, which the end of the file tells the place of.
    private static func directory(of data: Data, _ path: String) throws -> ByteReader {
        let earliest = max(0, data.count - 22 - 0xffff)
        var end = data.count - 22
        while end >= earliest, end >= 0 {
            var reader = ByteReader(data: data, offset: end, path: path)
            if reader.peek32() == 0x0605_4b50 {
                reader.offset = end + 16
                var start = Int(try reader.number(4))
                if start == 0xffff_ffff, end >= 20 { start = try largeDirectory(data, end, path) }
                guard start <= end else { break }
                return ByteReader(data: data, offset: start, path: path)
            }
            end -= 1
        }
        throw EngineFailure(
            "this is no file of torch.save", expected: "a zip file", place: path,
            hint: "files older than PyTorch 1.6, and those cut short, cannot be read")
    }

    /// Where the directory begins in a file with 64-bit places.
    private static func largeDirectory(_ data: Data, _ end: Int, _ path: String) throws -> Int {
        var reader = ByteReader(data: data, offset: end - 20, path: path)
        guard try reader.number(4) == 0x0706_4b50 else { throw ByteReader.broken("its directory is missing", path) }
        reader.offset += 4
        reader.offset = try reader.place()
        guard reader.offset <= data.count - 56, try reader.number(4) == 0x0606_4b50 else {
            throw ByteReader.broken("its directory is missing", path)
        }
        reader.offset += 44
        return try reader.place()
    }
}

extension ByteReader {
    /// One entry of a zip file's directory.
    fileprivate mutating func part() throws -> (String, ZipArchive.Part) {
        let start = offset
        offset = start + 8
        let flags = try number(2)
        let method = try number(2)
        offset = start + 16
        let checksum = UInt32(try number(4))
        var (packed, size) = (Int(try number(4)), Int(try number(4)))
        let (nameLength, extraLength, commentLength) = (Int(try number(2)), Int(try number(2)), Int(try number(2)))
        offset = start + 42
        var header = Int(try number(4))
        let name = String(decoding: try bytes(nameLength), as: UTF8.self)
        var extra = ByteReader(data: try bytes(extraLength), path: path)
        try extra.largeNumbers(&size, &packed, &header)
        _ = try bytes(commentLength)
        guard flags & 1 == 0, method == 0 || method == 8 else {
            throw ByteReader.broken("part \(name) is packed in a way that is not read here (\(method))", path)
        }
        return (
            name,
            ZipArchive.Part(
                isPacked: method == 8, checksum: checksum, packedSize: packed, size: size, header: header)
        )
    }

    /// Sizes and places of more than 32 bits stand in a field of their own, in this order.
    private mutating func largeNumbers(_ size: inout Int, _ packed: inout Int, _ header: inout Int) throws {
        while rest >= 4 {
            let (kind, length) = (try number(2), Int(try number(2)))
            var field = ByteReader(data: try bytes(length), path: path)
            guard kind == 1 else { continue }
            if size == 0xffff_ffff { size = try field.place() }
            if packed == 0xffff_ffff { packed = try field.place() }
            if header == 0xffff_ffff { header = try field.place() }
        }
    }
}
