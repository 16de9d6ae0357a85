import Foundation
import Kernels
import Testing

@Suite struct OptimizerTests {
    /// Adam as its paper and PyTorch write it, in double.
    private func reference(
        _ w: inout [Double], _ m: inout [Double], _ v: inout [Double], _ g: [Double], _ step: kernels_adam_step
    ) {
        let t = Double(step.step)
        for i in w.indices {
            let gradient = g[i] * step.gradient_scale
            m[i] = step.beta1 * m[i] + (1 - step.beta1) * gradient
            v[i] = step.beta2 * v[i] + (1 - step.beta2) * gradient * gradient
            let denominator = v[i].squareRoot() / (1 - pow(step.beta2, t)).squareRoot() + step.epsilon
            w[i] -= step.learning_rate * step.weight_decay * w[i]
            w[i] -= step.learning_rate / (1 - pow(step.beta1, t)) * m[i] / denominator
        }
    }

    @Test(arguments: [0.0, 0.1]) func adamFollowsItsFormula(weightDecay: Double) {
        let n = 1003
        var w = (0..<n).map { Float(sin(Double($0))) }
        var m = [Float](repeating: 0, count: n)
        var v = m
        var (exactW, exactM, exactV) = (w.map(Double.init), m.map(Double.init), v.map(Double.init))
        for t in 1...5 {
            let g = (0..<n).map { Float(cos(Double($0 * t)) * pow(10, Double($0 % 9) - 6)) }
            var step = kernels_adam_step(
                learning_rate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: weightDecay,
                gradient_scale: 0.5, step: t)
            kernels_adam(&w, g, &m, &v, n, &step)
            reference(&exactW, &exactM, &exactV, g.map(Double.init), step)
        }
        // A step is at most about the learning rate; five of them may each round at 1e-7 of a weight near one.
        let worst = zip(w, exactW).map { abs(Double($0) - $1) }.max() ?? 1
        #expect(worst < 1e-6)
    }

    @Test func movingAverage() {
        var average: [Float] = [1, 2, 3]
        kernels_ema(&average, [3, 2, 1], 0.75, 3)
        #expect(average == [1.5, 2, 2.5])
    }

    @Test func sumOfSquares() {
        let x = (0..<100_003).map { Float(sin(Double($0))) }
        let exact = x.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(kernels_sum_of_squares(x, x.count) - exact) < 1e-9 * exact)
        #expect(kernels_sum_of_squares(x, 0) == 0)
        #expect(kernels_sum_of_squares([.nan], 1).isNaN)
    }
}
