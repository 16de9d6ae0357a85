import Foundation
import Kernels

/// PyTorch's CPU generator to the bit: the Mersenne Twister (Matsumoto and Nishimura, 1998) and PyTorch's transforms of its numbers,
/// so that a seed means here what `torch.manual_seed` makes it mean.
///
/// A value: a copy goes on independently. Encoding keeps everything the next number depends on.
public struct Generator: Sendable, Equatable, Codable {
    private static let length = 624

    private var words: [UInt32]
    /// The next of `words` to be given out; `length` asks for new ones.
    private var position: Int
    /// The second number of the last pair that ``normal(_:)`` made for fewer than 16 elements.
    private var pending: Double?

    /// As `torch.manual_seed(seed)`: only the lower 32 bits reach the twister.
    public init(seed: UInt64) {
        words = [UInt32(truncatingIfNeeded: seed)]
        words.reserveCapacity(Self.length)
        for index in 1..<Self.length {
            let last = words[index - 1]
            words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
        }
        position = Self.length
    }

    // MARK: - Bits

    private mutating func refill() {
        words.withUnsafeMutableBufferPointer { kernels_twister_refill($0.baseAddress) }
        position = 0
    }

    /// The next 32 bits.
    mutating func next32() -> UInt32 {
        if position == Self.length { refill() }
        var y = words[position]
        position += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
    }

    /// The next 64 bits, the upper half first.
    mutating func next64() -> UInt64 {
        let upper = UInt64(next32())
        return upper << 32 | UInt64(next32())
    }

    // MARK: - Uniform

    /// `torch.rand`: float32 in [0, 1) with 24 random bits.
    public mutating func uniform(_ shape: Shape) -> Tensor {
        let result = Tensor(uninitialized: shape)
        fillUniform(result.floats, result.count)
        withExtendedLifetime(result.storage) {}
        return result
    }

    private mutating func fillUniform(_ destination: UnsafeMutablePointer<Float>, _ count: Int) {
        var done = 0
        while done < count {
            if position == Self.length { refill() }
            let some = min(count - done, Self.length - position)
            words.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                kernels_twister_uniform(base + position, destination + done, some)
            }
            position += some
            done += some
        }
    }

    /// A double in [0, 1) with 53 random bits.
    private mutating func uniformDouble() -> Double {
        Double(next64() & ((1 << 53) - 1)) * 0x1p-53
    }

    // MARK: - Normal

    /// `torch.randn`: standard normal float32.
    ///
    /// PyTorch has two ways: below 16 elements one pair at a time in double, from 16 on blocks of 16 in float32, the last block
    /// made anew from the end where the count is no multiple of 16.
    public mutating func normal(_ shape: Shape) -> Tensor {
        let result = Tensor(uninitialized: shape)
        let (values, count) = (result.floats, result.count)
        if count < 16 {
            for index in 0..<count { values[index] = Float(normalDouble()) }
        } else {
            fillUniform(values, count)
            kernels_normal_from_uniform(values, count / 16)
            if count % 16 != 0 {
                fillUniform(values + (count - 16), 16)
                kernels_normal_from_uniform(values + (count - 16), 1)
            }
        }
        withExtendedLifetime(result.storage) {}
        return result
    }

    private mutating func normalDouble() -> Double {
        if let value = pending {
            pending = nil
            return value
        }
        let first = uniformDouble()
        let second = uniformDouble()
        let radius = (-2 * log1p(-second)).squareRoot()
        let angle = 2 * Double.pi * first
        pending = radius * sin(angle)
        return radius * cos(angle)
    }

    // MARK: - Integers

    /// `torch.randint(range.lowerBound, range.upperBound, (count,))`.
    public mutating func integers(in range: Range<Int>, count: Int) -> [Int] {
        precondition(!range.isEmpty, "there is no integer in \(range)")
        let width = UInt64(range.upperBound - range.lowerBound)
        return (0..<count).map { _ in
            // PyTorch draws 64 bits where 32 would favour some numbers noticeably.
            let bits = width >= 1 << 28 ? next64() : UInt64(next32())
            return range.lowerBound + Int(bits % width)
        }
    }

    /// `torch.randperm(n)`: 0..<n in random order (Fisher and Yates).
    public mutating func permutation(of n: Int) -> [Int] {
        var order = Array(0..<n)
        let wide = n >= Int(UInt32.max / 20)
        for index in 0..<max(n - 1, 0) {
            let bits = wide ? next64() : UInt64(next32())
            order.swapAt(index, index + Int(bits % UInt64(n - index)))
        }
        return order
    }
}
