import Kernels

/// Batch normalisation by the batch's own statistics (Ioffe and Szegedy, 2015), with the activation fused:
/// `y = activation((x − mean) / √(variance + ε) · scale + shift)`.
///
/// - Parameters:
///   - x: `[.., C]`; mean and variance are over everything but C.
///   - scale: `[C]`, float32.
///   - shift: `[C]`, float32.
/// - Returns: `y` of x's shape and type, and the mean and biased variance `[C]`, which carry no gradient.
public func batchNormTraining(
    _ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Float, activation: Activation
) -> (y: Tensor, mean: Tensor, variance: Tensor) {
    let C = x.shape[-1]
    precondition(scale.shape == [C] && shift.shape == [C], "\(x.shape) needs scale and shift [\(C)]")
    let mean = Tensor(uninitialized: [C])
    let variance = Tensor(uninitialized: [C])
    let rows = x.count / C
    let scratch = Tensor(uninitialized: [kernels_batch_norm_scratch(rows, C)])
    kernels_batch_moments(x.pointer, mean.floats, variance.floats, scratch.floats, rows, C, x.elementType.kernelType)
    let affine = Affine(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    let y = affine.apply(x, activation)
    withExtendedLifetime(scratch.storage) {}
    let recorded = y.recorded(from: [x, scale, shift]) { gradient in
        batchNormBackward(x, gradient, affine, mean, activation)
    }
    return (recorded, mean, variance)
}

/// Batch normalisation by given statistics: `y = activation((x − mean) / √(variance + ε) · scale + shift)`; for inference, without
/// gradients.
public func batchNormInference(
    _ x: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float, activation: Activation
) -> Tensor {
    Affine(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon).apply(x, activation)
}

/// Normalisation as one factor and one term a channel.
struct Affine {
    /// `scale / √(variance + ε)` and `shift − mean · factor`.
    let factor: Tensor
    let term: Tensor
    /// `1 / √(variance + ε)`.
    let inverseDeviation: Tensor

    init(scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float) {
        let deviations = variance.array.map { 1 / ($0 + epsilon).squareRoot() }
        let factors = zip(scale.array, deviations).map { $0 * $1 }
        let terms = zip(shift.array, zip(mean.array, factors)).map { $0 - $1.0 * $1.1 }
        inverseDeviation = Tensor(deviations, variance.shape)
        factor = Tensor(factors, variance.shape)
        term = Tensor(terms, variance.shape)
    }

    func apply(_ x: Tensor, _ activation: Activation) -> Tensor {
        let C = x.shape[-1]
        let y = Tensor(uninitialized: x.shape, x.elementType)
        kernels_batch_norm_forward(
            x.pointer, factor.floats, term.floats, y.pointer, x.count / C, C, activation.kernelFunction,
            x.elementType.kernelType)
        withExtendedLifetime((x.storage, factor.storage, term.storage)) {}
        return y
    }
}

/// With z = factor x + term, dz = dy activation′(z), r = 1/√(variance + ε) and x̂ = (x − mean) r:
/// dshift = Σ dz, dscale = Σ dz x̂, dx = factor (dz − dshift/N − x̂ dscale/N).
private func batchNormBackward(
    _ x: Tensor, _ dy: Tensor, _ affine: Affine, _ mean: Tensor, _ activation: Activation
) -> [Tensor?] {
    let C = x.shape[-1]
    let rows = x.count / C
    let dx = Tensor(uninitialized: x.shape, x.elementType)
    let sum = Tensor(uninitialized: [C])
    let product = Tensor(uninitialized: [C])
    let scratch = Tensor(uninitialized: [kernels_batch_norm_scratch(rows, C)])
    kernels_batch_norm_reduce(
        x.pointer, dy.pointer, affine.factor.floats, affine.term.floats, mean.floats, dx.pointer, sum.floats,
        product.floats, scratch.floats, rows, C, activation.kernelFunction, x.elementType.kernelType)
    let (f, r, m) = (affine.factor.array, affine.inverseDeviation.array, mean.array)
    let (s, p) = (sum.array, product.array)
    let N = Float(rows)
    let slopes = (0..<C).map { -f[$0] * r[$0] * r[$0] * p[$0] / N }
    let terms = (0..<C).map { -f[$0] * s[$0] / N - slopes[$0] * m[$0] }
    let (slope, term) = (Tensor(slopes, [C]), Tensor(terms, [C]))
    kernels_batch_norm_backward(
        x.pointer, affine.factor.floats, slope.floats, term.floats, dx.pointer, rows, C, x.elementType.kernelType)
    withExtendedLifetime((x.storage, dy.storage, scratch.storage, affine.term.storage)) {}
    return [dx, Tensor(zip(p, r).map { $0 * $1 }, [C]), sum]
}
