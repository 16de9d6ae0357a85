/// Normalisation by the root mean square, scaled; see ``rmsNorm(_:weight:epsilon:)``.
struct RMSNorm: Module {
    let epsilon: Float
    let weight: Parameter

    init(_ channels: Int, epsilon: Float) {
        self.epsilon = epsilon
        weight = Parameter([channels], .constant(1))
    }

    var entries: [ModuleEntry] { [.parameter("weight", weight)] }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { rmsNorm(x, weight: pass(weight), epsilon: epsilon) }
}
