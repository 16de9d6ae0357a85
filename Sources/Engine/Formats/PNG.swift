import CPNG
import Foundation

/// PNG files.
public enum PNG {
    /// Writes `picture` with `text` chunks (such as the command that remakes it), the file whole or not at all.
    public static func write(_ picture: Picture, text: [String: String] = [:], to path: String) throws {
        try AtomicFile.write(try encode(picture, text: text), to: path)
    }

    static func encode(_ picture: Picture, text: [String: String]) throws -> Data {
        guard picture.width > 0, picture.height > 0 else {
            throw EngineFailure("a PNG needs at least one pixel", found: "\(picture.width)×\(picture.height)")
        }
        var buffer = shim_png_buffer()
        defer { free(buffer.bytes) }
        let sorted = text.sorted { $0.key < $1.key }
        let keys = sorted.map { strdup($0.key) }
        let values = sorted.map { strdup($0.value) }
        defer { (keys + values).forEach { free($0) } }
        let written = keys.map { UnsafePointer($0) }.withUnsafeBufferPointer { keys in
            values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
                shim_png_write(
                    &buffer, picture.pixels, UInt32(picture.width), UInt32(picture.height), Int32(picture.channels),
                    keys.baseAddress, values.baseAddress, Int32(keys.count))
            }
        }
        guard written == 1, let bytes = buffer.bytes else {
            throw EngineFailure("the PNG cannot be made", found: "\(picture.width)×\(picture.height)")
        }
        return Data(bytes: bytes, count: buffer.count)
    }
}
