/// `y = x / √(mean x² + ε) · weight` along the last dimension (Zhang and Sennrich, 2019).
///
/// `x` is `[…, C]`, `weight` `[C]`.
public func rmsNorm(_ x: Tensor, weight: Tensor, epsilon: Float = 1e-6) -> Tensor {
    precondition(
        x.shape.rank > 0 && weight.shape == [x.shape[-1]],
        "RMS norm needs x […, C] and weight [C], found \(x.shape) and \(weight.shape)")
    return x / sqrt(mean(square(x), over: [-1], keepingDimensions: true) + epsilon) * weight
}
