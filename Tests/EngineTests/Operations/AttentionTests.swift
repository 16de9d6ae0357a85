import Foundation
import Testing

@testable import Engine

@Suite struct AttentionTests {
    /// The formula with every index written out, in double.
    private func reference(_ q: Tensor, _ k: Tensor, _ v: Tensor, bias: (Int, Int, Int, Int) -> Double) -> [Float] {
        let (batch, queries, heads, width) = (q.shape[0], q.shape[1], q.shape[2], q.shape[3])
        let keys = k.shape[1]
        let (qs, ks, vs) = (q.array, k.array, v.array)
        var result = [Float](repeating: 0, count: q.count)
        for b in 0..<batch {
            for h in 0..<heads {
                for l in 0..<queries {
                    let start = ((b * queries + l) * heads + h) * width
                    var scores = [Double](repeating: 0, count: keys)
                    for s in 0..<keys {
                        let other = ((b * keys + s) * heads + h) * width
                        for d in 0..<width { scores[s] += Double(qs[start + d]) * Double(ks[other + d]) }
                        scores[s] = Foundation.exp(scores[s] / Double(width).squareRoot() + bias(b, h, l, s))
                    }
                    let total = scores.reduce(0, +)
                    for d in 0..<width {
                        var sum = 0.0
                        for s in 0..<keys { sum += scores[s] * Double(vs[((b * keys + s) * heads + h) * width + d]) }
                        result[start + d] = Float(sum / total)
                    }
                }
            }
        }
        return result
    }

    @Test func followsItsFormula() {
        var numbers = TestNumbers(40)
        let q = numbers.tensor([2, 5, 3, 8], scale: 2)
        let (k, v) = (numbers.tensor([2, 19, 3, 8], scale: 2), numbers.tensor([2, 19, 3, 8]))
        #expect(relativeDifference(attention(q, k, v).array, reference(q, k, v) { _, _, _, _ in 0 }) < 2e-6)
        for extents in [[2, 3, 5, 19], [1, 3, 5, 19], [2, 1, 1, 19], [1, 1, 5, 1], [2, 3, 1, 1]] {
            let bias = numbers.tensor(Shape(extents))
            let values = bias.array
            let expected = reference(q, k, v) { b, h, l, s in
                let place = zip([b, h, l, s], extents).reduce(0) { $0 * $1.1 + min($1.0, $1.1 - 1) }
                return Double(values[place])
            }
            #expect(relativeDifference(attention(q, k, v, bias: bias).array, expected) < 2e-6)
        }
    }

    @Test func aMaskHidesKeys() {
        var numbers = TestNumbers(41)
        let (q, k, v) = (numbers.tensor([1, 3, 2, 4]), numbers.tensor([1, 6, 2, 4]), numbers.tensor([1, 6, 2, 4]))
        let mask = Tensor([0, 0, 0, 0, -.infinity, -.infinity], [1, 1, 1, 6])
        let (shortK, shortV) = (
            Tensor(Array(k.array[..<32]), [1, 4, 2, 4]), Tensor(Array(v.array[..<32]), [1, 4, 2, 4])
        )
        let masked = attention(q, k, v, bias: mask).array
        #expect(relativeDifference(masked, attention(q, shortK, shortV).array) < 1e-6)
        #expect(
            attention(Tensor(zeros: [0, 3, 2, 4]), Tensor(zeros: [0, 3, 2, 4]), Tensor(zeros: [0, 3, 2, 4])).count == 0)
        #expect(attention(q, Tensor(zeros: [1, 0, 2, 4]), Tensor(zeros: [1, 0, 2, 4])).shape == [1, 3, 2, 4])
    }

    @Test func gradients() {
        var numbers = TestNumbers(42)
        let inputs = [
            numbers.tensor([2, 5, 3, 7]), numbers.tensor([2, 9, 3, 7]), numbers.tensor([2, 9, 3, 7]),
            numbers.tensor([1, 3, 5, 9]),
        ]
        checkGradients(of: Array(inputs[..<3])) { attention($0[0], $0[1], $0[2]) }
        checkGradients(of: Array(inputs[..<3])) { attention($0[0], $0[1], $0[2], scale: 1) }
        checkGradients(of: inputs) { attention($0[0], $0[1], $0[2], bias: $0[3]) }
        checkGradients(of: inputs[..<3] + [numbers.tensor([2, 1, 1, 9])]) {
            attention($0[0], $0[1], $0[2], bias: $0[3])
        }
        checkBFloat16(of: Array(inputs[..<3])) { attention($0[0], $0[1], $0[2]) }
    }

    @Test(arguments: [false, true], [false, true]) func stacksOfProducts(transposeA: Bool, transposeB: Bool) {
        var numbers = TestNumbers(43)
        let a = numbers.tensor(transposeA ? [2, 3, 7, 5] : [2, 3, 5, 7])
        let b = numbers.tensor(transposeB ? [2, 3, 4, 7] : [2, 3, 7, 4])
        func multiply(_ x: [Tensor]) -> Tensor {
            batchedMatrixProduct(x[0], x[1], transposeA: transposeA, transposeB: transposeB)
        }
        let (left, right) = (a.array, b.array)
        var expected = [Float](repeating: 0, count: 6 * 20)
        for place in expected.indices {
            let (stack, row, column) = (place / 20, place / 4 % 5, place % 4)
            for k in 0..<7 {
                expected[place] +=
                    left[stack * 35 + (transposeA ? k * 5 + row : row * 7 + k)]
                    * right[stack * 28 + (transposeB ? column * 7 + k : k * 4 + column)]
            }
        }
        #expect(multiply([a, b]).shape == [2, 3, 5, 4])
        #expect(relativeDifference(multiply([a, b]).array, expected) < 1e-6)
        checkGradients(of: [a, b], multiply)
        checkBFloat16(of: [a, b], multiply)
    }

    /// Large enough to be dealt out over the threads, one product each.
    @Test func manyProductsSideBySide() {
        var numbers = TestNumbers(44)
        let (a, b) = (numbers.tensor([17, 48, 64]), numbers.tensor([17, 64, 40]))
        let (left, right) = (a.array, b.array)
        let expected = (0..<17).flatMap { index in
            MatrixProduct.product(
                Tensor(Array(left[(index * 3072)..<((index + 1) * 3072)]), [48, 64]),
                Tensor(Array(right[(index * 2560)..<((index + 1) * 2560)]), [64, 40])
            ).array
        }
        for _ in 0..<20 {
            #expect(relativeDifference(batchedMatrixProduct(a, b).array, expected) < 1e-6)
        }
    }

    @Test func emptyStacks() {
        #expect(batchedMatrixProduct(Tensor(zeros: [0, 2, 3]), Tensor(zeros: [0, 3, 4])).shape == [0, 2, 4])
        #expect(batchedMatrixProduct(Tensor(zeros: [1, 2, 0]), Tensor(zeros: [1, 0, 2])).array == [0, 0, 0, 0])
    }
}
