/// What a convolution is made of; the names are PyTorch's.
public struct ConvolutionSpecification: Sendable, Equatable {
    public var inputs: Int
    public var outputs: Int
    public var kernel: Int
    public var stride: Int
    public var padding: Int
    /// The adjoint of a convolution: doubles where that would halve.
    public var transposed: Bool

    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, transposed: Bool = false
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.transposed = transposed
    }
}

/// A convolution, or a transposed one, with bias: `x [B, H, W, I]`, `y [B, H', W', O]`.
///
/// The weight is `[O, I, k, k]`, for a transposed convolution `[I, O, k, k]`, as in PyTorch's checkpoints.
public struct Conv2d: Module {
    public let specification: ConvolutionSpecification
    public let weight: Parameter
    public let bias: Parameter

    public init(_ specification: ConvolutionSpecification, generator: inout Generator) {
        self.specification = specification
        let s = specification
        // PyTorch counts the fan-in of the weight's second extent, which for a transposed convolution is its outputs.
        let fanIn = (s.transposed ? s.outputs : s.inputs) * s.kernel * s.kernel
        let shape: Shape =
            s.transposed ? [s.inputs, s.outputs, s.kernel, s.kernel] : [s.outputs, s.inputs, s.kernel, s.kernel]
        weight = Parameter(Initialization.weight(shape, fanIn: fanIn, &generator))
        bias = Parameter(Initialization.bias(s.outputs, fanIn: fanIn, &generator))
    }

    /// A convolution whose numbers are drawn or read later; padded so that stride 1 keeps the size.
    init(_ inputs: Int, _ outputs: Int, kernel: Int) {
        self.init(ConvolutionSpecification(inputs, outputs, kernel: kernel, padding: kernel / 2))
    }

    /// A convolution, not a transposed one, whose numbers are drawn or read later.
    init(_ specification: ConvolutionSpecification) {
        let s = specification
        precondition(!s.transposed, "a transposed convolution is drawn when it is made")
        self.specification = s
        let fanIn = s.inputs * s.kernel * s.kernel
        weight = Parameter([s.outputs, s.inputs, s.kernel, s.kernel], .uniform(fanIn: fanIn))
        bias = Parameter([s.outputs], .uniform(fanIn: fanIn))
    }

    public var entries: [ModuleEntry] { [.parameter("weight", weight), .parameter("bias", bias)] }

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        if pass.tape == nil, !x.isRecorded, !specification.transposed, let kept = weight.keptConvolutionWeight {
            let shape = ConvolutionShape(
                x: x.shape, x.elementType, weight: weight.shape, stride: specification.stride,
                padding: specification.padding)
            return convolve(.forward, shape, [x], kept, bias: pass(bias))
        }
        return apply(x, weight: pass.float32(weight), bias: pass(bias))
    }

    /// The convolution alone, for a caller that has its own use for the bias.
    func withoutBias(_ x: Tensor, _ pass: Pass) -> Tensor { apply(x, weight: pass.float32(weight), bias: nil) }

    private func apply(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
        let s = specification
        return s.transposed
            ? transposedConvolution(x, weight: weight, bias: bias, stride: s.stride, padding: s.padding)
            : convolution(x, weight: weight, bias: bias, stride: s.stride, padding: s.padding)
    }
}
