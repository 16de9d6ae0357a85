import Kernels

/// `y = x Wᵀ + b`: `x [.., I]`, `W [O, I]`, `b [O]` (0 where absent), `y [.., O]`.
public struct Linear: Module {
    public let weight: Parameter
    public let bias: Parameter?

    public init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        weight = Parameter(Initialization.weight([outputs, inputs], fanIn: inputs, &generator))
        bias = Parameter(Initialization.bias(outputs, fanIn: inputs, &generator))
    }

    /// A map whose numbers are drawn or read later.
    init(_ inputs: Int, _ outputs: Int, bias hasBias: Bool = true) {
        weight = Parameter([outputs, inputs], .uniform(fanIn: inputs))
        bias = hasBias ? Parameter([outputs], .uniform(fanIn: inputs)) : nil
    }

    public var entries: [ModuleEntry] {
        [.parameter("weight", weight)] + (bias.map { [.parameter("bias", $0)] } ?? [])
    }

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        if pass.tape == nil, !x.isRecorded, pass.keepsWeights, x.elementType == .bfloat16,
            kernels_native_bfloat16() != 0,
            let kept = weight.keptConvolutionWeight
        {
            return asConvolution(x, kept, bias.map { pass($0) })
        }
        return linear(x, weight: pass(weight), bias: bias.map { pass($0) })
    }

    /// The rows as the pixels of one image: the library multiplies bfloat16 natively in convolutions, and keeps the weight as it wants it.
    private func asConvolution(_ x: Tensor, _ weight: ConvolutionWeight, _ bias: Tensor?) -> Tensor {
        let (outputs, inputs) = (self.weight.shape[0], self.weight.shape[1])
        let image = x.reshapedWithoutHistory([1, x.count / inputs, 1, inputs])
        let shape = ConvolutionShape(
            x: image.shape, .bfloat16, weight: [outputs, inputs, 1, 1], stride: 1, padding: 0)
        return convolve(.forward, shape, [image], weight, bias: bias)
            .reshapedWithoutHistory(Shape(x.shape.dimensions.dropLast() + [outputs]))
    }
}
