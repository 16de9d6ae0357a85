import Foundation

extension GIF {
    /// The comments in the GIF `data`, as far as it is whole; nil where it is no GIF.
    static func comments(in data: Data) -> [String]? {
        let bytes = [UInt8](data)
        guard bytes.starts(with: Array("GIF8".utf8)), bytes.count > 13 else { return nil }
        var comments: [String] = []
        // Header and screen, then its colours.
        var at = 13 + table(bytes[10])
        while at + 1 < bytes.count {
            switch bytes[at] {
            case 0x21:
                let isComment = bytes[at + 1] == 0xFE
                let text = subBlocks(bytes, &at, from: at + 2)
                if isComment { comments.append(String(decoding: text, as: UTF8.self)) }
            case 0x2C where at + 10 < bytes.count: _ = subBlocks(bytes, &at, from: at + 11 + table(bytes[at + 9]))
            default: return comments
            }
        }
        return comments
    }

    /// The bytes of a table of colours, as the flags before it say.
    private static func table(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// The bytes of the blocks from `start` on; `end` is then behind them.
    private static func subBlocks(_ bytes: [UInt8], _ end: inout Int, from start: Int) -> [UInt8] {
        var result: [UInt8] = []
        end = start
        while end < bytes.count, bytes[end] > 0 {
            let next = end + 1 + Int(bytes[end])
            result += bytes[min(end + 1, bytes.count)..<min(next, bytes.count)]
            end = next
        }
        end += 1
        return result
    }
}
