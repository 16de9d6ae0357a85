import CPNG
import Foundation

extension PNG {
    /// The most pixels that are read, 192 MB in colour: a damaged header may claim any size.
    static let mostPixels = 64 << 20
    /// The largest file that is read.
    private static let mostBytes = 256 << 20

    /// Reads a PNG of any kind (1…16 bits, grey, palette, colour, transparent, interlaced) as 8-bit grey or colour; what is transparent
    /// is shown over white.
    ///
    /// - Throws: ``EngineFailure`` where the file cannot be read, is no PNG, is damaged, or is too large.
    public static func read(_ path: String) throws -> Picture {
        try decode(try contents(path), place: path)
    }

    static func decode(_ data: Data, place: String, mostPixels: Int = mostPixels) throws -> Picture {
        let data = try pixelChunks(of: data, place: place)
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        func failure() -> EngineFailure {
            let message = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return EngineFailure("the picture cannot be read as a PNG", found: message, place: place)
        }
        return try data.withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else { throw failure() }
            let (width, height) = (Int(image.width), Int(image.height))
            guard width * height <= mostPixels else {
                throw EngineFailure(
                    "the picture is too large", expected: "at most \(mostPixels) pixels", found: "\(width)×\(height)",
                    place: place)
            }
            // Sixteen bits without a gamma are the same curve as eight, not linear light.
            image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
            let isColor = image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
            image.format = isColor ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0
            let channels = isColor ? 3 : 1
            var pixels = [UInt8](repeating: 0, count: width * height * channels)
            var background = png_color(red: 255, green: 255, blue: 255)
            guard png_image_finish_read(&image, &background, &pixels, Int32(width * channels), nil) != 0 else {
                throw failure()
            }
            return Picture(width: width, height: height, channels: channels, pixels: pixels)
        }
    }

    /// The text chunks of the PNG at `path` by keyword (tEXt and uncompressed iTXt, as this program and others write them).
    ///
    /// - Throws: ``EngineFailure`` where the file cannot be read or is no PNG.
    public static func texts(_ path: String) throws -> [String: String] {
        try texts(in: try contents(path), place: path)
    }

    static func texts(in data: Data, place: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for chunk in try chunks(of: data, place: place) {
            let body = chunk.body
            if let (key, text) = chunk.kind == "tEXt" ? latinText(body) : chunk.kind == "iTXt" ? unicodeText(body) : nil
            {
                texts[key] = text
            }
        }
        return texts
    }

    private struct Chunk {
        var kind: String
        var body: ArraySlice<UInt8>
        /// Length, kind, body and checksum.
        var whole: ArraySlice<UInt8>
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// The chunks of a PNG; what is cut short ends the list.
    private static func chunks(of data: Data, place: String) throws -> [Chunk] {
        let bytes = [UInt8](data)
        guard bytes.starts(with: signature) else {
            throw EngineFailure("this is not a PNG", place: place, hint: "give a picture in the PNG format")
        }
        var chunks: [Chunk] = []
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { break }
            let kind = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            let end = position + 12 + length
            chunks.append(
                Chunk(kind: kind, body: bytes[position + 8..<position + 8 + length], whole: bytes[position..<end]))
            position = end
        }
        return chunks
    }

    /// The file with only what makes up its pixels. The library believes a chunk's stated length before it has seen the bytes, and takes
    /// gigabytes for one that lies; so it is shown whole chunks only, and none that could be left out.
    private static func pixelChunks(of data: Data, place: String) throws -> Data {
        let kept = ["IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "IDAT", "IEND"]
        let chunks = try chunks(of: data, place: place)
        guard chunks.last?.kind == "IEND" else {
            throw EngineFailure(
                "the picture is cut short or damaged", expected: "an end chunk", found: chunks.last?.kind ?? "no chunk",
                place: place)
        }
        return chunks.filter { kept.contains($0.kind) }.reduce(into: Data(signature)) { $0 += $1.whole }
    }

    /// The bytes of a picture's file.
    ///
    /// - Throws: ``EngineFailure`` where it is no file, too large for a picture, or cannot be read.
    static func contents(_ path: String) throws -> Data {
        let facts = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
        let size = facts?[.size] as? Int ?? 0
        // A device or a pipe may never end.
        guard facts == nil || facts?[.type] as? FileAttributeType == .typeRegular else {
            throw EngineFailure("this is not a file with a picture", expected: "a PNG", place: path)
        }
        guard size <= mostBytes else {
            throw EngineFailure(
                "the file is too large for a picture", expected: "at most \(mostBytes >> 20) MB",
                found: "\(size >> 20) MB", place: path)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure(
                "the picture cannot be read", place: path, hint: "is the path right, and may it be read?")
        }
        return data
    }

    /// keyword 0 text, in Latin-1.
    private static func latinText(_ body: ArraySlice<UInt8>) -> (String, String)? {
        guard let end = body.firstIndex(of: 0) else { return nil }
        func latin(_ bytes: ArraySlice<UInt8>) -> String { String(bytes.map { Character(UnicodeScalar($0)) }) }
        return (latin(body[..<end]), latin(body[(end + 1)...]))
    }

    /// keyword 0, compressed or not, method, language 0, translated keyword 0, text, in UTF-8.
    private static func unicodeText(_ body: ArraySlice<UInt8>) -> (String, String)? {
        guard let end = body.firstIndex(of: 0), end + 2 < body.endIndex, body[end + 1] == 0,
            let language = body[(end + 3)...].firstIndex(of: 0),
            let translated = body[(language + 1)...].firstIndex(of: 0)
        else { return nil }
        return (
            String(decoding: body[..<end], as: UTF8.self), String(decoding: body[(translated + 1)...], as: UTF8.self)
        )
    }
}
