import Foundation

/// The IDX format of MNIST's files: a magic number (0, 0, type, rank), the extents as 32-bit big-endian numbers, the bytes.
enum IDX {
    /// Larger than any set of this kind; a file beyond it is not one.
    private static let limit = 1 << 30

    /// Reads unsigned bytes of the given rank.
    ///
    /// - Throws: ``EngineFailure`` where the magic number, the rank or the length is wrong.
    static func read(_ path: String, rank: Int) throws -> (extents: [Int], bytes: [UInt8]) {
        let file = try Gzip.contents(of: path, limit: limit)
        let header = 4 + 4 * rank
        guard file.count >= 4 else {
            throw EngineFailure(
                "the file is cut short", expected: "\(header) bytes or more", found: "\(file.count)", place: path)
        }
        let magic = file[..<4].map { String(format: "%02x", $0) }.joined()
        let expected = String(format: "0000080%d", rank)
        guard magic == expected else {
            throw EngineFailure(
                "this is not an IDX file of bytes in \(rank) dimension\(rank == 1 ? "" : "s")",
                expected: "magic \(expected)", found: magic, place: path)
        }
        guard file.count >= header else {
            throw EngineFailure(
                "the file is cut short", expected: "\(header) bytes or more", found: "\(file.count)", place: path)
        }
        let extents = (0..<rank).map { i in file[4 + 4 * i..<8 + 4 * i].reduce(0) { $0 << 8 | Int($1) } }
        var count = 1
        for extent in extents {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow, product <= limit else {
                throw EngineFailure("the file's extents are larger than any set", found: "\(extents)", place: path)
            }
            count = product
        }
        let size = header + count
        guard file.count == size else {
            throw EngineFailure(
                file.count < size ? "the file is cut short" : "the file is longer than its header says",
                expected: "\(size) bytes", found: "\(file.count)", place: path)
        }
        return (extents, Array(file[header...]))
    }

    /// Reads images and labels that belong together.
    static func split(images: String, labels: String, classes: Int) throws -> ImageSplit {
        let (extents, pixels) = try read(images, rank: 3)
        let (counts, values) = try read(labels, rank: 1)
        guard extents[0] == counts[0], extents[0] > 0 else {
            throw EngineFailure(
                "images and labels do not belong together", expected: "\(extents[0]) labels", found: "\(counts[0])",
                place: labels)
        }
        if let wrong = values.first(where: { Int($0) >= classes }) {
            throw EngineFailure(
                "a label is out of range", expected: "0…\(classes - 1)", found: "\(wrong)", place: labels)
        }
        return ImageSplit(images: pixels, labels: values, rows: extents[1], columns: extents[2])
    }
}
