import CZlib

/// Compression in zlib's format (RFC 1950).
public enum Deflate {
    /// `bytes` compressed at the fastest level.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(count))
        let status = compress2(&result, &count, bytes, uLong(bytes.count), Z_BEST_SPEED)
        precondition(status == Z_OK, "zlib fails only for want of memory or room, found status \(status)")
        return Array(result[..<Int(count)])
    }
}
