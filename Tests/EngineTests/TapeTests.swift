import Testing

@testable import Engine

@Suite struct TapeTests {
    @Test func aValueUsedTwiceReceivesBothGradients() {
        let tape = Tape()
        let x = tape.variable(Tensor([1, -2, 3], [3]))
        let y = addScaled(x, 2, x, 3)
        tape.backward(from: y, seed: Tensor([1, 10, 100], [3]))
        #expect(tape.gradient(of: x)?.array == [5, 50, 500])
    }
}
