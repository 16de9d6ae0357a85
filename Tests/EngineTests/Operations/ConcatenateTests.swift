import Testing

@testable import Engine

@Suite struct ConcatenateTests {
    @Test func channelsLieSideBySide() {
        let (a, b) = (Tensor([1, 2, 3, 4], [2, 2]), Tensor([5, 6], [2, 1]))
        let both = concatenated([a, b])
        #expect(both.shape == [2, 3])
        #expect(both.array == [1, 2, 5, 3, 4, 6])
        #expect(both.channels(1..<3).array == [2, 5, 4, 6])
        #expect(both.channels(3..<3).shape == [2, 0])
        #expect(concatenated([a, Tensor(zeros: [2, 0])]).array == a.array)
    }

    @Test func gradients() {
        var numbers = TestNumbers(5)
        let inputs = [numbers.tensor([2, 3, 1, 5]), numbers.tensor([2, 3, 1, 3]), numbers.tensor([2, 3, 1, 2])]
        checkGradients(of: inputs) { concatenated($0) }
        checkGradients(of: [inputs[0]]) { $0[0].channels(1..<4) }
        checkBFloat16(of: inputs, roundings: 0) { concatenated($0).channels(1..<9) }
    }
}
