import Kernels

/// `y = (x − mean) / √(variance + ε) · weight + bias`, moments along the last dimension (Ba, Kiros and Hinton, 2016).
///
/// `x` is `[…, C]`, `weight` and `bias` `[C]` (1 and 0 where absent).
public func layerNorm(_ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor {
    precondition(x.shape.rank > 0, "layer norm needs a dimension to run along")
    let (rows, columns) = (x.shape.dimensions.dropLast().reduce(1, *), x.shape[-1])
    let (factor, term) = affine(weight, bias, channels: columns)
    let y = Tensor(uninitialized: x.shape, x.elementType)
    let (means, inverses) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
    kernels_layer_norm_forward(
        x.pointer, factor.floats, term.floats, epsilon, y.pointer, means.floats, inverses.floats, rows, columns,
        x.elementType.kernelType)
    withExtendedLifetime((x.storage, term.storage)) {}
    return y.recorded(from: [x] + [weight, bias].compactMap { $0 }) { gradient in
        let dx = Tensor(uninitialized: x.shape, x.elementType)
        let (dWeight, dBias) = (Tensor(uninitialized: [columns]), Tensor(uninitialized: [columns]))
        let scratch = Tensor(uninitialized: [Int(kernels_layer_norm_scratch(rows, columns))])
        kernels_layer_norm_backward(
            x.pointer, gradient.pointer, factor.floats, means.floats, inverses.floats, dx.pointer, dWeight.floats,
            dBias.floats, scratch.floats, rows, columns, x.elementType.kernelType)
        withExtendedLifetime((x.storage, gradient.storage, factor.storage, means.storage, inverses.storage)) {}
        withExtendedLifetime(scratch.storage) {}
        return gradients(dx, (weight, dWeight), (bias, dBias))
    }
}

/// Weight and bias of a normalisation as float32 `[C]`, 1 and 0 where absent.
func affine(_ weight: Tensor?, _ bias: Tensor?, channels: Int) -> (Tensor, Tensor) {
    for given in [weight, bias].compactMap({ $0 }) {
        precondition(given.shape == [channels], "expected weight and bias [\(channels)], found \(given.shape)")
    }
    return (
        weight?.convertedStorage(to: .float32) ?? Tensor(repeating: 1, [channels]),
        bias?.convertedStorage(to: .float32) ?? Tensor(zeros: [channels])
    )
}

/// The gradients of an input and of those of its optional parameters that were given, each in its own element type.
func gradients(_ dx: Tensor, _ parameters: (value: Tensor?, gradient: Tensor)...) -> [Tensor?] {
    var result: [Tensor?] = [dx]
    for parameter in parameters {
        if let value = parameter.value {
            result.append(parameter.gradient.convertedStorage(to: value.elementType))
        }
    }
    return result
}
