import Foundation
import Testing

@testable import Engine

@Suite struct BatchNormTests {
    /// The formula in double.
    private func oracle(_ x: Tensor, _ scale: [Float], _ shift: [Float], _ activation: Activation) -> (
        y: [Float], mean: [Float], variance: [Float]
    ) {
        let C = x.shape[-1]
        let n = x.count / C
        let a = x.array.map(Double.init)
        let mean = (0..<C).map { c in (0..<n).reduce(0.0) { $0 + a[$1 * C + c] } / Double(n) }
        let variance = (0..<C).map { c in
            (0..<n).reduce(0.0) { $0 + (a[$1 * C + c] - mean[c]) * (a[$1 * C + c] - mean[c]) } / Double(n)
        }
        let y = a.indices.map { i -> Float in
            let c = i % C
            let z = (a[i] - mean[c]) / (variance[c] + 1e-5).squareRoot() * Double(scale[c]) + Double(shift[c])
            switch activation {
            case .none: return Float(z)
            case .gelu: return Float(z * 0.5 * (1 + erf(z / 2.0.squareRoot())))
            case .silu: return Float(z / (1 + exp(-z)))
            }
        }
        return (y, mean.map { Float($0) }, variance.map { Float($0) })
    }

    @Test(arguments: [[3, 5, 7, 5], [1, 1, 2, 1], [4, 28, 28, 37]], Activation.allCases)
    func equalsTheFormula(_ extents: [Int], _ activation: Activation) {
        var numbers = TestNumbers(1)
        // A mean much larger than the deviation: sums of squares would lose the variance.
        let x = numbers.tensor(Shape(extents), scale: 1, offset: 50)
        let C = extents[3]
        let (scale, shift) = (numbers.tensor([C]), numbers.tensor([C]))
        let found = batchNormTraining(x, scale: scale, shift: shift, epsilon: 1e-5, activation: activation)
        let expected = oracle(x, scale.array, shift.array, activation)
        #expect(relativeDifference(found.mean.array, expected.mean) < 1e-6)
        #expect(relativeDifference(found.variance.array, expected.variance) < 1e-4)
        #expect(relativeDifference(found.y.array, expected.y) < 1e-4)
    }

    @Test(arguments: Activation.allCases) func gradients(_ activation: Activation) {
        var numbers = TestNumbers(2)
        for extents in [[3, 5, 3, 5], [2, 33, 31, 9]] {
            let C = extents[3]
            let inputs = [numbers.tensor(Shape(extents)), numbers.tensor([C], offset: 1), numbers.tensor([C])]
            checkGradients(of: inputs) {
                batchNormTraining($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5, activation: activation).y
            }
        }
    }

    @Test func bfloat16Activations() {
        var numbers = TestNumbers(3)
        let (scale, shift) = (numbers.tensor([5], offset: 1), numbers.tensor([5]))
        checkBFloat16(of: [numbers.tensor([3, 5, 4, 5])], roundings: 6) {
            batchNormTraining($0[0], scale: scale, shift: shift, epsilon: 1e-5, activation: .gelu).y
        }
    }

    /// A channel that never varies stays finite: its deviation is √ε.
    @Test func aConstantChannelIsFinite() {
        let x = Tensor(repeating: 3, [2, 4, 4, 2])
        let one = Tensor(repeating: 1, [2])
        let result = batchNormTraining(x, scale: one, shift: one, epsilon: 1e-5, activation: .none)
        #expect(result.y.array.allSatisfy { $0 == 1 })
        #expect(result.variance.array.allSatisfy { $0 == 0 })
    }
}
