import CZlib
import Foundation

/// Writes zip files as a test wants them.
enum ZipWriter {
    /// - Parameters:
    ///   - method: what the parts say of how they are packed; they are written as they are.
    ///   - claiming: the size every part says it has unpacked; its own where not given.
    static func archive(_ parts: [(name: String, data: Data)], method: Int = 0, claiming: Int? = nil) -> Data {
        var result = Data()
        var directory = Data()
        for (name, data) in parts {
            let checksum = data.withUnsafeBytes {
                crc32(0, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(data.count))
            }
            var fields = number(method, 2) + Data(count: 4) + number(Int(checksum), 4) + number(data.count, 4)
            fields += number(claiming ?? data.count, 4) + number(name.utf8.count, 2) + number(0, 2)
            let flags = number(20, 2) + number(0, 2)
            directory += number(0x0201_4b50, 4) + number(20, 2) + flags + fields + Data(count: 10)
            directory += number(result.count, 4) + Data(name.utf8)
            result += number(0x0403_4b50, 4) + flags + fields + Data(name.utf8) + data
        }
        let end = number(0x0605_4b50, 4) + Data(count: 4) + number(parts.count, 2) + number(parts.count, 2)
        return result + directory + end + number(directory.count, 4) + number(result.count, 4) + number(0, 2)
    }

    private static func number(_ value: Int, _ size: Int) -> Data {
        Data((0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }
}
