/// The course's building block: convolution → batch normalisation → exact GELU (Ioffe and Szegedy, 2015).
///
/// `x [B, H, W, I]`, `y [B, H', W', O]`. In training the batch's own mean and variance normalise, and the running ones move towards
/// them by 0.1; in inference the running ones are folded into the convolution.
///
/// The convolution's bias cancels in training: batch normalisation subtracts the mean, so its gradient is exactly zero. It is
/// therefore not added there, only counted into the running mean, where PyTorch has it.
public final class ConvNormGELU: Module {
    static let epsilon: Float = 1e-5
    static let momentum: Float = 0.1

    public let convolution: Conv2d
    let scale: Parameter
    let shift: Parameter
    let runningMean: Buffer
    let runningVariance: Buffer
    private var folded: FoldedConvolution?

    public init(_ specification: ConvolutionSpecification, generator: inout Generator) {
        convolution = Conv2d(specification, generator: &generator)
        let channels: Shape = [specification.outputs]
        scale = Parameter(Tensor(repeating: 1, channels))
        shift = Parameter(Tensor(zeros: channels))
        runningMean = Buffer(Tensor(zeros: channels))
        runningVariance = Buffer(Tensor(repeating: 1, channels))
    }

    public var entries: [ModuleEntry] {
        convolution.named("conv") + [
            .parameter("norm.weight", scale), .parameter("norm.bias", shift),
            .buffer("norm.running_mean", runningMean), .buffer("norm.running_var", runningVariance),
        ]
    }

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { self([x], pass) }

    /// The block on `parts` side by side along the channels. In inference they are never brought together, and a part of fewer images
    /// stands for all, over again.
    public func callAsFunction(_ parts: [Tensor], _ pass: Pass) -> Tensor {
        pass.tape == nil ? infer(parts) : train(concatenated(parts), pass)
    }

    private func train(_ x: Tensor, _ pass: Pass) -> Tensor {
        folded = nil
        let z = convolution.withoutBias(x, pass)
        let (y, mean, variance) = batchNormTraining(
            z, scale: pass(scale), shift: pass(shift), epsilon: Self.epsilon, activation: .gelu)
        let count = Float(z.count / z.shape[-1])
        runningMean.value.move(towards: mean, plus: convolution.bias.value, by: Self.momentum)
        // PyTorch keeps the unbiased variance and normalises by the biased one.
        runningVariance.value.move(towards: variance, times: count / max(count - 1, 1), by: Self.momentum)
        return y
    }

    private func infer(_ parts: [Tensor]) -> Tensor {
        let fold = folded ?? makeFolded()
        folded = fold
        return fold(parts)
    }

    /// Forgets what was prepared for inference; called when weights or statistics were changed from outside.
    func weightsChanged() { folded = nil }

    private func makeFolded() -> FoldedConvolution {
        let s = convolution.specification
        return FoldedConvolution(
            weight: convolution.weight.value, bias: convolution.bias.value,
            normalization: .init(
                scale: scale.value, shift: shift.value, mean: runningMean.value, variance: runningVariance.value,
                epsilon: Self.epsilon),
            stride: s.stride, padding: s.padding, transposed: s.transposed, activation: .gelu)
    }
}

extension Tensor {
    /// `self += rate (target · factor + offset − self)`, in place.
    fileprivate func move(
        towards target: Tensor, times factor: Float = 1, plus offset: Tensor? = nil, by rate: Float
    ) {
        scale(by: 1 - rate)
        add(target, scaledBy: rate * factor)
        if let offset { add(offset, scaledBy: rate) }
    }
}
