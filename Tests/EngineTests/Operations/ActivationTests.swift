import Foundation
import Testing

@testable import Engine

@Suite struct ActivationTests {
    private func expectEqual(
        _ operation: (Tensor) -> Tensor, _ formula: (Double) -> Double, from low: Float = -12, to high: Float = 12,
        within tolerance: Float = 1e-6, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let x = (0...20_000).map { low + (high - low) * Float($0) / 20_000 }
        let found = operation(Tensor(x, [x.count])).array
        for (v, y) in zip(x, found) {
            let exact = Float(formula(Double(v)))
            guard abs(y - exact) > tolerance * max(1, abs(exact)) else { continue }
            Issue.record("at \(v): \(y), not \(exact)", sourceLocation: sourceLocation)
            return
        }
    }

    @Test func valuesFollowTheFormulas() {
        expectEqual(gelu, { $0 * 0.5 * erfc(-$0 / 2.0.squareRoot()) })
        expectEqual(
            geluTanh,
            { 0.5 * $0 * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) })
        expectEqual(silu, { $0 / (1 + Foundation.exp(-$0)) })
        expectEqual(relu, { max($0, 0) }, within: 0)
        expectEqual(sigmoid, { 1 / (1 + Foundation.exp(-$0)) })
        expectEqual(Engine.tanh, Foundation.tanh)
        expectEqual(Engine.exp, Foundation.exp)
        expectEqual(Engine.log, Foundation.log, from: 1e-3, to: 1e4)
        expectEqual(Engine.sqrt, { $0.squareRoot() }, from: 0)
        expectEqual(square, { $0 * $0 })
        expectEqual(Engine.sin, Foundation.sin, from: -8000, to: 9000)
        expectEqual(Engine.cos, Foundation.cos, from: -8000, to: 9000)
    }

    @Test func gradients() {
        var numbers = TestNumbers(20)
        let inputs = [numbers.tensor([3, 5, 7], scale: 3)]
        for operation in [gelu, geluTanh, silu, sigmoid, Engine.tanh, Engine.exp, square, Engine.sin, Engine.cos] {
            checkGradients(of: inputs) { operation($0[0]) }
            checkBFloat16(of: inputs) { operation($0[0]) }
        }
        let positive = [numbers.tensor([3, 5, 7], scale: 0.5, offset: 1.5)]
        for operation in [Engine.log, Engine.sqrt] {
            checkGradients(of: positive) { operation($0[0]) }
            checkBFloat16(of: positive) { operation($0[0]) }
        }
        // Away from the corner, where the difference quotient would see both sides.
        let corner = Tensor(inputs[0].array.map { $0 < 0 ? $0 - 0.1 : $0 + 0.1 }, inputs[0].shape)
        checkGradients(of: [corner]) { relu($0[0]) }
        checkBFloat16(of: [corner]) { relu($0[0]) }
    }

    @Test func edges() {
        let x = Tensor([.infinity, -.infinity, .nan, 0, 1e30, -1e30], [6])
        func values(_ operation: (Tensor) -> Tensor) -> [Float] { operation(x).array }
        #expect(values(gelu)[0] == .infinity && values(gelu)[2].isNaN && values(gelu)[4] == 1e30)
        #expect(values(silu)[0] == .infinity && values(silu)[2].isNaN && values(silu)[5] == 0)
        #expect(values(relu)[0] == .infinity && values(relu)[1] == 0 && values(relu)[2].isNaN)
        #expect(values(Engine.exp)[0] == .infinity && values(Engine.exp)[1] == 0 && values(Engine.exp)[2].isNaN)
        #expect(values(Engine.exp)[3] == 1)
        #expect(values(Engine.log)[0] == .infinity && values(Engine.log)[1].isNaN && values(Engine.log)[2].isNaN)
        #expect(values(Engine.log)[3] == -.infinity)
        #expect(values(Engine.sin)[0].isNaN && values(Engine.sin)[3] == 0 && abs(values(Engine.sin)[4]) <= 1)
        #expect(values(Engine.tanh)[0] == 1 && values(Engine.tanh)[1] == -1 && values(Engine.tanh)[2].isNaN)
        #expect(values(sigmoid)[0] == 1 && values(sigmoid)[1] == 0)
        #expect(silu(Tensor(zeros: [0, 3])).shape == [0, 3])
    }
}
