import Kernels

extension Tensor {
    /// Element by element, with NumPy's broadcasting: shapes are aligned at their ends, and an extent of 1 is repeated.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        combined(KERNELS_ADD, a, b) { gradient, _, _ in
            gradient
        } byB: { gradient, _, _ in
            gradient
        }
    }

    /// Element by element, with broadcasting.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        combined(KERNELS_SUBTRACT, a, b) { gradient, _, _ in
            gradient
        } byB: { gradient, _, _ in
            scaledWithoutHistory(gradient, -1)
        }
    }

    /// Element by element, with broadcasting.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        combined(KERNELS_MULTIPLY, a, b) { gradient, _, b in
            combinedWithoutHistory(KERNELS_MULTIPLY, gradient, b)
        } byB: { gradient, a, _ in
            combinedWithoutHistory(KERNELS_MULTIPLY, gradient, a)
        }
    }

    /// Element by element, with broadcasting.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        combined(KERNELS_DIVIDE, a, b) { gradient, _, b in
            combinedWithoutHistory(KERNELS_DIVIDE, gradient, b)
        } byB: { gradient, a, b in
            combinedWithoutHistory(
                KERNELS_MULTIPLY, gradient, combinedWithoutHistory(KERNELS_QUOTIENT_SLOPE, a, b))
        }
    }

    public static prefix func - (x: Tensor) -> Tensor { scaleAdd(x, -1, 0) }

    public static func + (x: Tensor, term: Float) -> Tensor { scaleAdd(x, 1, term) }
    public static func + (term: Float, x: Tensor) -> Tensor { scaleAdd(x, 1, term) }
    public static func - (x: Tensor, term: Float) -> Tensor { scaleAdd(x, 1, -term) }
    public static func - (term: Float, x: Tensor) -> Tensor { scaleAdd(x, -1, term) }
    public static func * (x: Tensor, factor: Float) -> Tensor { scaleAdd(x, factor, 0) }
    public static func * (factor: Float, x: Tensor) -> Tensor { scaleAdd(x, factor, 0) }
    public static func / (x: Tensor, divisor: Float) -> Tensor { scaleAdd(x, 1 / divisor, 0) }
    public static func / (number: Float, x: Tensor) -> Tensor {
        Tensor(scalar: number).convertedStorage(to: x.elementType) / x
    }
}

/// a ∘ b. `byA` and `byB` map (the result's gradient, a, b) to an operand's gradient in the result's shape, which is then
/// summed over what was repeated; for that sum they are given float32, so that it adds no rounded numbers.
private func combined(
    _ operation: some BinaryInteger, _ a: Tensor, _ b: Tensor, byA: @escaping (Tensor, Tensor, Tensor) -> Tensor,
    byB: @escaping (Tensor, Tensor, Tensor) -> Tensor
) -> Tensor {
    combinedWithoutHistory(operation, a, b).recorded(from: [a, b]) { gradient in
        zip([a, b], [byA, byB]).map { operand, share in
            guard operand.isRecorded else { return nil }
            guard operand.shape != gradient.shape else { return share(gradient, a, b) }
            let wide = [gradient, a, b].map { $0.convertedStorage(to: .float32) }
            return summedBack(share(wide[0], wide[1], wide[2]), to: operand.shape)
                .convertedStorage(to: operand.elementType)
        }
    }
}

/// The sum of `x` over the dimensions along which `shape` was repeated to `x`'s; float32.
private func summedBack(_ x: Tensor, to shape: Shape) -> Tensor {
    let aligned = Shape([Int](repeating: 1, count: x.shape.rank - shape.rank) + shape.dimensions)
    return summedWithoutHistory(x, to: aligned).reshapedWithoutHistory(shape)
}

private func combinedWithoutHistory(_ operation: some BinaryInteger, _ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(
        a.elementType == b.elementType,
        "cannot combine \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)")
    let broadcast = Broadcast(a.shape, b.shape)
    let y = Tensor(uninitialized: broadcast.shape, a.elementType)
    var plan = broadcast.kernelPlan
    kernels_binary(Int32(operation), a.pointer, b.pointer, y.pointer, &plan, a.elementType.kernelType)
    withExtendedLifetime((a.storage, b.storage)) {}
    return y
}
