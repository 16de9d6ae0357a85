import Testing

@testable import Engine

/// The operations every other one leans on: sums of two, views, other element types.
@Suite struct BasicTests {
    @Test func addScaledGradients() {
        var numbers = TestNumbers(60)
        let inputs = [numbers.tensor([3, 5, 7]), numbers.tensor([3, 5, 7])]
        checkGradients(of: inputs) { addScaled($0[0], 0.3, $0[1], -1.7) }
        checkGradients(of: [inputs[0]]) { scaleAdd($0[0], 0.3, 4) }
        checkBFloat16(of: inputs) { addScaled($0[0], 0.3, $0[1], -1.7) }
    }

    @Test func viewsPassTheirGradientsOn() {
        var numbers = TestNumbers(61)
        checkGradients(of: [numbers.tensor([3, 5, 7])]) { square($0[0].reshaped([21, 5])) }
    }

    @Test func aGradientComesBackInItsOwnType() {
        let tape = Tape()
        let x = tape.variable(Tensor([1, 2, 3.001], [3]))
        let y = x.to(.bfloat16)
        #expect(y.elementType == .bfloat16 && y.array == [1, 2, 3])
        tape.backward(from: y, seed: Tensor([1, 2, 3], [3]).convertedStorage(to: .bfloat16))
        #expect(tape.gradient(of: x)?.elementType == .float32)
        #expect(tape.gradient(of: x)?.array == [1, 2, 3])
    }
}
