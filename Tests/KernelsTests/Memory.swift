import Foundation
import Kernels

/// Numbers in either element type, for calling kernels.
final class Memory {
    let pointer: UnsafeMutableRawPointer
    let count: Int
    let type: Int32

    init(_ values: [Float], _ type: Int32) {
        count = values.count
        self.type = type
        pointer = .allocate(byteCount: max(values.count, 1) * 4, alignment: 64)
        if type == Int32(KERNELS_FLOAT32) {
            values.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress { pointer.copyMemory(from: start, byteCount: bytes.count) }
            }
        } else {
            kernels_float_to_bfloat16(values, pointer.assumingMemoryBound(to: UInt16.self), count)
        }
    }

    deinit { pointer.deallocate() }

    var floats: UnsafeMutablePointer<Float> { pointer.assumingMemoryBound(to: Float.self) }

    var values: [Float] {
        if type == Int32(KERNELS_FLOAT32) { return (0..<count).map { floats[$0] } }
        var result = [Float](repeating: 0, count: count)
        kernels_bfloat16_to_float(pointer.assumingMemoryBound(to: UInt16.self), &result, count)
        return result
    }
}

/// Keeps every block it hands out until it goes itself: a kernel sees only addresses.
final class Arena {
    private var blocks: [Memory] = []

    func memory(_ values: [Float], _ type: Int32 = Int32(KERNELS_FLOAT32)) -> Memory {
        let block = Memory(values, type)
        blocks.append(block)
        return block
    }

    func memory(count: Int, _ type: Int32 = Int32(KERNELS_FLOAT32)) -> Memory {
        memory([Float](repeating: 0, count: count), type)
    }
}

/// `count` numbers spread over ±`scale`, the same on every machine.
func numbers(_ count: Int, seed: UInt64, scale: Float = 1, offset: Float = 0) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (Float(Int32(truncatingIfNeeded: state >> 33)) / Float(1 << 30) - 1) * scale + offset
    }
}
