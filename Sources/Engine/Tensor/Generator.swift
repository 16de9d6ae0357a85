import Glibc
import Kernels

/// PyTorch's generator for the CPU: the same seed gives the same numbers, to the bit.
///
/// A Mersenne Twister (Matsumoto and Nishimura, 1998) seeded as `torch.manual_seed` does, with PyTorch's ways of making
/// uniform and normal numbers, integers and permutations of its 32-bit words. A value: a copy goes on by itself.
public struct Generator: Sendable, Equatable {
    /// The seed as given; the twister takes its lower 32 bits, as PyTorch's does.
    public private(set) var seed: UInt64
    /// The twister's 624 words.
    private(set) var words: [UInt32]
    /// The next word to hand out.
    private(set) var next: Int
    /// Words left before the twister turns, plus one (PyTorch's count).
    private(set) var left: Int
    /// The second number of the last pair of scalar normal numbers, when it has not been asked for yet.
    private(set) var pendingNormal: Double?

    static let wordCount = 624

    public init(seed: UInt64) {
        self.seed = seed
        words = [UInt32](repeating: UInt32(truncatingIfNeeded: seed), count: Self.wordCount)
        for index in 1..<Self.wordCount {
            let previous = words[index - 1]
            words[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
        next = 0
        left = 1
    }

    init(seed: UInt64, words: [UInt32], next: Int, left: Int, pendingNormal: Double?) {
        self.seed = seed
        self.words = words
        self.next = next
        self.left = left
        self.pendingNormal = pendingNormal
    }

    private mutating func refill() {
        words.withUnsafeMutableBufferPointer { kernels_twister_refill($0.baseAddress) }
        left = Self.wordCount
        next = 0
    }

    /// 32 random bits.
    public mutating func word() -> UInt32 {
        left -= 1
        if left == 0 { refill() }
        var y = words[next]
        next += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
    }

    /// 64 random bits: two words, the first on top.
    public mutating func doubleWord() -> UInt64 {
        let high = word()
        return UInt64(high) << 32 | UInt64(word())
    }
}

// MARK: - Uniform numbers

extension Generator {
    /// One number in [0, 1), a multiple of 2⁻²⁴: `torch.rand(())`.
    public mutating func uniform() -> Float { Float(word() & 0xff_ffff) * 0x1p-24 }

    /// Numbers in [0, 1), float32: `torch.rand(shape)`.
    public mutating func uniform(_ shape: Shape) -> Tensor {
        let result = Tensor(uninitialized: shape)
        fillUniform(result)
        return result
    }

    /// Overwrites a float32 tensor with numbers in [0, 1): `tensor.uniform_()`.
    public mutating func fillUniform(_ tensor: Tensor) {
        tensor.withMutableFloats { fillUniform($0) }
    }

    mutating func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>) {
        var done = 0
        while done < buffer.count {
            if left == 1 {
                refill()
                // A refill by `word` would have counted the word it then hands out.
                left += 1
            }
            let count = min(left - 1, buffer.count - done)
            words.withUnsafeBufferPointer { words in
                kernels_twister_uniform(
                    words.baseAddress.unsafelyUnwrapped + next, buffer.baseAddress.unsafelyUnwrapped + done, count)
            }
            next += count
            left -= count
            done += count
        }
    }

    /// One number in [0, 1), a multiple of 2⁻⁵³.
    mutating func uniformDouble() -> Double { Double(doubleWord() & ((1 << 53) - 1)) * 0x1p-53 }

    /// `count` draws that are true with `probability`, 0…1: `torch.rand(count) < probability`, which is also what
    /// `torch.bernoulli` makes of float32 probabilities.
    public mutating func bernoulli(_ probability: Float, count: Int) -> [Bool] {
        precondition((0...1).contains(probability), "a probability is 0…1, not \(probability)")
        return (0..<count).map { _ in uniform() < probability }
    }
}

// MARK: - Normal numbers

extension Generator {
    /// One standard normal number: `torch.randn(())`. They are made in pairs (Box and Muller, 1958); the second is kept for the
    /// next call.
    public mutating func normal() -> Float {
        if let pending = pendingNormal {
            pendingNormal = nil
            return Float(pending)
        }
        let turn = uniformDouble()
        let radius = (-2 * log1p(-uniformDouble())).squareRoot()
        let angle = 2 * Double.pi * turn
        pendingNormal = radius * sin(angle)
        return Float(radius * cos(angle))
    }

    /// Standard normal numbers, float32: `torch.randn(shape)`, which makes fewer than 16 numbers otherwise than more.
    public mutating func normal(_ shape: Shape) -> Tensor {
        let result = Tensor(uninitialized: shape)
        fillNormal(result)
        return result
    }

    /// Overwrites a float32 tensor with standard normal numbers: `tensor.normal_()`.
    public mutating func fillNormal(_ tensor: Tensor) {
        tensor.withMutableFloats { fillNormal($0) }
    }

    mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>) {
        guard buffer.count >= 16, let start = buffer.baseAddress else {
            for index in buffer.indices { buffer[index] = normal() }
            return
        }
        fillUniform(buffer)
        kernels_normal_from_uniform(start, buffer.count / 16)
        if buffer.count % 16 != 0 {
            // PyTorch draws the last sixteen anew when they are no whole block.
            let last = UnsafeMutableBufferPointer(rebasing: buffer.suffix(16))
            fillUniform(last)
            kernels_normal_from_uniform(last.baseAddress, 1)
        }
    }
}

// MARK: - Integers

extension Generator {
    /// One integer in `range`: `torch.randint(low, high, ())`.
    public mutating func integer(in range: Range<Int>) -> Int {
        precondition(!range.isEmpty, "no integer lies in \(range)")
        let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        let bits = width >= 1 << 28 ? doubleWord() : UInt64(word())
        return range.lowerBound &+ Int(truncatingIfNeeded: bits % width)
    }

    /// `count` integers in `range`: `torch.randint(low, high, (count,))`.
    public mutating func integers(in range: Range<Int>, count: Int) -> [Int] {
        (0..<count).map { _ in integer(in: range) }
    }

    /// The integers below `n` in random order: `torch.randperm(n)`.
    public mutating func permutation(of n: Int) -> [Int] {
        precondition(n >= 0, "a permutation has no \(n) elements")
        return permutation(of: n, wide: n >= Int(UInt32.max / 20))
    }

    /// From `UInt32.max / 20` elements on PyTorch takes 64 bits a draw, and shuffles from the inside out.
    mutating func permutation(of n: Int, wide: Bool) -> [Int] {
        var order = Array(0..<n)
        if wide {
            for index in order.indices {
                let other = Int(doubleWord() % UInt64(index + 1))
                order[index] = order[other]
                order[other] = index
            }
        } else {
            for index in 0..<max(n - 1, 0) {
                order.swapAt(index, index + Int(word()) % (n - index))
            }
        }
        return order
    }
}
