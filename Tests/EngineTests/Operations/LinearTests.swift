import Testing

@testable import Engine

@Suite struct LinearTests {
    @Test func equalsTheSumsWrittenOut() {
        var numbers = TestNumbers(1)
        let (x, weight, bias) = (numbers.tensor([3, 5]), numbers.tensor([7, 5]), numbers.tensor([7]))
        let (a, w, b) = (x.array, weight.array, bias.array)
        var expected = [Float](repeating: 0, count: 21)
        for i in 0..<21 {
            var sum = Double(b[i % 7])
            for k in 0..<5 { sum += Double(a[i / 7 * 5 + k]) * Double(w[i % 7 * 5 + k]) }
            expected[i] = Float(sum)
        }
        let y = linear(x, weight: weight, bias: bias)
        #expect(y.shape == [3, 7])
        #expect(relativeDifference(y.array, expected) < 1e-6)
    }

    @Test func gradients() {
        var numbers = TestNumbers(2)
        let inputs = [numbers.tensor([2, 3, 5]), numbers.tensor([7, 5]), numbers.tensor([7])]
        checkGradients(of: inputs) { linear($0[0], weight: $0[1], bias: $0[2]) }
        checkGradients(of: Array(inputs[..<2])) { linear($0[0], weight: $0[1]) }
        checkBFloat16(of: inputs) { linear($0[0], weight: $0[1], bias: $0[2]) }
    }

    @Test func weightsMayBeStoredInAnotherType() {
        var numbers = TestNumbers(3)
        let tape = Tape()
        let x = tape.variable(numbers.tensor([4, 6]).convertedStorage(to: .bfloat16))
        let weight = tape.variable(numbers.tensor([3, 6]))
        let bias = tape.variable(numbers.tensor([3]))
        let y = linear(x, weight: weight, bias: bias)
        #expect(y.elementType == .bfloat16)
        tape.backward(from: y, seed: Tensor(repeating: 1, [4, 3], .bfloat16))
        #expect(tape.gradient(of: x)?.elementType == .bfloat16)
        #expect(tape.gradient(of: weight)?.elementType == .float32)
        #expect(tape.gradient(of: bias)?.array == [4, 4, 4])
    }

    @Test func noRowsAndNoInputs() {
        let weight = Tensor(repeating: 1, [3, 2])
        #expect(linear(Tensor(zeros: [0, 2]), weight: weight).shape == [0, 3])
        let bias = Tensor([1, 2, 3], [3])
        #expect(linear(Tensor(zeros: [2, 0]), weight: Tensor(zeros: [3, 0]), bias: bias).array == [1, 2, 3, 1, 2, 3])
        #expect(linear(Tensor(zeros: [2, 0]), weight: Tensor(zeros: [3, 0])).array == [0, 0, 0, 0, 0, 0])
    }

    @Test func bothLibrariesMultiplyAlike() {
        var numbers = TestNumbers(4)
        let (a, b) = (numbers.tensor([7, 5]), numbers.tensor([7, 3]))
        let results = [MatrixProduct.Library.openBLAS, .oneDNN].map { library -> [Float] in
            let c = Tensor(repeating: 1, [5, 3])
            MatrixProduct.compute(
                .init(start: a.floats, stride: 5, transposed: true), .init(start: b.floats, stride: 3),
                into: c.floats, cStride: 3, m: 5, n: 3, k: 7, alpha: 2, beta: 0.5, with: library)
            return c.array
        }
        #expect(relativeDifference(results[0], results[1]) < 1e-6)
        let (left, right) = (a.array, b.array)
        var expected = [Float](repeating: 0.5, count: 15)
        for i in 0..<15 {
            for k in 0..<7 { expected[i] += 2 * left[k * 5 + i / 3] * right[k * 3 + i % 3] }
        }
        #expect(relativeDifference(results[0], expected) < 1e-6)
    }

    @Test func theLibraryIsChosenByTheProcessor() {
        #expect(MatrixProduct.library(forCore: "Haswell", hasAVX512: true) == .oneDNN)
        #expect(MatrixProduct.library(forCore: "Zen", hasAVX512: false) == .openBLAS)
        #expect(MatrixProduct.library(forCore: "SkylakeX", hasAVX512: true) == .openBLAS)
        #expect(MatrixProduct.library(forCore: "Sapphirerapids", hasAVX512: true) == .openBLAS)
    }
}
