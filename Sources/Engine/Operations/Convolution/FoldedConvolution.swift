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

    private let weight: Tensor
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
        self.weight = weight.copy()
        // The output channel is the first extent of a convolution's weight, the second of a transposed one's.
        let inner = weight.shape[2] * weight.shape[3] * (transposed ? 1 : weight.shape[1])
        self.weight.withMutableFloats { values in
            for index in values.indices { values[index] *= factors[index / inner % factors.count] }
        }
        (self.stride, self.padding, self.transposed, self.activation) = (stride, padding, transposed, activation)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        let x = computable(input)
        if transposed {
            let shape = ConvolutionShape(transposed: x, weight: weight, stride: stride, padding: padding)
            let y = convolve(.data, shape, x, weight)
            return Affine(bias: bias).apply(y, activation).convertedStorage(to: input.elementType)
        }
        let shape = ConvolutionShape(x: x, weight: weight, stride: stride, padding: padding)
        let y = Tensor(uninitialized: shape.destination, x.elementType)
        ConvolutionLibrary.shared.run(.forward, shape, x: x, weights: weight, y: y, bias: bias, activation: activation)
        return y.convertedStorage(to: input.elementType)
    }
}

extension Affine {
    /// Only a term.
    fileprivate init(bias: Tensor) {
        factor = Tensor(repeating: 1, bias.shape)
        inverseDeviation = factor
        term = bias
    }
}
