/// Gathers a module's parameters in one block of memory, so that the optimizer, the gradient's norm and the moving average are one
/// pass each over everything.
public final class ParameterStore {
    public let names: [String]
    public let parameters: [Parameter]
    /// All values, gradients: `[N]`. Each parameter starts at a multiple of 16 elements (64 bytes); the gaps hold zeros.
    let values: Tensor
    let gradients: Tensor
    private let offsets: [Int]

    public init(_ module: some Module) {
        let listed = module.parameters
        names = listed.map(\.name)
        parameters = listed.map(\.parameter)
        var offsets: [Int] = []
        var total = 0
        for parameter in parameters {
            offsets.append(total)
            total += (parameter.value.count + 15) / 16 * 16
        }
        self.offsets = offsets
        values = Tensor(zeros: [total])
        gradients = Tensor(zeros: [total])
        for (index, parameter) in parameters.enumerated() {
            let place = window(values, index)
            place.assign(parameter.value)
            parameter.value = place
            parameter.gradient = window(gradients, index)
        }
    }

    /// Elements, gaps included.
    public var count: Int { values.count }

    public func zeroGradients() { gradients.fill(0) }

    /// Another block of the store's size (a moment of the optimizer, an average), zero.
    func block() -> Tensor { Tensor(zeros: [count]) }

    /// Parameter `index`'s part of a block, in its shape.
    func window(_ block: Tensor, _ index: Int) -> Tensor {
        Tensor(
            shape: parameters[index].value.shape, elementType: .float32, storage: block.storage,
            offset: block.offset + offsets[index])
    }

    /// A block's parts by parameter name.
    func windows(_ block: Tensor) -> [(name: String, value: Tensor)] {
        names.indices.map { (names[$0], window(block, $0)) }
    }
}
