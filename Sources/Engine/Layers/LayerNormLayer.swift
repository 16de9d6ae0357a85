/// Layer normalisation with an affine part; see ``layerNorm(_:weight:bias:epsilon:)``.
struct LayerNorm: Module {
    let weight: Parameter
    let bias: Parameter

    init(_ channels: Int) {
        weight = Parameter([channels], .constant(1))
        bias = Parameter([channels], .constant(0))
    }

    var entries: [ModuleEntry] { [.parameter("weight", weight), .parameter("bias", bias)] }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { layerNorm(x, weight: pass(weight), bias: pass(bias)) }
}
