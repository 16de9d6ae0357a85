/// PyTorch's default initialization of linear and convolution layers: uniform in ±1/√fan_in, weights then bias.
///
/// `kaiming_uniform_(a = √5)` is U(−b, b) with b = √3 · √(2 / (1 + 5)) / √fan_in (He et al., 2015).
enum Initialization {
    static func weight(_ shape: Shape, fanIn: Int, _ generator: inout Generator) -> Tensor {
        let gain = (2.0 / 6.0).squareRoot()
        let bound = 3.0.squareRoot() * (gain / Double(fanIn).squareRoot())
        return uniform(shape, bound: Float(bound), &generator)
    }

    static func bias(_ count: Int, fanIn: Int, _ generator: inout Generator) -> Tensor {
        uniform([count], bound: Float(1 / Double(fanIn).squareRoot()), &generator)
    }

    private static func uniform(_ shape: Shape, bound: Float, _ generator: inout Generator) -> Tensor {
        let result = generator.uniform(shape)
        let width = bound - -bound
        result.withMutableFloats { values in
            for index in values.indices { values[index] = values[index] * width + -bound }
        }
        return result
    }
}
