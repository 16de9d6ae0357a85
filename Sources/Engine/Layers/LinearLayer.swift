/// `y = x Wᵀ + b`: `x [.., I]`, `W [O, I]`, `b [O]`, `y [.., O]`.
public struct Linear: Module {
    public let weight: Parameter
    public let bias: Parameter

    public init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        weight = Parameter(Initialization.weight([outputs, inputs], fanIn: inputs, &generator))
        bias = Parameter(Initialization.bias(outputs, fanIn: inputs, &generator))
    }

    public var entries: [ModuleEntry] { [.parameter("weight", weight), .parameter("bias", bias)] }

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        linear(x, weight: pass(weight), bias: pass(bias))
    }
}
