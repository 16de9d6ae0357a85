import Foundation
import Testing

@testable import Engine

/// Winograd's convolution against the definition in double, on extents that are no multiples of its tiles or panels. The kernels are
/// called whatever the channels are; the engine uses them from sixteen on.
///
/// The points are not exact in float32, so the error is that of the transforms: measured 2·10⁻⁶ of the largest value at most (the sum in
/// order has about 3·10⁻⁷), asked to stay under 5·10⁻⁶.
@Suite struct WinogradTests {
    static let cases: [ConvolutionCase] = [
        ConvolutionCase(batch: 1, height: 1, width: 1, inputs: 1, outputs: 1),
        ConvolutionCase(batch: 1, height: 1, width: 1, inputs: 17, outputs: 16),
        ConvolutionCase(height: 7, width: 5, inputs: 3, outputs: 17),
        ConvolutionCase(height: 8, width: 8, inputs: 16, outputs: 16),
        ConvolutionCase(batch: 1, height: 13, width: 6, inputs: 5, outputs: 3, padding: 0),
        ConvolutionCase(batch: 1, height: 9, width: 2, inputs: 33, outputs: 20, padding: 2),
        ConvolutionCase(batch: 3, height: 28, width: 28, inputs: 16, outputs: 32),
        ConvolutionCase(batch: 5, height: 14, width: 14, inputs: 64, outputs: 48),
        ConvolutionCase(batch: 33, height: 7, width: 7, inputs: 17, outputs: 31),
        ConvolutionCase(height: 7, width: 7, inputs: 17, outputs: 5, stride: 2),
        ConvolutionCase(height: 9, width: 6, inputs: 16, outputs: 16, stride: 2, padding: 0),
        ConvolutionCase(height: 14, width: 14, inputs: 32, outputs: 16, stride: 2),
        ConvolutionCase(batch: 1, height: 14, width: 11, inputs: 3, outputs: 20, kernel: 4, stride: 2),
        ConvolutionCase(batch: 1, height: 4, width: 4, inputs: 1, outputs: 2, kernel: 4, stride: 2, padding: 0),
        ConvolutionCase(height: 28, width: 28, inputs: 16, outputs: 48, kernel: 4, stride: 2),
        ConvolutionCase(batch: 1, height: 5, width: 3, inputs: 5, outputs: 1, kernel: 4, stride: 2, padding: 2),
    ]

    @Test(arguments: cases) func equalsTheDefinition(_ c: ConvolutionCase) {
        let s = c.shape
        let (forward, data) = (WinogradConvolution(.forward, s), WinogradConvolution(.data, s))
        checkConvolution(s, tolerance: 5e-6) { x, w, dy in
            [
                forward.run(x, packed: forward.packed(w)), data.run(dy, packed: data.packed(w)),
                forward.weightGradient(x, dy, s.weight),
            ]
        }
    }

    /// An input in parts, one of them of fewer images, gives the bits of the parts brought together; what cannot come so is refused.
    @Test(arguments: [(3, 1, 1), (4, 2, 1)]) func partsAreTheWhole(_ kernel: Int, _ stride: Int, _ padding: Int) {
        var numbers = TestNumbers(4)
        let c = ConvolutionCase(
            batch: 4, height: 10, width: 14, inputs: 53, outputs: 53, kernel: kernel, stride: stride, padding: padding)
        // At stride 2 the source of one step is the small image: that of the data gradient.
        let method = WinogradConvolution(stride == 1 ? .forward : .data, c.shape)
        let (h, w) = stride == 1 ? (10, 14) : (5, 7)
        let parts = [
            numbers.tensor([4, h, w, 32]), numbers.tensor([2, h, w, 16]), numbers.tensor([1, h, w, 5]),
        ]
        let packed = method.packed(numbers.tensor(c.shape.weight))
        let whole = concatenated(parts.map { $0.repeatedRows(4 / $0.shape[0]) })
        #expect(method.takes(parts))
        #expect(method.run(parts, packed: packed).array == method.run(whole, packed: packed).array)
        #expect(!method.takes(parts.reversed()))
        let strided = ConvolutionCase(batch: 4, height: 10, width: 14, inputs: 32, outputs: 16, kernel: 4, stride: 2)
        #expect(!WinogradConvolution(.forward, strided.shape).takes(parts))
    }

    @Test(arguments: [Activation.gelu, .silu, .none]) func biasAndActivationAreFused(_ activation: Activation) {
        var numbers = TestNumbers(3)
        let s = ConvolutionCase(height: 9, width: 7, inputs: 19, outputs: 21).shape
        let (x, w, bias) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor([s.outputs]))
        let method = WinogradConvolution(.forward, s)
        let packed = method.packed(w)
        let expected = Affine(bias: bias).apply(method.run(x, packed: packed), activation)
        let found = method.run(x, packed: packed, bias: bias, activation: activation)
        #expect(relativeDifference(found.array, expected.array) < 1e-6)
    }
}
