import Foundation

/// Writes safetensors files.
public enum Safetensors {
    /// A tensor that is there only while it is written.
    struct Entry {
        var name: String
        var shape: Shape
        var type: ElementType
        var value: () throws -> Tensor

        var byteCount: Int { shape.count * type.byteCount }
    }

    /// Writes `tensors` (float32 or bfloat16, as they are stored) sorted by name, the file whole or not at all.
    public static func write(
        _ tensors: [(name: String, value: Tensor)], metadata: [String: String], to path: String
    ) throws {
        let entries = tensors.map { tensor in
            Entry(name: tensor.name, shape: tensor.value.shape, type: tensor.value.elementType) { tensor.value }
        }
        try write(entries, metadata: metadata, to: path)
    }

    /// Writes `entries` sorted by name, one in memory at a time, the file whole or not at all.
    static func write(_ entries: [Entry], metadata: [String: String], to path: String) throws {
        let sorted = entries.sorted { $0.name < $1.name }
        var header: [String: Any] = [:]
        if !metadata.isEmpty { header["__metadata__"] = metadata }
        var offset = 0
        for entry in sorted {
            header[entry.name] = [
                "dtype": entry.type == .float32 ? "F32" : "BF16", "shape": entry.shape.dimensions,
                "data_offsets": [offset, offset + entry.byteCount],
            ]
            offset += entry.byteCount
        }
        var text = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
        // The tensors start at a multiple of eight.
        text.append(contentsOf: Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        try AtomicFile.write(to: path) { descriptor in
            try AtomicFile.writeAll(Data(length) + text, descriptor, path)
            for entry in sorted {
                let value = try entry.value()
                precondition(
                    value.shape == entry.shape && value.elementType == entry.type,
                    "\(entry.name) was to be \(entry.shape) \(entry.type), not \(value.shape) \(value.elementType)")
                let bytes = UnsafeRawBufferPointer(start: value.pointer, count: entry.byteCount)
                try withExtendedLifetime(value.storage) { try AtomicFile.writeAll(bytes, descriptor, path) }
            }
        }
    }
}
