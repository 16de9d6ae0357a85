import Testing

@testable import Engine

@Suite struct NormTests {
    /// (x − mean) / √(variance + ε) of one run of numbers, in double.
    private func normalised(_ x: [Float], _ epsilon: Double) -> [Double] {
        let mean = x.reduce(0.0) { $0 + Double($1) } / Double(x.count)
        let variance = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(x.count)
        return x.map { (Double($0) - mean) / (variance + epsilon).squareRoot() }
    }

    @Test(arguments: [1, 7, 64, 101]) func layerNormFollowsItsFormula(columns: Int) {
        var numbers = TestNumbers(30)
        let (x, weight) = (numbers.tensor([3, columns], offset: 5), numbers.tensor([columns]))
        let bias = numbers.tensor([columns])
        let (values, w, b) = (x.array, weight.array, bias.array)
        var expected: [Float] = []
        for row in 0..<3 {
            let run = normalised(Array(values[(row * columns)..<((row + 1) * columns)]), 1e-3)
            expected += run.indices.map { Float(run[$0] * Double(w[$0]) + Double(b[$0])) }
        }
        #expect(relativeDifference(layerNorm(x, weight: weight, bias: bias, epsilon: 1e-3).array, expected) < 5e-6)
    }

    @Test func layerNormGradients() {
        var numbers = TestNumbers(31)
        // 300 rows of 67: more than one share of a sum.
        for rows in [5, 300] {
            let inputs = [numbers.tensor([rows, 67]), numbers.tensor([67]), numbers.tensor([67])]
            checkGradients(of: inputs, tolerance: 4e-3) { layerNorm($0[0], weight: $0[1], bias: $0[2]) }
        }
        let inputs = [numbers.tensor([2, 3, 9]), numbers.tensor([9]), numbers.tensor([9])]
        checkGradients(of: [inputs[0]]) { layerNorm($0[0]) }
        checkGradients(of: Array(inputs[..<2])) { layerNorm($0[0], bias: $0[1]) }
        checkBFloat16(of: inputs, roundings: 4) { layerNorm($0[0], weight: $0[1], bias: $0[2]) }
        #expect(layerNorm(Tensor(zeros: [0, 3])).shape == [0, 3])
        #expect(layerNorm(Tensor(zeros: [2, 0])).shape == [2, 0])
    }

    @Test(arguments: [1, 7, 64]) func rmsNormFollowsItsFormula(columns: Int) {
        var numbers = TestNumbers(34)
        let (x, weight) = (numbers.tensor([3, columns], offset: 2), numbers.tensor([columns]))
        let (values, w) = (x.array, weight.array)
        var expected: [Float] = []
        for row in 0..<3 {
            let run = values[(row * columns)..<((row + 1) * columns)].map(Double.init)
            let power = run.reduce(0) { $0 + $1 * $1 } / Double(columns)
            expected += run.indices.map { Float(run[$0] / (power + 1e-3).squareRoot() * Double(w[$0])) }
        }
        #expect(relativeDifference(rmsNorm(x, weight: weight, epsilon: 1e-3).array, expected) < 5e-6)
    }

    @Test func rmsNormGradients() {
        var numbers = TestNumbers(35)
        checkGradients(of: [numbers.tensor([2, 5, 67]), numbers.tensor([67])], tolerance: 4e-3) {
            rmsNorm($0[0], weight: $0[1])
        }
    }

    @Test(arguments: [1, 3, 12]) func groupNormFollowsItsFormula(groups: Int) {
        var numbers = TestNumbers(32)
        // 47 × 43 × 12 elements an image: more than one share.
        let (batch, pixels, channels) = (2, 47 * 43, 12)
        let x = numbers.tensor([batch, 47, 43, channels], offset: 3)
        let (weight, bias) = (numbers.tensor([channels]), numbers.tensor([channels]))
        let (values, w, b) = (x.array, weight.array, bias.array)
        var expected = [Float](repeating: 0, count: values.count)
        let width = channels / groups
        for image in 0..<batch {
            for group in 0..<groups {
                let places = (0..<pixels).flatMap { pixel in
                    (0..<width).map { (image * pixels + pixel) * channels + group * width + $0 }
                }
                for (place, value) in zip(places, normalised(places.map { values[$0] }, 1e-5)) {
                    expected[place] = Float(value * Double(w[place % channels]) + Double(b[place % channels]))
                }
            }
        }
        #expect(relativeDifference(groupNorm(x, groups: groups, weight: weight, bias: bias).array, expected) < 5e-6)
        for (activation, function) in [(Activation.silu, silu), (.gelu, gelu)] {
            let fused = groupNorm(x, groups: groups, weight: weight, bias: bias, activation: activation)
            let apart = function(groupNorm(x, groups: groups, weight: weight, bias: bias))
            #expect(relativeDifference(fused.array, apart.array) < 1e-6)
        }
    }

    @Test(arguments: Activation.allCases) func groupNormGradients(activation: Activation) {
        var numbers = TestNumbers(33)
        for shape: Shape in [[2, 3, 5, 12], [2, 47, 43, 12]] {
            let inputs = [numbers.tensor(shape), numbers.tensor([12]), numbers.tensor([12])]
            checkGradients(of: inputs, tolerance: 4e-3) {
                groupNorm($0[0], groups: 3, weight: $0[1], bias: $0[2], activation: activation)
            }
        }
        let inputs = [numbers.tensor([3, 5, 12]), numbers.tensor([12]), numbers.tensor([12])]
        checkGradients(of: [inputs[0]]) { groupNorm($0[0], groups: 2, activation: activation) }
        checkBFloat16(of: inputs, roundings: 4) {
            groupNorm($0[0], groups: 2, weight: $0[1], bias: $0[2], activation: activation)
        }
        #expect(groupNorm(Tensor(zeros: [0, 4, 4, 6]), groups: 3, activation: activation).shape == [0, 4, 4, 6])
        #expect(groupNorm(Tensor(zeros: [2, 0, 6]), groups: 3, activation: activation).shape == [2, 0, 6])
    }
}
