import Foundation
import Testing

@testable import Engine

@Suite struct SoftmaxTests {
    private func exact(_ row: [Float]) -> [Float] {
        let top = Double(row.max() ?? 0)
        let powers = row.map { Foundation.exp(Double($0) - top) }
        return powers.map { Float($0 / powers.reduce(0, +)) }
    }

    @Test(arguments: [1, 5, 16, 37, 300]) func rowsAreDistributions(columns: Int) {
        var numbers = TestNumbers(22)
        let x = numbers.tensor([3, columns], scale: 30)
        let rows = (0..<3).flatMap { exact(Array(x.array[($0 * columns)..<(($0 + 1) * columns)])) }
        #expect(relativeDifference(softmax(x).array, rows) < 1e-6)
    }

    @Test func gradients() {
        var numbers = TestNumbers(23)
        let inputs = [numbers.tensor([3, 2, 37], scale: 2)]
        checkGradients(of: inputs) { softmax($0[0]) }
        checkBFloat16(of: inputs, roundings: 4) { softmax($0[0]) }
    }

    @Test func edges() {
        #expect(softmax(Tensor([1000, 1000], [2])).array == [0.5, 0.5])
        #expect(softmax(Tensor([-.infinity, 0, -.infinity], [3])).array == [0, 1, 0])
        #expect(softmax(Tensor([.nan, 0], [2])).array.filter { $0.isNaN }.count == 2)
        #expect(softmax(Tensor(zeros: [2, 0])).shape == [2, 0])
        #expect(softmax(Tensor(zeros: [0, 4])).shape == [0, 4])
    }

    @Test func crossEntropyValues() {
        let x = Tensor([1, 2, 3, 0, -1, 5], [2, 3])
        let expected = -(Foundation.log(exact([1, 2, 3])[2]) + Foundation.log(exact([0, -1, 5])[0])) / 2
        #expect(abs(crossEntropy(x, labels: [2, 0]).item - expected) < 1e-6)
        #expect(crossEntropy(Tensor(zeros: [0, 3]), labels: []).item.isNaN)
    }

    @Test func crossEntropyGradients() {
        var numbers = TestNumbers(24)
        let inputs = [numbers.tensor([5, 11], scale: 3)]
        checkGradients(of: inputs) { crossEntropy($0[0], labels: [0, 10, 3, 3, 7]) }
        checkBFloat16(of: inputs) { crossEntropy($0[0], labels: [0, 10, 3, 3, 7]) }
    }
}
