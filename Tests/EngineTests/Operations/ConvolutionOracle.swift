import Foundation
import Kernels
import Testing

@testable import Engine

/// A convolution whose three passes are held against the definition.
struct ConvolutionCase: Sendable, CustomStringConvertible {
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
            x: [batch, height, width, inputs], .float32,
            weight: Tensor(zeros: [outputs, inputs, kernel, kernel]),
            stride: stride, padding: padding)
    }
}

/// y, dx and dw of the definition, in double.
func convolutionOracle(_ s: ConvolutionShape, _ x: [Float], _ w: [Float], _ dy: [Float]) -> [[Double]] {
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

/// Holds y, dx and dw, as `passes` computes them from (x, w, dy), against the definition, within `tolerance` of the largest value of each,
/// and asks for the same bits with other numbers of threads.
func checkConvolution(
    _ s: ConvolutionShape, tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation,
    passes: (Tensor, Tensor, Tensor) -> [Tensor]
) {
    var numbers = TestNumbers(1)
    let (x, w, dy) = (numbers.tensor(s.source), numbers.tensor(s.weight), numbers.tensor(s.destination))
    let threads = kernels_threads()
    defer { kernels_set_threads(threads) }
    kernels_set_threads(1)
    let found = passes(x, w, dy).map(\.array)
    for (name, (values, wanted)) in zip(
        ["y", "dx", "dw"], zip(found, convolutionOracle(s, x.array, w.array, dy.array)))
    {
        let largest = wanted.map(abs).max() ?? 0
        let worst = zip(values, wanted).map { abs(Double($0) - $1) }.max() ?? .infinity
        #expect(values.count == wanted.count && values.allSatisfy(\.isFinite), sourceLocation: sourceLocation)
        #expect(worst <= tolerance * largest, "\(name): off by \(worst) of \(largest)", sourceLocation: sourceLocation)
    }
    for count: Int32 in [2, 3, 7] {
        kernels_set_threads(count)
        #expect(passes(x, w, dy).map(\.array) == found, "\(count) threads", sourceLocation: sourceLocation)
    }
}
