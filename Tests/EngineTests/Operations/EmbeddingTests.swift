import Testing

@testable import Engine

@Suite struct EmbeddingTests {
    @Test func rowsByNumber() {
        let table = Tensor([1, 2, 3, 4, 5, 6], [3, 2])
        #expect(embedding(table, indices: [2, 0, 2]).array == [5, 6, 1, 2, 5, 6])
        #expect(embedding(table, indices: []).shape == [0, 2])
    }

    @Test func repeatedRowsAddTheirGradients() {
        var numbers = TestNumbers(51)
        let inputs = [numbers.tensor([7, 5])]
        checkGradients(of: inputs) { embedding($0[0], indices: [6, 0, 3, 3, 3, 1]) }
        checkBFloat16(of: inputs) { embedding($0[0], indices: [6, 0, 3, 3, 3, 1]) }
    }
}
