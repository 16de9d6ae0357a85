import Foundation

/// A safetensors file, mapped: eight bytes of length, a JSON header, the tensors' bytes.
///
/// The header is checked whole before anything is read: sizes, offsets, types and shapes must agree with the file, and no two tensors
/// may share a byte.
public final class SafetensorsFile: TensorSource {
    public let path: String
    public let metadata: [String: String]
    /// The tensors' names, sorted.
    public let names: [String]
    private let entries: [String: Entry]
    private let data: Data
    private let start: Int

    private struct Entry {
        var type: StoredType
        var shape: Shape
        var range: Range<Int>
    }

    /// A longer header than any model's is a broken or hostile file.
    private static let longestHeader = 100 << 20

    /// - Throws: ``EngineFailure`` naming what in the file is wrong.
    public init(path: String) throws {
        self.path = path
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw EngineFailure("the file cannot be read", place: path)
        }
        try GitPointer.refuse(data, place: path)
        func broken(_ what: String, expected: String? = nil, found: String? = nil) -> EngineFailure {
            EngineFailure(
                what, expected: expected, found: found, place: path, hint: "the file may be cut short or damaged")
        }
        guard data.count >= 8 else {
            throw broken("the file is too short for safetensors", expected: "8 bytes or more", found: "\(data.count)")
        }
        let length = data.prefix(8).enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << (8 * UInt64($1.offset))
        }
        guard length <= UInt64(Self.longestHeader), Int(length) <= data.count - 8 else {
            throw broken(
                "the header does not fit the file", expected: "at most \(data.count - 8) bytes", found: "\(length)")
        }
        start = 8 + Int(length)
        guard let header = try? JSONSerialization.jsonObject(with: data[8..<start]) as? [String: Any] else {
            throw broken("the header is not JSON")
        }
        metadata = header["__metadata__"] as? [String: String] ?? [:]
        var entries: [String: Entry] = [:]
        for (name, value) in header where name != "__metadata__" {
            entries[name] = try Self.entry(name, value, bytes: data.count - start, broken)
        }
        if let (first, second) = Self.overlap(entries) {
            throw broken("two tensors share bytes", expected: "tensors beside each other", found: "\(first), \(second)")
        }
        self.entries = entries
        self.data = data
        names = entries.keys.sorted()
    }

    /// Two tensors of which one begins before the other has ended.
    private static func overlap(_ entries: [String: Entry]) -> (String, String)? {
        let placed = entries.filter { !$0.value.range.isEmpty }.sorted {
            $0.value.range.lowerBound < $1.value.range.lowerBound
        }
        return zip(placed, placed.dropFirst()).first { $0.value.range.upperBound > $1.value.range.lowerBound }
            .map { ($0.key, $1.key) }
    }

    private static func entry(
        _ name: String, _ value: Any, bytes: Int, _ broken: (String, String?, String?) -> EngineFailure
    ) throws -> Entry {
        guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
            let dimensions = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
            offsets.count == 2, dimensions.allSatisfy({ $0 >= 0 })
        else { throw broken("the entry of tensor \(name) is not complete", "dtype, shape, data_offsets", nil) }
        guard let type = StoredType(rawValue: typeName) else {
            throw broken("tensor \(name) has a type that is not read here", StoredType.names, typeName)
        }
        var size = type.byteCount
        for extent in dimensions {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw broken("tensor \(name) is larger than any file", nil, "\(dimensions)") }
            size = product
        }
        guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= bytes, offsets[1] - offsets[0] == size else {
            throw broken("tensor \(name) does not lie in the file", "\(size) bytes within \(bytes)", "\(offsets)")
        }
        return Entry(type: type, shape: Shape(dimensions), range: offsets[0]..<offsets[1])
    }

    public func shape(of name: String) -> Shape? { entries[name]?.shape }

    /// A digest of the size, the header, and the first and last numbers.
    var fingerprint: String {
        let sample = 1 << 16
        return SHA256.digest(of: Data("\(data.count) ".utf8) + data.prefix(start + sample) + data.suffix(sample))
    }

    /// How the tensor called `name` is stored.
    func type(of name: String) -> StoredType? { entries[name]?.type }

    /// The tensor called `name`, in float32.
    public func tensor(_ name: String) throws -> Tensor { try stored(name).tensor() }

    func stored(_ name: String) throws -> StoredTensor {
        guard let entry = entries[name] else {
            throw EngineFailure("there is no tensor \(name)", place: path)
        }
        return StoredTensor(
            name: name, shape: entry.shape, type: entry.type, file: data,
            bytes: start + entry.range.lowerBound..<start + entry.range.upperBound, place: path)
    }
}
