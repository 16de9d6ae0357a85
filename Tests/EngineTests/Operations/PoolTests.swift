import Testing

@testable import Engine

@Suite struct PoolTests {
    @Test func averagesOfWindows() {
        let x = Tensor((0..<12).map(Float.init), [1, 3, 4, 1])
        #expect(averagePool(x, size: 2).array == [2.5, 4.5])
        #expect(averagePool(x, size: 2, stride: 1).array == [2.5, 3.5, 4.5, 6.5, 7.5, 8.5])
        #expect(averagePool(x, size: 1, stride: 3).array == [0, 3])
        #expect(averagePool(Tensor(zeros: [0, 3, 3, 2]), size: 3).shape == [0, 1, 1, 2])
    }

    @Test func averageGradients() {
        var numbers = TestNumbers(8)
        // 67 channels: more than one block of the kernel.
        checkGradients(of: [numbers.tensor([2, 7, 7, 67])]) { averagePool($0[0], size: 7) }
        checkGradients(of: [numbers.tensor([2, 7, 5, 3])]) { averagePool($0[0], size: 3, stride: 2) }
        checkGradients(of: [numbers.tensor([1, 5, 6, 3])]) { averagePool($0[0], size: 2, stride: 3) }
        checkBFloat16(of: [numbers.tensor([2, 7, 7, 5])]) { averagePool($0[0], size: 3, stride: 2) }
    }

    @Test func largestOfWindows() {
        let x = Tensor([1, 5, 2, 0, -1, -2, 7, 7, -3], [1, 3, 3, 1])
        #expect(maxPool(x, size: 2, stride: 1).array == [5, 5, 7, 7])
        #expect(maxPool(x, size: 3).array == [7])
        #expect(maxPool(Tensor([1, .nan, 3, 2], [1, 2, 2, 1]), size: 2).array[0].isNaN)
        #expect(maxPool(Tensor([-.infinity, -.infinity], [1, 1, 2, 1]), size: 1).array == [-.infinity, -.infinity])
        #expect(maxPool(Tensor(zeros: [0, 3, 3, 2]), size: 2).shape == [0, 1, 1, 2])
    }

    @Test func largestGradients() {
        // All different and at least 0.03 apart, so that no window changes its choice within a difference quotient.
        func distinct(_ shape: Shape) -> Tensor {
            Tensor((0..<shape.count).map { Float($0 * 37 % shape.count) * 0.03 }, shape)
        }
        for (size, stride) in [(2, 2), (3, 2), (2, 3), (3, 1)] {
            checkGradients(of: [distinct([2, 7, 5, 3])]) { maxPool($0[0], size: size, stride: stride) }
        }
        checkBFloat16(of: [distinct([1, 5, 5, 2])]) { maxPool($0[0], size: 3, stride: 2) }
    }
}
