import Testing

@testable import Engine

/// The convolutions with few channels on one side, and those whose windows tile the image, against the definition.
@Suite struct ThinConvolutionTests {
    private static let thin: [ConvolutionCase] = [
        ConvolutionCase(batch: 1, height: 1, width: 1, inputs: 1, outputs: 1),
        ConvolutionCase(height: 8, width: 9, inputs: 1, outputs: 16),
        ConvolutionCase(batch: 3, height: 28, width: 28, inputs: 1, outputs: 64),
        ConvolutionCase(batch: 5, height: 28, width: 28, inputs: 64, outputs: 1),
        ConvolutionCase(height: 6, width: 5, inputs: 17, outputs: 3, padding: 2),
        ConvolutionCase(batch: 1, height: 5, width: 7, inputs: 2, outputs: 33, kernel: 5, padding: 0),
        ConvolutionCase(height: 6, width: 5, inputs: 9, outputs: 8, kernel: 1, padding: 0),
    ]

    @Test(arguments: thin) func thinEqualsTheDefinition(_ c: ConvolutionCase) {
        let s = c.shape
        #expect(ThinConvolution.suits(s))
        let (forward, data) = (ThinConvolution(.forward, s), ThinConvolution(.data, s))
        checkConvolution(s, tolerance: 2e-6) { x, w, dy in
            [
                forward.run(x, packed: forward.packed(w)), data.run(dy, packed: data.packed(w)),
                ThinConvolution(.weights, s).weightGradient(x, dy, s.weight),
            ]
        }
    }

    private static let windows: [ConvolutionCase] = [
        ConvolutionCase(height: 2, width: 2, inputs: 1, outputs: 1, kernel: 2, stride: 2, padding: 0),
        ConvolutionCase(batch: 3, height: 7, width: 7, inputs: 19, outputs: 23, kernel: 7, stride: 7, padding: 0),
        ConvolutionCase(batch: 64, height: 7, width: 7, inputs: 32, outputs: 32, kernel: 7, stride: 7, padding: 0),
        ConvolutionCase(height: 9, width: 6, inputs: 5, outputs: 18, kernel: 3, stride: 3, padding: 0),
    ]

    @Test(arguments: windows) func windowsEqualTheDefinition(_ c: ConvolutionCase) {
        let s = c.shape
        #expect(WindowConvolution.suits(s))
        let method = WindowConvolution(s)
        checkConvolution(s, tolerance: 2e-6) { x, w, dy in
            [method.forward(x, w), method.data(dy, packed: method.packed(w)), method.weightGradient(x, dy)]
        }
    }

    @Test(arguments: [(1, 20), (20, 1)], [Activation.gelu, .silu, .none])
    func biasAndActivationAreFused(_ channels: (Int, Int), _ activation: Activation) {
        var numbers = TestNumbers(3)
        let s = ConvolutionCase(height: 9, width: 7, inputs: channels.0, outputs: channels.1).shape
        let (x, w, bias) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor([s.outputs]))
        let method = ThinConvolution(.forward, s)
        let packed = method.packed(w)
        let expected = Affine(bias: bias).apply(method.run(x, packed: packed), activation)
        let found = method.run(x, packed: packed, bias: bias, activation: activation)
        #expect(relativeDifference(found.array, expected.array) < 1e-6)
    }
}
