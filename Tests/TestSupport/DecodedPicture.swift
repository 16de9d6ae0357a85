import CGIF
import CPNG
import Foundation

/// A picture as another library than the engine's writers reads it, RGB.
public struct DecodedPicture: Equatable {
    public var width: Int
    public var height: Int
    /// Three bytes a pixel, row by row.
    public var pixels: [UInt8]
    /// Hundredths of a second, in an animation.
    public var delay = 0

    /// The one channel of a grey picture; nil where a pixel has a colour.
    public var grey: [UInt8]? {
        let starts = stride(from: 0, to: pixels.count, by: 3)
        guard starts.allSatisfy({ pixels[$0] == pixels[$0 + 1] && pixels[$0] == pixels[$0 + 2] }) else { return nil }
        return starts.map { pixels[$0] }
    }

    /// Reads a PNG by libpng's simplified interface; nil where it is none.
    public static func png(_ data: Data) -> DecodedPicture? {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        let bytes = [UInt8](data)
        guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else { return nil }
        image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
        var pixels = [UInt8](repeating: 0, count: Int(image.width * image.height * 3))
        guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else { return nil }
        return DecodedPicture(width: Int(image.width), height: Int(image.height), pixels: pixels)
    }

    /// The text chunks of a PNG (tEXt and uncompressed iTXt), by a walk over its chunks that checks every checksum.
    public static func pngText(_ data: Data) -> [String: String]? {
        let bytes = [UInt8](data)
        guard bytes.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { return nil }
        var texts: [String: String] = [:]
        var at = 8
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        while at + 12 <= bytes.count {
            let length = number(at)
            guard at + 12 + length <= bytes.count else { return nil }
            let body = Array(bytes[at + 8..<at + 8 + length])
            let type = String(decoding: bytes[at + 4..<at + 8], as: UTF8.self)
            guard UInt32(number(at + 8 + length)) == checksum(bytes[at + 4..<at + 8 + length]) else { return nil }
            let parts = body.split(separator: 0, omittingEmptySubsequences: false)
            if type == "tEXt", parts.count == 2 {
                texts[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
            } else if type == "iTXt", let keyEnd = body.firstIndex(of: 0), body[keyEnd + 1] == 0 {
                // After the key: compression flag and method, language, translated key, each of the last two ended by 0.
                let rest = body[(keyEnd + 3)...].split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
                texts[String(decoding: body[..<keyEnd], as: UTF8.self)] = String(decoding: rest[2], as: UTF8.self)
            }
            at += 12 + length
        }
        return at == bytes.count ? texts : nil
    }

    /// CRC-32 as PNG defines it, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    /// The frames of a GIF, by giflib's reader; nil where it is none.
    public static func gif(path: String) -> [DecodedPicture]? {
        var status: Int32 = 0
        guard let file = DGifOpenFileName(path, &status) else { return nil }
        defer { DGifCloseFile(file, &status) }
        guard DGifSlurp(file) == GIF_OK else { return nil }
        return (0..<Int(file.pointee.ImageCount)).map { index in
            let image = file.pointee.SavedImages[index]
            let map = image.ImageDesc.ColorMap ?? file.pointee.SColorMap
            let count = Int(image.ImageDesc.Width * image.ImageDesc.Height)
            let pixels = (0..<count).flatMap { pixel -> [UInt8] in
                guard let color = map?.pointee.Colors[Int(image.RasterBits[pixel])] else { return [0, 0, 0] }
                return [color.Red, color.Green, color.Blue]
            }
            var control = GraphicsControlBlock()
            DGifSavedExtensionToGCB(file, Int32(index), &control)
            return DecodedPicture(
                width: Int(image.ImageDesc.Width), height: Int(image.ImageDesc.Height), pixels: pixels,
                delay: Int(control.DelayTime))
        }
    }
}
