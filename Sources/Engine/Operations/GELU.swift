import Kernels

/// The Gaussian error linear unit, exact: `y = x Φ(x)`, Φ the normal distribution function (Hendrycks and Gimpel, 2016).
///
/// `x` may have any shape; the result has the same.
public func gelu(_ x: Tensor) -> Tensor {
    let y = Tensor(uninitialized: x.shape, x.elementType)
    kernels_gelu_forward(x.pointer, y.pointer, x.count, x.elementType.kernelType)
    withExtendedLifetime(x.storage) {}
    return y.recorded(from: [x]) { gradient in [geluBackward(x, gradient)] }
}

private func geluBackward(_ x: Tensor, _ gradient: Tensor) -> Tensor {
    let result = Tensor(uninitialized: x.shape, x.elementType)
    kernels_gelu_backward(x.pointer, gradient.pointer, result.pointer, x.count, x.elementType.kernelType)
    withExtendedLifetime((x.storage, gradient.storage)) {}
    return result
}
