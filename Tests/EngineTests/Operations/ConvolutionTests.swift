import Testing

@testable import Engine

@Suite struct ConvolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var batch = 2
        var height: Int
        var width: Int
        var inputs: Int
        var outputs: Int
        var kernel: Int
        var stride = 1
        var padding = 0

        var testDescription: String {
            "\(batch)×\(height)×\(width) \(inputs)→\(outputs) k\(kernel) s\(stride) p\(padding)"
        }
    }

    static let cases = [
        Case(height: 7, width: 5, inputs: 3, outputs: 4, kernel: 3, padding: 1),
        Case(height: 8, width: 9, inputs: 5, outputs: 2, kernel: 3, stride: 2, padding: 1),
        Case(batch: 1, height: 6, width: 6, inputs: 1, outputs: 1, kernel: 1),
        Case(height: 11, width: 10, inputs: 2, outputs: 3, kernel: 5, stride: 3, padding: 2),
        Case(height: 7, width: 7, inputs: 3, outputs: 2, kernel: 7),
        Case(batch: 3, height: 9, width: 6, inputs: 17, outputs: 9, kernel: 4, stride: 2, padding: 1),
        Case(height: 14, width: 14, inputs: 64, outputs: 64, kernel: 3, padding: 1),
        Case(height: 12, width: 13, inputs: 1, outputs: 16, kernel: 3, padding: 1),
        Case(height: 12, width: 13, inputs: 16, outputs: 1, kernel: 3, padding: 1),
    ]

    /// The definition, in double: y[b, p, q, o] = Σ x[b, p s + i − r, q s + j − r, c] w[o, c, i, j].
    private func oracle(_ x: Tensor, _ w: Tensor, _ bias: [Float], stride s: Int, padding r: Int) -> [Float] {
        let (B, H, W, I) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        let (O, k) = (w.shape[0], w.shape[2])
        let (P, Q) = ((H + 2 * r - k) / s + 1, (W + 2 * r - k) / s + 1)
        let (a, f) = (x.array, w.array)
        var y: [Float] = []
        for b in 0..<B {
            for p in 0..<P {
                for q in 0..<Q {
                    for o in 0..<O {
                        var sum = Double(bias[o])
                        for i in 0..<k where (0..<H).contains(p * s + i - r) {
                            for j in 0..<k where (0..<W).contains(q * s + j - r) {
                                for c in 0..<I {
                                    let source = ((b * H + p * s + i - r) * W + q * s + j - r) * I + c
                                    sum += Double(a[source]) * Double(f[((o * I + c) * k + i) * k + j])
                                }
                            }
                        }
                        y.append(Float(sum))
                    }
                }
            }
        }
        return y
    }

    @Test(arguments: cases) func equalsTheDefinition(_ c: Case) {
        var numbers = TestNumbers(1)
        let x = numbers.tensor([c.batch, c.height, c.width, c.inputs])
        let w = numbers.tensor([c.outputs, c.inputs, c.kernel, c.kernel])
        let bias = numbers.tensor([c.outputs])
        let y = convolution(x, weight: w, bias: bias, stride: c.stride, padding: c.padding)
        let expected = oracle(x, w, bias.array, stride: c.stride, padding: c.padding)
        #expect(relativeDifference(y.array, expected) < 1e-5)
    }

    @Test(arguments: cases) func gradients(_ c: Case) {
        var numbers = TestNumbers(2)
        let inputs = [
            numbers.tensor([c.batch, c.height, c.width, c.inputs]),
            numbers.tensor([c.outputs, c.inputs, c.kernel, c.kernel]), numbers.tensor([c.outputs]),
        ]
        checkGradients(of: inputs) {
            convolution($0[0], weight: $0[1], bias: $0[2], stride: c.stride, padding: c.padding)
        }
    }

    /// ⟨conv(x), z⟩ = ⟨x, transposed(z)⟩ for the same weight: the definition of an adjoint.
    @Test(arguments: cases) func transposedIsTheAdjoint(_ c: Case) {
        var numbers = TestNumbers(3)
        let w = numbers.tensor([c.outputs, c.inputs, c.kernel, c.kernel])
        let z = numbers.tensor([c.batch, 3, 4, c.outputs])
        let up = transposedConvolution(z, weight: w, bias: nil, stride: c.stride, padding: c.padding == 0 ? 0 : 1)
        guard up.shape[1] > 0, up.shape[2] > 0 else { return }
        let x = numbers.tensor(up.shape)
        let down = convolution(x, weight: w, bias: nil, stride: c.stride, padding: c.padding == 0 ? 0 : 1)
        #expect(down.shape == z.shape)
        let (a, b) = (dot(down, z), dot(x, up))
        #expect(abs(a - b) <= 1e-4 * max(abs(a), abs(b), 1))
    }

    @Test(arguments: [(4, 2, 1), (7, 7, 0), (3, 1, 1), (2, 3, 0)])
    func transposedGradients(_ kernel: Int, _ stride: Int, _ padding: Int) {
        var numbers = TestNumbers(4)
        let inputs = [numbers.tensor([2, 3, 4, 5]), numbers.tensor([5, 3, kernel, kernel]), numbers.tensor([3])]
        checkGradients(of: inputs) {
            transposedConvolution($0[0], weight: $0[1], bias: $0[2], stride: stride, padding: padding)
        }
    }

    /// The input may be bfloat16; weights and their gradients stay float32.
    @Test func bfloat16Activations() {
        var numbers = TestNumbers(5)
        let w = numbers.tensor([6, 5, 3, 3])
        checkBFloat16(of: [numbers.tensor([2, 7, 6, 5])]) { convolution($0[0], weight: w, bias: nil, padding: 1) }
        let tape = Tape()
        let x = numbers.tensor([2, 7, 6, 5]).to(.bfloat16)
        let weight = tape.variable(w)
        let y = convolution(x, weight: weight, bias: nil, padding: 1)
        #expect(y.elementType == .bfloat16)
        tape.backward(from: y, seed: Tensor(repeating: 1, y.shape, .bfloat16))
        #expect(tape.gradient(of: weight)?.elementType == .float32)
    }

    /// No gradient is computed for an input nobody asks about.
    @Test func onlyWhatIsWantedIsComputed() {
        var numbers = TestNumbers(6)
        let tape = Tape()
        let x = numbers.tensor([1, 5, 5, 2])
        let w = tape.variable(numbers.tensor([3, 2, 3, 3]))
        let y = convolution(x, weight: w, bias: nil)
        tape.backward(from: y, seed: Tensor(repeating: 1, y.shape))
        #expect(tape.gradient(of: x) == nil)
        #expect(tape.gradient(of: w) != nil)
    }

    @Test(arguments: [false, true], [Activation.none, .gelu])
    func foldedEqualsConvolutionNormAndActivation(_ transposed: Bool, _ activation: Activation) {
        var numbers = TestNumbers(7)
        let x = numbers.tensor([2, 6, 5, 4])
        let w = numbers.tensor(transposed ? [4, 3, 4, 4] : [3, 4, 4, 4])
        let bias = numbers.tensor([3])
        let (scale, shift, mean) = (numbers.tensor([3]), numbers.tensor([3]), numbers.tensor([3]))
        let variance = numbers.tensor([3], scale: 0.4, offset: 1)
        let folded = FoldedConvolution(
            weight: w, bias: bias,
            normalization: .init(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: 1e-5), stride: 2,
            padding: 1, transposed: transposed, activation: activation)
        let plain =
            transposed
            ? transposedConvolution(x, weight: w, bias: bias, stride: 2, padding: 1)
            : convolution(x, weight: w, bias: bias, stride: 2, padding: 1)
        let expected = batchNormInference(
            plain, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: 1e-5, activation: activation)
        #expect(relativeDifference(folded([x]).array, expected.array) < 1e-5)
    }
}
