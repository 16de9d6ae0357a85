import Foundation
import Kernels
import Testing

@testable import Engine

/// Winograd's convolution against the definition in double, on extents that are no multiples of its tiles or panels. The kernels are
/// called whatever the channels are; the engine uses them from sixteen on.
///
/// The points are not exact in float32, so the error is that of the transforms: measured 2·10⁻⁶ of the largest value at most (the sum in
/// order has about 3·10⁻⁷), asked to stay under 5·10⁻⁶.
@Suite struct WinogradTests {
    struct Case: Sendable, CustomStringConvertible {
        var batch = 2
        var height: Int
        var width: Int
        var inputs: Int
        var outputs: Int
        var kernel = 3
        var stride = 1
        var padding = 1

        var description: String {
            "\(batch)×\(height)×\(width), \(inputs) to \(outputs), kernel \(kernel), stride \(stride), padding \(padding)"
        }

        var shape: ConvolutionShape {
            ConvolutionShape(
                x: Tensor(zeros: [batch, height, width, inputs]),
                weight: Tensor(zeros: [outputs, inputs, kernel, kernel]),
                stride: stride, padding: padding)
        }
    }

    static let cases: [Case] = [
        Case(batch: 1, height: 1, width: 1, inputs: 1, outputs: 1),
        Case(batch: 1, height: 1, width: 1, inputs: 17, outputs: 16),
        Case(height: 7, width: 5, inputs: 3, outputs: 17),
        Case(height: 8, width: 8, inputs: 16, outputs: 16),
        Case(batch: 1, height: 13, width: 6, inputs: 5, outputs: 3, padding: 0),
        Case(batch: 1, height: 9, width: 2, inputs: 33, outputs: 20, padding: 2),
        Case(batch: 3, height: 28, width: 28, inputs: 16, outputs: 32),
        Case(batch: 5, height: 14, width: 14, inputs: 64, outputs: 48),
        Case(batch: 33, height: 7, width: 7, inputs: 17, outputs: 31),
        Case(height: 7, width: 7, inputs: 17, outputs: 5, stride: 2),
        Case(height: 9, width: 6, inputs: 16, outputs: 16, stride: 2, padding: 0),
        Case(height: 14, width: 14, inputs: 32, outputs: 16, stride: 2),
        Case(batch: 1, height: 14, width: 11, inputs: 3, outputs: 20, kernel: 4, stride: 2),
        Case(batch: 1, height: 4, width: 4, inputs: 1, outputs: 2, kernel: 4, stride: 2, padding: 0),
        Case(height: 28, width: 28, inputs: 16, outputs: 48, kernel: 4, stride: 2),
        Case(batch: 1, height: 5, width: 3, inputs: 5, outputs: 1, kernel: 4, stride: 2, padding: 2),
    ]

    /// y, dx and dw of the definition, in double.
    private func oracle(_ s: ConvolutionShape, _ x: [Float], _ w: [Float], _ dy: [Float]) -> [[Double]] {
        var y = [Double](repeating: 0, count: dy.count)
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: w.count)
        let k = s.kernel
        for pixel in 0..<(s.batch * s.outHeight * s.outWidth) {
            let (b, p, q) = (pixel / s.outWidth / s.outHeight, pixel / s.outWidth % s.outHeight, pixel % s.outWidth)
            for tap in 0..<(k * k) {
                let (row, column) = (p * s.stride + tap / k - s.padding, q * s.stride + tap % k - s.padding)
                guard (0..<s.height).contains(row), (0..<s.width).contains(column) else { continue }
                let source = ((b * s.height + row) * s.width + column) * s.inputs
                for o in 0..<s.outputs {
                    for c in 0..<s.inputs {
                        let weight = (o * s.inputs + c) * k * k + tap
                        let gradient = Double(dy[pixel * s.outputs + o])
                        y[pixel * s.outputs + o] += Double(x[source + c]) * Double(w[weight])
                        dx[source + c] += gradient * Double(w[weight])
                        dw[weight] += gradient * Double(x[source + c])
                    }
                }
            }
        }
        return [y, dx, dw]
    }

    private func all(_ s: ConvolutionShape, _ x: Tensor, _ w: Tensor, _ dy: Tensor) -> [[Float]] {
        let forward = WinogradConvolution(.forward, s)
        let data = WinogradConvolution(.data, s)
        return [
            forward.run(x, packed: forward.packed(w)).array, data.run(dy, packed: data.packed(w)).array,
            forward.weightGradient(x, dy, s.weight).array,
        ]
    }

    @Test(arguments: cases) func equalsTheDefinition(_ c: Case) {
        var numbers = TestNumbers(1)
        let s = c.shape
        let (x, w, dy) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor(s.destination))
        let expected = oracle(s, x.array, w.array, dy.array)
        for (name, (found, wanted)) in zip(["y", "dx", "dw"], zip(all(s, x, w, dy), expected)) {
            let largest = wanted.map(abs).max() ?? 0
            let worst = zip(found, wanted).map { abs(Double($0) - $1) }.max() ?? .infinity
            #expect(found.count == wanted.count && found.allSatisfy(\.isFinite))
            #expect(worst <= 5e-6 * largest, "\(name): off by \(worst) of \(largest)")
        }
    }

    /// The tiles are dealt out by the number of threads; no bit may follow it.
    @Test(arguments: cases) func theNumberOfThreadsChangesNoBit(_ c: Case) {
        var numbers = TestNumbers(2)
        let s = c.shape
        let (x, w, dy) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor(s.destination))
        let threads = kernels_threads()
        defer { kernels_set_threads(threads) }
        kernels_set_threads(1)
        let expected = all(s, x, w, dy)
        for count: Int32 in [2, 3, 7] {
            kernels_set_threads(count)
            #expect(all(s, x, w, dy) == expected, "\(count) threads")
        }
    }

    @Test(arguments: [Activation.gelu, .silu, .none]) func biasAndActivationAreFused(_ activation: Activation) {
        var numbers = TestNumbers(3)
        let s = Case(height: 9, width: 7, inputs: 19, outputs: 21).shape
        let (x, w, bias) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor([s.outputs]))
        let method = WinogradConvolution(.forward, s)
        let packed = method.packed(w)
        let expected = Affine(bias: bias).apply(method.run(x, packed: packed), activation)
        let found = method.run(x, packed: packed, bias: bias, activation: activation)
        #expect(relativeDifference(found.array, expected.array) < 1e-6)
    }
}
