import Foundation
import Kernels

/// A safetensors file, mapped: eight bytes of length, a JSON header, the tensors' bytes.
///
/// The header is checked whole before anything is read: sizes, offsets, types and shapes must agree with the file.
public final class SafetensorsFile {
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

    private enum StoredType: String {
        case F32, F16, BF16, I64

        var byteCount: Int {
            switch self {
            case .F32: 4
            case .F16, .BF16: 2
            case .I64: 8
            }
        }
    }

    /// A longer header than any model's is a broken or hostile file.
    private static let longestHeader = 100 << 20

    /// - Throws: ``EngineFailure`` naming what in the file is wrong.
    public init(path: String) throws {
        self.path = path
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw EngineFailure("the file cannot be read", place: path)
        }
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
        self.entries = entries
        self.data = data
        names = entries.keys.sorted()
    }

    private static func entry(
        _ name: String, _ value: Any, bytes: Int, _ broken: (String, String?, String?) -> EngineFailure
    ) throws -> Entry {
        guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
            let dimensions = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
            offsets.count == 2, dimensions.allSatisfy({ $0 >= 0 })
        else { throw broken("the entry of tensor \(name) is not complete", "dtype, shape, data_offsets", nil) }
        guard let type = StoredType(rawValue: typeName) else {
            throw broken("tensor \(name) has a type that is not read here", "F32, F16 or BF16", typeName)
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

    /// The tensor called `name`, in float32.
    public func tensor(_ name: String) throws -> Tensor {
        guard let entry = entries[name] else {
            throw EngineFailure("there is no tensor \(name)", place: path)
        }
        let result = Tensor(uninitialized: entry.shape)
        let count = result.count
        // A copy: the bytes of a mapped file need not be aligned.
        let source = Storage(byteCount: entry.range.count)
        data.copyBytes(
            to: UnsafeMutableRawBufferPointer(start: source.pointer, count: entry.range.count),
            from: start + entry.range.lowerBound..<start + entry.range.upperBound)
        switch entry.type {
        case .F32: result.pointer.copyMemory(from: source.pointer, byteCount: count * 4)
        case .F16: kernels_float16_to_float(source.pointer.assumingMemoryBound(to: UInt16.self), result.floats, count)
        case .BF16: kernels_bfloat16_to_float(source.pointer.assumingMemoryBound(to: UInt16.self), result.floats, count)
        case .I64:
            let integers = source.pointer.assumingMemoryBound(to: Int64.self)
            for index in 0..<count { result.floats[index] = Float(integers[index]) }
        }
        withExtendedLifetime((result.storage, source)) {}
        return result
    }
}
