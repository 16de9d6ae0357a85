import CZlib
import Foundation

/// Files that may be compressed by gzip.
enum Gzip {
    /// The contents of the file at `path`, decompressed where it is gzip; more than `limit` bytes are refused.
    static func contents(of path: String, limit: Int) throws -> [UInt8] {
        guard let file = gzopen(path, "rb") else {
            throw EngineFailure("the file cannot be read", place: path)
        }
        defer { gzclose(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
            guard count >= 0 else {
                throw EngineFailure(
                    "the file is damaged or cut short", found: message(of: file), place: path,
                    hint: "fetch it again: studio data fetch")
            }
            if count == 0 { break }
            guard result.count + count <= limit else {
                throw EngineFailure(
                    "the file is larger than it should be", expected: "at most \(limit) bytes", place: path)
            }
            result += chunk[..<count]
        }
        // A stream that ends in the middle reads as a short one; zlib knows.
        var status: Int32 = 0
        _ = gzerror(file, &status)
        guard status == Z_OK || status == Z_STREAM_END else {
            throw EngineFailure(
                "the file is damaged or cut short", found: message(of: file), place: path,
                hint: "fetch it again: studio data fetch")
        }
        return result
    }

    private static func message(of file: gzFile) -> String {
        var status: Int32 = 0
        return gzerror(file, &status).map { String(cString: $0) } ?? "status \(status)"
    }
}
