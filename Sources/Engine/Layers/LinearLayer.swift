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
        linear(x, weight: pass(weight), bias: bias.map { pass($0) })
    }
}
