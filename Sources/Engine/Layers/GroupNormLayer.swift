/// Group normalisation with an affine part, and the activation behind it where one is asked for; see ``groupNorm(_:groups:weight:bias:epsilon:activation:)``.
struct GroupNorm: Module {
    let groups: Int
    let epsilon: Float
    let weight: Parameter
    let bias: Parameter

    init(_ channels: Int, groups: Int, epsilon: Float = 1e-5) {
        (self.groups, self.epsilon) = (groups, epsilon)
        weight = Parameter([channels], .constant(1))
        bias = Parameter([channels], .constant(0))
    }

    var entries: [ModuleEntry] { [.parameter("weight", weight), .parameter("bias", bias)] }

    func callAsFunction(_ x: Tensor, activation: Activation = .none, _ pass: Pass) -> Tensor {
        groupNorm(
            x, groups: groups, weight: pass(weight), bias: pass(bias), epsilon: epsilon, activation: activation)
    }
}
