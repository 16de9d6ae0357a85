import Kernels

/// `y[b, p, q, o] = Σ x[b, p s + i − r, q s + j − r, c] w[o, c, i, j] + bias[o]`, s the stride, r the padding.
///
/// - Parameters:
///   - x: `[B, H, W, I]`, float32 or bfloat16.
///   - weight: `[O, I, k, k]`, float32, PyTorch's layout.
///   - bias: `[O]`, float32.
/// - Returns: `[B, (H + 2r − k)/s + 1, (W + 2r − k)/s + 1, O]` in x's element type.
public func convolution(_ x: Tensor, weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0) -> Tensor {
    let shape = ConvolutionShape(x: x.shape, x.elementType, weight: weight, stride: stride, padding: padding)
    let y = convolve(.forward, shape, [x], ConvolutionWeight(weight))
    let result = y.recorded(from: [x, weight]) { gradient in
        [
            x.isRecorded ? convolve(.data, shape, [gradient], ConvolutionWeight(weight)) : nil,
            weight.isRecorded ? weightGradient(shape, x, gradient) : nil,
        ]
    }
    return withBias(result, bias)
}

/// The adjoint of a convolution: doubles where that would halve.
///
/// - Parameters:
///   - x: `[B, H, W, I]`.
///   - weight: `[I, O, k, k]`, float32, PyTorch's layout of a transposed convolution.
///   - bias: `[O]`, float32.
/// - Returns: `[B, (H − 1) s − 2r + k, (W − 1) s − 2r + k, O]`.
public func transposedConvolution(
    _ x: Tensor, weight: Tensor, bias: Tensor?, stride: Int, padding: Int = 0
) -> Tensor {
    let shape = ConvolutionShape(transposed: x.shape, x.elementType, weight: weight, stride: stride, padding: padding)
    let y = convolve(.data, shape, [x], ConvolutionWeight(weight))
    let result = y.recorded(from: [x, weight]) { gradient in
        [
            x.isRecorded ? convolve(.forward, shape, [gradient], ConvolutionWeight(weight)) : nil,
            weight.isRecorded ? weightGradient(shape, gradient, x) : nil,
        ]
    }
    return withBias(result, bias)
}

private func withBias(_ y: Tensor, _ bias: Tensor?) -> Tensor {
    guard let bias else { return y }
    // The bias is one row of factors for all pixels of all images.
    let O = bias.count
    let shifted = scaleShiftChannels(y.reshaped([1, y.count / O, O]), shift: bias.reshaped([1, O]))
    return shifted.reshaped(y.shape)
}

/// `activation(x ∗ w + bias)` by the method that suits the shape: forward from the convolution's source, or its data gradient from the
/// destination.
///
/// - Parameter input: x's channels side by side, brought together where the method wants that; a part of fewer images stands for all, over
///   again.
func convolve(
    _ kind: ConvolutionLibrary.Kind, _ shape: ConvolutionShape, _ input: [Tensor], _ weight: ConvolutionWeight,
    bias: Tensor? = nil, activation: Activation = .none
) -> Tensor {
    let type = input[0].elementType
    let parts = input.map(computable)
    var shape = shape
    shape.type = parts[0].elementType
    if WinogradConvolution.suits(shape), weight.repaysPacking(shape) {
        let method = WinogradConvolution(kind, shape)
        let taken = method.takes(parts) ? parts : [whole(parts, images: shape.batch)]
        return method.run(taken, packed: weight.packed(method.packed), bias: bias, activation: activation)
            .convertedStorage(to: type)
    }
    let x = whole(parts, images: shape.batch)
    let y: Tensor
    if ThinConvolution.suits(shape) {
        let method = ThinConvolution(kind, shape)
        y = method.run(x, packed: weight.packed(method.packed), bias: bias, activation: activation)
    } else if kind == .forward && !WindowConvolution.suits(shape) {
        y = Tensor(uninitialized: shape.destination, shape.type)
        ConvolutionLibrary.shared.run(shape, x: x, weight: weight, y: y, bias: bias, activation: activation)
    } else {
        y = finished(unfused(kind, shape, x, weight), bias, activation)
    }
    return y.convertedStorage(to: type)
}

private func whole(_ parts: [Tensor], images: Int) -> Tensor {
    concatenated(parts.map { $0.shape[0] == images ? $0 : $0.repeatedRows(images / $0.shape[0]) })
}

/// The methods that fuse nothing behind them.
private func unfused(
    _ kind: ConvolutionLibrary.Kind, _ shape: ConvolutionShape, _ x: Tensor, _ weight: ConvolutionWeight
) -> Tensor {
    if WindowConvolution.suits(shape) {
        let method = WindowConvolution(shape)
        return kind == .forward ? method.forward(x, weight.plain) : method.data(x, packed: weight.packed(method.packed))
    }
    let y = Tensor(uninitialized: shape.source, shape.type)
    ConvolutionLibrary.shared.run(kind, shape, x: y, weights: weight.plain, y: x)
    return y
}

private func finished(_ y: Tensor, _ bias: Tensor?, _ activation: Activation) -> Tensor {
    if bias == nil && activation == .none { return y }
    return Affine(bias: bias ?? Tensor(zeros: [y.shape[-1]])).apply(y, activation)
}

/// dLoss/dw `[O, I, k, k]`, float32, from the source and the destination's gradient.
func weightGradient(_ shape: ConvolutionShape, _ x: Tensor, _ dy: Tensor) -> Tensor {
    let (x, dy) = (computable(x), computable(dy))
    var shape = shape
    shape.type = x.elementType
    if WinogradConvolution.suits(shape) {
        return WinogradConvolution(.forward, shape).weightGradient(x, dy, shape.weight)
    }
    if ThinConvolution.suits(shape) { return ThinConvolution(.weights, shape).weightGradient(x, dy, shape.weight) }
    if WindowConvolution.suits(shape) { return WindowConvolution(shape).weightGradient(x, dy) }
    let result = Tensor(uninitialized: shape.weight)
    ConvolutionLibrary.shared.run(.weights, shape, x: x, weights: result, y: dy)
    return result
}

/// The tensor in a type this processor convolves: bfloat16 only where it multiplies it natively.
func computable(_ x: Tensor) -> Tensor {
    kernels_native_bfloat16() != 0 ? x.detached : x.convertedStorage(to: .float32)
}
