import Foundation
import Kernels

/// How a file stores a number.
enum StoredType: String, CaseIterable, Sendable {
    case F64, F32, F16, BF16, I64, I32, U8

    var byteCount: Int {
        switch self {
        case .F64, .I64: 8
        case .F32, .I32: 4
        case .F16, .BF16: 2
        case .U8: 1
        }
    }

    /// For messages.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A tensor in a mapped file: nothing is read until it is asked for.
struct StoredTensor {
    let name: String
    let shape: Shape
    let type: StoredType
    /// The whole file, mapped.
    let file: Data
    /// Where in it the elements lie, in memory order.
    let bytes: Range<Int>
    let place: String

    /// The elements, converted to `type`; a copy, part by part, so that nothing else of its size is held.
    func tensor(_ type: ElementType = .float32) -> Tensor {
        let result = Tensor(uninitialized: shape, type)
        let floats = Tensor(uninitialized: [min(max(shape.count, 1), Self.partCount)])
        for first in stride(from: 0, to: shape.count, by: Self.partCount) {
            let count = min(Self.partCount, shape.count - first)
            let destination = result.pointer.advanced(by: first * type.byteCount)
            if type == .float32 {
                read(first, count, into: destination.assumingMemoryBound(to: Float.self))
            } else {
                read(first, count, into: floats.floats)
                kernels_float_to_bfloat16(floats.floats, destination.assumingMemoryBound(to: UInt16.self), count)
            }
        }
        withExtendedLifetime((result.storage, floats.storage)) {}
        return result
    }

    /// Rows `range` of the first dimension.
    func rows(_ range: Range<Int>) -> StoredTensor {
        precondition(range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) are not in \(shape)")
        let size = shape.dimensions.dropFirst().reduce(type.byteCount, *)
        return StoredTensor(
            name: name, shape: Shape([range.count] + shape.dimensions.dropFirst()), type: type, file: file,
            bytes: bytes.lowerBound + range.lowerBound * size..<bytes.lowerBound + range.upperBound * size, place: place
        )
    }

    /// Elements converted in one go.
    private static let partCount = 1 << 20

    private func read(_ first: Int, _ count: Int, into floats: UnsafeMutablePointer<Float>) {
        let start = bytes.lowerBound + first * type.byteCount
        file.withUnsafeBytes { memory in
            // A file's tensors begin at any byte; what the kernels read must lie at a multiple of its size.
            let source = memory.baseAddress.unsafelyUnwrapped.advanced(by: start - file.startIndex)
            guard UInt(bitPattern: source) % UInt(type.byteCount) != 0 else { return convert(source, count, floats) }
            let aligned = Storage(byteCount: count * type.byteCount)
            aligned.pointer.copyMemory(from: source, byteCount: count * type.byteCount)
            withExtendedLifetime(aligned) { convert(aligned.pointer, count, floats) }
        }
    }

    private func convert(_ source: UnsafeRawPointer, _ count: Int, _ floats: UnsafeMutablePointer<Float>) {
        func each<Number>(_ type: Number.Type, _ convert: (Number) -> Float) {
            let numbers = source.assumingMemoryBound(to: type)
            for index in 0..<count { floats[index] = convert(numbers[index]) }
        }
        switch type {
        case .F32: UnsafeMutableRawPointer(floats).copyMemory(from: source, byteCount: count * 4)
        case .F16: kernels_float16_to_float(source.assumingMemoryBound(to: UInt16.self), floats, count)
        case .BF16: kernels_bfloat16_to_float(source.assumingMemoryBound(to: UInt16.self), floats, count)
        case .F64: each(Double.self) { Float($0) }
        case .I64: each(Int64.self) { Float($0) }
        case .I32: each(Int32.self) { Float($0) }
        case .U8: each(UInt8.self) { Float($0) }
        }
    }
}
