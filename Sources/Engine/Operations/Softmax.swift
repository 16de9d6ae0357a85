import Kernels

/// `y = e^x / Σ e^x` along the last dimension; `x` may have any leading ones.
public func softmax(_ x: Tensor) -> Tensor {
    precondition(x.shape.rank > 0, "a softmax needs a dimension to run along")
    let (rows, columns) = (x.shape.dimensions.dropLast().reduce(1, *), x.shape[-1])
    let y = Tensor(uninitialized: x.shape, x.elementType)
    kernels_softmax_forward(x.pointer, 1, nil, nil, y.pointer, rows, columns, x.elementType.kernelType)
    withExtendedLifetime(x.storage) {}
    return y.recorded(from: [x]) { gradient in
        let dx = Tensor(uninitialized: y.shape, y.elementType)
        kernels_softmax_backward(
            y.pointer, gradient.pointer, 1, dx.pointer, rows, columns, y.elementType.kernelType)
        withExtendedLifetime((y.storage, gradient.storage)) {}
        return [dx]
    }
}
