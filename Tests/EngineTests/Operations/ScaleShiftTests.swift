import Testing

@testable import Engine

@Suite struct ScaleShiftTests {
    @Test func equalsTheFormula() {
        var numbers = TestNumbers(6)
        let (x, scale, shift) = (numbers.tensor([2, 3, 5, 7]), numbers.tensor([2, 7]), numbers.tensor([2, 7]))
        let (a, s, t) = (x.array, scale.array, shift.array)
        let expected = a.indices.map { a[$0] * s[$0 / 105 * 7 + $0 % 7] + t[$0 / 105 * 7 + $0 % 7] }
        #expect(relativeDifference(scaleShiftChannels(x, scale: scale, shift: shift).array, expected) < 1e-6)
        let shifted = a.indices.map { a[$0] + t[$0 / 105 * 7 + $0 % 7] }
        #expect(relativeDifference(scaleShiftChannels(x, shift: shift).array, shifted) < 1e-6)
        #expect(scaleShiftChannels(Tensor(zeros: [0, 3, 7]), scale: Tensor(zeros: [0, 7])).shape == [0, 3, 7])
    }

    @Test func gradients() {
        var numbers = TestNumbers(7)
        // 33 × 31 × 33 elements an image: more than one share of a sum.
        for extents in [[2, 3, 5, 7], [2, 33, 31, 33]] {
            let inputs = [
                numbers.tensor(Shape(extents)), numbers.tensor([2, extents[3]]), numbers.tensor([2, extents[3]]),
            ]
            checkGradients(of: inputs) { scaleShiftChannels($0[0], scale: $0[1], shift: $0[2]) }
        }
        let inputs = [numbers.tensor([3, 2, 3, 5]), numbers.tensor([3, 5])]
        checkGradients(of: inputs) { scaleShiftChannels($0[0], scale: $0[1]) }
        checkGradients(of: inputs) { scaleShiftChannels($0[0], shift: $0[1]) }
        checkBFloat16(of: inputs + [numbers.tensor([3, 5])]) { scaleShiftChannels($0[0], scale: $0[1], shift: $0[2]) }
    }
}
