import Testing

@testable import Engine

@Suite struct LossTests {
    @Test func meanOfSquares() {
        let loss = meanSquaredError(Tensor([1, 2, 3], [3]), Tensor([1, 0, 6], [3]))
        #expect(loss.shape == [])
        #expect(abs(loss.item - 13 / 3) < 1e-6)
        #expect(meanSquaredError(Tensor([.nan], [1]), Tensor([0], [1])).item.isNaN)
    }

    @Test func meanSquaredErrorGradients() {
        var numbers = TestNumbers(9)
        let inputs = [numbers.tensor([3, 17, 5]), numbers.tensor([3, 17, 5])]
        checkGradients(of: inputs) { meanSquaredError($0[0], $0[1]) }
        checkBFloat16(of: inputs) { meanSquaredError($0[0], $0[1]) }
    }
}
