import Foundation
import Kernels
import Testing

@testable import Engine

@Suite struct GeneratorTests {
    @Test func scalarsAndTensorsAreOneSequence() {
        var one = Generator(seed: 7)
        var other = one
        // 1500 numbers cross the twister's 624 words twice, at odd places.
        let singly = (0..<1500).map { _ in one.uniform() }
        let together = [1, 622, 2, 0, 625, 250].flatMap { other.uniform([$0]).array }
        #expect(singly == together)
        #expect(one == other)
    }

    @Test func theSeedsLowerHalfDecides() {
        var one = Generator(seed: 5)
        var other = Generator(seed: 5 | 9 << 32)
        #expect(one.uniform([5]).array == other.uniform([5]).array)
        #expect(other.seed == 5 | 9 << 32)
    }

    @Test func everyInstructionSetGivesTheSameBits() {
        var generator = Generator(seed: 11)
        let expected = generator.normal([4, 1007]).array
        for level in 0...kernels_best_level() {
            let same = normals(seed: 11, count: 4028, level: level) == expected
            #expect(same, "level \(level)")
        }
    }

    private func normals(seed: UInt64, count: Int, level: Int32) -> [Float] {
        let before = kernels_level()
        kernels_set_level(level)
        defer { kernels_set_level(before) }
        var generator = Generator(seed: seed)
        return generator.normal([count]).array
    }

    @Test func wideRangesTakeTwoWords() {
        var one = Generator(seed: 3)
        var other = one
        let wide = one.integers(in: -5..<(1 << 28) - 5, count: 3)
        let wideExpected = (0..<3).map { _ in Int(other.doubleWord() % (1 << 28)) - 5 }
        #expect(wide == wideExpected)
        let narrow = one.integers(in: 10..<(1 << 28) + 9, count: 3)
        let narrowExpected = (0..<3).map { _ in Int(other.word()) % ((1 << 28) - 1) + 10 }
        #expect(narrow == narrowExpected)
        #expect(
            one.integer(in: Int.min..<Int.max) == Int(truncatingIfNeeded: other.doubleWord() % UInt64.max) &+ Int.min)
    }

    @Test func permutationsHoldEveryIndexOnce() {
        var generator = Generator(seed: 1)
        for wide in [false, true] {
            for count in [0, 1, 2, 1000] {
                let order = generator.permutation(of: count, wide: wide)
                #expect(order.sorted() == Array(0..<count))
            }
            #expect(generator.permutation(of: 1000, wide: wide) != Array(0..<1000))
        }
    }

    @Test func drawsFollowTheirProbability() {
        var generator = Generator(seed: 2)
        var other = generator
        let expected = other.uniform([50]).array.map { $0 < 0.3 }
        #expect(generator.bernoulli(0.3, count: 50) == expected)
        #expect(generator.bernoulli(0, count: 100).allSatisfy { !$0 })
        #expect(generator.bernoulli(1, count: 100).allSatisfy { $0 })
    }

    @Test func normalNumbersAreNormal() {
        var generator = Generator(seed: 4)
        let numbers = generator.normal([100_000]).array.map(Double.init)
        let mean = numbers.reduce(0, +) / 100_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.02)
        #expect(numbers.allSatisfy { $0.isFinite })
    }

    // MARK: - State

    @Test(arguments: [0, 1, 3, 623, 624, 625, 2000]) func aRestoredStateGoesOnToTheBit(drawn: Int) throws {
        var generator = Generator(seed: 1 << 40 | 6)
        _ = generator.uniform([drawn])
        // An odd count leaves a second normal number pending.
        for _ in 0..<drawn % 2 { _ = generator.normal() }
        var restored = try Generator(state: generator.state)
        #expect(restored == generator)
        let coded = try JSONDecoder().decode([Generator].self, from: JSONEncoder().encode([generator]))
        #expect(coded == [generator])
        #expect(restored.normal([3]).array == generator.normal([3]).array)
        #expect(restored.normal([50]).array == generator.normal([50]).array)
        #expect(restored.permutation(of: 900) == generator.permutation(of: 900))
        #expect(restored.state == generator.state)
    }

    @Test func theStateIsPyTorchs() {
        // torch.manual_seed(2**40 + 5); torch.randn(3): eight words drawn, one number pending.
        var generator = Generator(seed: 1 << 40 | 5)
        _ = generator.normal([3])
        let state = generator.state
        #expect(state.count == 5056)
        #expect(state[..<24] == [5, 0, 0, 0, 0, 1, 0, 0, 0x69, 2, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0])
        #expect(
            state[5016...] == [
                0, 0, 0, 0, 0, 0, 0, 0, 0x2c, 0x07, 0x8c, 0xec, 0x5b, 0x5c, 0xe5, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
                0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ])
    }

    @Test func damagedStatesAreRefused() {
        let good = Generator(seed: 0).state
        var broken = [Array(good.dropLast()), good + [0], []]
        for (offset, value) in [(8, UInt8(0)), (11, 255), (12, 0), (17, 3), (23, 1), (28, 1)] {
            var state = good
            state[offset] = value
            broken.append(state)
        }
        // 200 words left from the start would be fine; 200 from word 600 would not.
        var late = good
        (late[8], late[16], late[17]) = (200, 88, 2)
        broken.append(late)
        for state in broken {
            #expect(throws: EngineFailure.self) { _ = try Generator(state: state) }
        }
    }
}
