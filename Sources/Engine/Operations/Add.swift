import Kernels

/// `alpha a + beta b`, element by element, for equal shapes.
package func addScaled(_ a: Tensor, _ alpha: Float, _ b: Tensor, _ beta: Float) -> Tensor {
    let y = addScaledWithoutHistory(a, alpha, b, beta)
    return y.recorded(from: [a, b]) { gradient in
        [scaledWithoutHistory(gradient, alpha), scaledWithoutHistory(gradient, beta)]
    }
}

func addedWithoutHistory(_ a: Tensor, _ b: Tensor) -> Tensor { addScaledWithoutHistory(a, 1, b, 1) }

func scaledWithoutHistory(_ a: Tensor, _ factor: Float) -> Tensor {
    factor == 1 ? a : scaleAddWithoutHistory(a, factor, 0)
}

/// `factor x + term`, element by element.
package func scaleAdd(_ x: Tensor, _ factor: Float, _ term: Float) -> Tensor {
    scaleAddWithoutHistory(x, factor, term).recorded(from: [x]) { [scaledWithoutHistory($0, factor)] }
}

func scaleAddWithoutHistory(_ x: Tensor, _ factor: Float, _ term: Float) -> Tensor {
    let y = Tensor(uninitialized: x.shape, x.elementType)
    kernels_scale_add(x.pointer, factor, term, y.pointer, x.count, x.elementType.kernelType)
    withExtendedLifetime(x.storage) {}
    return y
}

func addScaledWithoutHistory(_ a: Tensor, _ alpha: Float, _ b: Tensor, _ beta: Float) -> Tensor {
    precondition(
        a.shape == b.shape && a.elementType == b.elementType,
        "cannot add \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)")
    let y = Tensor(uninitialized: a.shape, a.elementType)
    kernels_add_scaled(a.pointer, alpha, b.pointer, beta, y.pointer, a.count, a.elementType.kernelType)
    withExtendedLifetime((a.storage, b.storage)) {}
    return y
}

extension Tensor {
    /// Adds `other` to this tensor's memory; for gradients and statistics, which have no history.
    package func add(_ other: Tensor, scaledBy factor: Float = 1) {
        precondition(count == other.count, "cannot add \(other.shape) into \(shape)")
        kernels_add_scaled(pointer, 1, other.pointer, factor, pointer, count, elementType.kernelType)
        withExtendedLifetime((storage, other.storage)) {}
    }

    /// Multiplies this tensor's memory by `factor`.
    package func scale(by factor: Float) {
        kernels_add_scaled(pointer, factor, pointer, 0, pointer, count, elementType.kernelType)
        withExtendedLifetime(storage) {}
    }
}
