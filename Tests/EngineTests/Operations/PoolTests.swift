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
}
