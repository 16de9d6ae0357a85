import Testing

@testable import Engine

@Suite struct DropoutTests {
    /// `torch.manual_seed(0); torch.nn.functional.dropout(torch.ones(20), 0.3)`.
    @Test func dropsWhatPyTorchDrops() {
        var generator = Generator(seed: 0)
        let y = dropout(Tensor(repeating: 1, [20]), probability: 0.3, generator: &generator)
        let kept = [2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]
        #expect(y.array == (0..<20).map { kept.contains($0) ? Float(1 / 0.7) : 0 })
    }

    @Test func gradients() {
        var numbers = TestNumbers(70)
        let inputs = [numbers.tensor([3, 5, 7])]
        checkGradients(of: inputs) { x in
            var generator = Generator(seed: 5)
            return dropout(x[0], probability: 0.4, generator: &generator)
        }
        checkBFloat16(of: inputs, roundings: 4) { x in
            var generator = Generator(seed: 5)
            return dropout(x[0], probability: 0.4, generator: &generator)
        }
    }

    @Test func edges() {
        var generator = Generator(seed: 1)
        let x = Tensor([1, 2, 3], [3])
        #expect(dropout(x, probability: 0, generator: &generator).array == [1, 2, 3])
        #expect(generator == Generator(seed: 1))
        #expect(dropout(x, probability: 1, generator: &generator).array == [0, 0, 0])
        #expect(dropout(Tensor(zeros: [0, 3]), probability: 0.5, generator: &generator).shape == [0, 3])
    }
}
