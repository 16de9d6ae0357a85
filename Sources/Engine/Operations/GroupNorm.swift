import Kernels

/// `y = f((x − mean) / √(variance + ε) · weight + bias)`, moments over the pixels and channels of each group of an image
/// (Wu and He, 2018); f is `activation`, done in the same pass.
///
/// `x` is `[B, …, C]` with C a multiple of `groups`, `weight` and `bias` `[C]` (1 and 0 where absent).
public func groupNorm(
    _ x: Tensor, groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5,
    activation: Activation = .none
) -> Tensor {
    precondition(
        x.shape.rank >= 2 && groups > 0 && x.shape[-1] % groups == 0,
        "group norm needs [B, …, C] with C a multiple of \(groups), found \(x.shape)")
    let pass = GroupNormPass(x: x, groups: groups, activation: activation, weight: weight, bias: bias)
    let y = pass.forward(epsilon: epsilon)
    return y.recorded(from: [x] + [weight, bias].compactMap { $0 }) { gradient in
        let (dx, dWeight, dBias) = pass.backward(gradient)
        return gradients(dx, (weight, dWeight), (bias, dBias))
    }
}

/// One forward pass and what its backward pass needs.
private struct GroupNormPass {
    let x: Tensor
    let groups: Int
    let activation: Activation
    let weight: Tensor
    let bias: Tensor
    /// Mean, inverse deviation, factor and term of each image and channel: `[4, B, C]`.
    let state: Tensor

    init(x: Tensor, groups: Int, activation: Activation, weight: Tensor?, bias: Tensor?) {
        self.x = x.detached
        self.groups = groups
        self.activation = activation
        (self.weight, self.bias) = affine(weight, bias, channels: x.shape[-1])
        state = Tensor(uninitialized: [4, x.shape[0], x.shape[-1]])
    }

    private var batch: Int { x.shape[0] }
    private var channels: Int { x.shape[-1] }

    private var kernelState: kernels_group_norm_state {
        let (start, count) = (state.floats, batch * channels)
        return kernels_group_norm_state(
            mean: start, inverse: start + count, scale: start + 2 * count, shift: start + 3 * count)
    }

    private func scratch() -> Tensor {
        Tensor(uninitialized: [Int(kernels_group_norm_scratch(batch, pixels(x), channels))])
    }

    func forward(epsilon: Float) -> Tensor {
        let y = Tensor(uninitialized: x.shape, x.elementType)
        let scratch = scratch()
        kernels_group_norm_forward(
            x.pointer, weight.floats, bias.floats, epsilon, activation.kernelFunction, y.pointer, kernelState,
            scratch.floats, batch, pixels(x), channels, groups, x.elementType.kernelType)
        withExtendedLifetime((self, scratch.storage)) {}
        return y
    }

    func backward(_ gradient: Tensor) -> (Tensor, Tensor, Tensor) {
        let dx = Tensor(uninitialized: x.shape, x.elementType)
        let (dWeight, dBias) = (Tensor(uninitialized: [channels]), Tensor(uninitialized: [channels]))
        let scratch = scratch()
        kernels_group_norm_backward(
            x.pointer, gradient.pointer, weight.floats, activation.kernelFunction, dx.pointer, dWeight.floats,
            dBias.floats, kernelState, scratch.floats, batch, pixels(x), channels, groups, x.elementType.kernelType)
        withExtendedLifetime((self, gradient.storage, scratch.storage)) {}
        return (dx, dWeight, dBias)
    }
}
