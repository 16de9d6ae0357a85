import CZlib
import Foundation

/// Files made by rule, so that a test needs no data set.
public enum MadeFiles {
    /// `bytes` as gzip.
    public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        // 31: the largest window, with gzip's header.
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "deflateBound was too small")
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<written])
    }

    /// An IDX file of bytes with these extents.
    public static func idx(_ extents: [Int], _ bytes: [UInt8]) -> [UInt8] {
        let header = extents.flatMap { extent in (0..<4).map { UInt8(truncatingIfNeeded: extent >> (24 - 8 * $0)) } }
        return [0, 0, 8, UInt8(extents.count)] + header + bytes
    }

    /// Images of bars, 28×28: class k is a bright bar in column 2k + 3. The classes come in turn.
    public static func bars(_ count: Int) -> (images: [UInt8], labels: [UInt8]) {
        let labels = (0..<count).map { $0 % 10 }
        let images = labels.flatMap { label in
            (0..<28 * 28).map { pixel -> UInt8 in abs(pixel % 28 - 2 * label - 3) <= 1 ? 255 : 0 }
        }
        return (images, labels.map { UInt8($0) })
    }

    /// Writes a set of bars as the four files of MNIST, the training half compressed.
    public static func writeBars(to folder: String, train: Int = 12, test: Int = 4) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, count, packed) in [("train", train, true), ("t10k", test, false)] {
            let (images, labels) = bars(count)
            for (kind, bytes) in [
                ("images-idx3", idx([count, 28, 28], images)), ("labels-idx1", idx([count], labels)),
            ] {
                let path = "\(folder)/\(name)-\(kind)-ubyte" + (packed ? ".gz" : "")
                try Data(packed ? gzip(bytes) : bytes).write(to: URL(fileURLWithPath: path))
            }
        }
    }
}
