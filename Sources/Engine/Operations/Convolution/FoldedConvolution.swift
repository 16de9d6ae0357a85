/// A convolution with the batch normalisation behind it folded into its weights and the activation fused; made once, called often.
///
/// `w' = w · scale/√(variance + ε)` an output channel, `b' = (b − mean) · scale/√(variance + ε) + shift`.
final class FoldedConvolution {
    /// The normalisation's statistics and affine part, `[O]` each.
    struct Normalization {
        let scale: Tensor
        let shift: Tensor
        let mean: Tensor
        let variance: Tensor
        let epsilon: Float
    }

    private let weight: ConvolutionWeight
    private let bias: Tensor
    private let stride: Int
    private let padding: Int
    private let transposed: Bool
    private let activation: Activation

    init(
        weight: Tensor, bias: Tensor, normalization n: Normalization, stride: Int, padding: Int, transposed: Bool,
        activation: Activation
    ) {
        let affine = Affine(scale: n.scale, shift: n.shift, mean: n.mean, variance: n.variance, epsilon: n.epsilon)
        let factors = affine.factor.array
        self.bias = Tensor(zip(zip(bias.array, factors), affine.term.array).map { $0.0 * $0.1 + $1 }, bias.shape)
        let folded = weight.copy()
        // The output channel is the first extent of a convolution's weight, the second of a transposed one's.
        let inner = weight.shape[2] * weight.shape[3] * (transposed ? 1 : weight.shape[1])
        folded.withMutableFloats { values in
            for index in values.indices { values[index] *= factors[index / inner % factors.count] }
        }
        self.weight = ConvolutionWeight(folded)
        (self.stride, self.padding, self.transposed, self.activation) = (stride, padding, transposed, activation)
    }

    /// - Parameter parts: the image's channels side by side; a part of fewer images stands for all, over again.
    func callAsFunction(_ parts: [Tensor]) -> Tensor {
        let batch = parts.map { $0.shape[0] }.max() ?? 0
        let channels = parts.reduce(0) { $0 + $1.shape[3] }
        let x: Shape = [batch, parts[0].shape[1], parts[0].shape[2], channels]
        let type = parts[0].elementType
        let shape =
            transposed
            ? ConvolutionShape(transposed: x, type, weight: weight.plain, stride: stride, padding: padding)
            : ConvolutionShape(x: x, type, weight: weight.plain, stride: stride, padding: padding)
        return convolve(transposed ? .data : .forward, shape, parts, weight, bias: bias, activation: activation)
    }
}

extension Affine {
    /// Only a term.
    init(bias: Tensor) {
        factor = Tensor(repeating: 1, bias.shape)
        inverseDeviation = factor
        term = bias
    }
}
