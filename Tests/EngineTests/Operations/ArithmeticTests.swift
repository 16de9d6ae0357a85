import Testing

@testable import Engine

@Suite struct ArithmeticTests {
    @Test func shapesAreAlignedAtTheirEnds() {
        let column = Tensor([1, 2], [2, 1])
        let row = Tensor([10, 20, 30], [3])
        #expect((column + row).array == [11, 21, 31, 12, 22, 32])
        #expect((column - row).array == [-9, -19, -29, -8, -18, -28])
        #expect((row * column).array == [10, 20, 30, 20, 40, 60])
        #expect((row / column).array == [10, 20, 30, 5, 10, 15])
        #expect((Tensor(scalar: 2) * row).shape == [3])
        #expect((Tensor(scalar: 2) * Tensor(scalar: 3)).item == 6)
        #expect((Tensor(zeros: [0, 1]) + row).shape == [0, 3])
        #expect(Broadcast([2, 3, 4], [2, 3, 4]).extents == [24])
        #expect(Broadcast([2, 3, 4, 5], [2, 1, 1, 5]).extents == [2, 12, 5])
    }

    @Test func numbers() {
        let x = Tensor([1, 2, 4], [3])
        #expect((x + 1).array == [2, 3, 5])
        #expect((1 - x).array == [0, -1, -3])
        #expect((x * 2).array == [2, 4, 8])
        #expect((8 / x).array == [8, 4, 2])
        #expect((x / 4).array == [0.25, 0.5, 1])
        #expect((-x).array == [-1, -2, -4])
        #expect((Tensor([.infinity], [1]) * 2).array == [.infinity])
    }

    @Test func gradients() {
        var numbers = TestNumbers(21)
        let shapes: [(Shape, Shape)] = [
            ([3, 5, 7], [3, 5, 7]), ([2, 3, 5, 7], [2, 1, 1, 7]), ([5, 1], [3, 1, 7]), ([], [4, 3]), ([7], [2, 3, 7]),
        ]
        for (a, b) in shapes {
            // b away from 0, so that quotients are tame.
            let inputs = [numbers.tensor(a), numbers.tensor(b, scale: 0.5, offset: 2)]
            for operation in [(+), (-), (*), (/)] as [(Tensor, Tensor) -> Tensor] {
                checkGradients(of: inputs) { operation($0[0], $0[1]) }
                checkBFloat16(of: inputs, roundings: 4) { operation($0[0], $0[1]) }
            }
            checkGradients(of: [inputs[1]]) { 3 / $0[0] - $0[0] * 2 + (1 - $0[0]) / 5 }
        }
        checkGradients(of: [numbers.tensor([3])]) { $0[0] * $0[0] + $0[0] }
    }
}
