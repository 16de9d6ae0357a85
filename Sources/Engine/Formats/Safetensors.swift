import Foundation

/// Writes safetensors files.
public enum Safetensors {
    /// Writes `tensors` (float32 or bfloat16, as they are stored) sorted by name, the file whole or not at all.
    public static func write(
        _ tensors: [(name: String, value: Tensor)], metadata: [String: String], to path: String
    ) throws {
        let sorted = tensors.sorted { $0.name < $1.name }
        var header: [String: Any] = [:]
        if !metadata.isEmpty { header["__metadata__"] = metadata }
        var offset = 0
        for (name, value) in sorted {
            let size = value.count * value.elementType.byteCount
            header[name] = [
                "dtype": value.elementType == .float32 ? "F32" : "BF16", "shape": value.shape.dimensions,
                "data_offsets": [offset, offset + size],
            ]
            offset += size
        }
        var text = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
        // The tensors start at a multiple of eight.
        text.append(contentsOf: Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        try AtomicFile.write(to: path) { descriptor in
            try AtomicFile.writeAll(Data(length) + text, descriptor, path)
            for (_, value) in sorted {
                let bytes = UnsafeRawBufferPointer(
                    start: value.pointer, count: value.count * value.elementType.byteCount)
                try withExtendedLifetime(value.storage) { try AtomicFile.writeAll(bytes, descriptor, path) }
            }
        }
    }
}
