import Kernels

/// `c[…] = op(a[…]) op(b[…])` for every matrix of a stack, op the transpose where asked for.
///
/// `a` is `[…, M, K]` (`[…, K, M]` transposed), `b` `[…, K, N]` (`[…, N, K]`), with equal leading dimensions; the result is
/// `[…, M, N]` in `a`'s element type.
public func batchedMatrixProduct(
    _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
) -> Tensor {
    precondition(
        a.shape.rank >= 2 && a.shape.rank == b.shape.rank && a.elementType == b.elementType
            && a.shape.dimensions.dropLast(2) == b.shape.dimensions.dropLast(2),
        "cannot multiply stacks \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)")
    let c = stackProduct(a, transposeA, b, transposeB)
    return c.recorded(from: [a, b]) { dc in
        let da = { transposeA ? stackProduct(b, transposeB, dc, true) : stackProduct(dc, false, b, !transposeB) }
        let db = { transposeB ? stackProduct(dc, true, a, transposeA) : stackProduct(a, !transposeA, dc, false) }
        return [a.isRecorded ? da() : nil, b.isRecorded ? db() : nil]
    }
}

private func stackProduct(_ a: Tensor, _ transposeA: Bool, _ b: Tensor, _ transposeB: Bool) -> Tensor {
    let (m, k) = transposeA ? (a.shape[-1], a.shape[-2]) : (a.shape[-2], a.shape[-1])
    let (inner, n) = transposeB ? (b.shape[-1], b.shape[-2]) : (b.shape[-2], b.shape[-1])
    precondition(
        k == inner,
        "cannot multiply \(a.shape)\(transposeA ? "ᵀ" : "") and \(b.shape)\(transposeB ? "ᵀ" : "")")
    let c = Tensor(uninitialized: Shape(a.shape.dimensions.dropLast(2) + [m, n]))
    let left = a.convertedStorage(to: .float32)
    let right = b.convertedStorage(to: .float32)
    let (aStart, bStart, cStart) = (left.floats, right.floats, c.floats)
    MatrixProduct.forEach(a.shape.dimensions.dropLast(2).reduce(1, *), operations: 2 * m * n * k) { index in
        MatrixProduct.compute(
            .init(start: aStart + index * m * k, stride: left.shape[-1], transposed: transposeA),
            .init(start: bStart + index * k * n, stride: right.shape[-1], transposed: transposeB),
            into: cStart + index * m * n, cStride: n, m: m, n: n, k: k)
    }
    withExtendedLifetime((left.storage, right.storage)) {}
    return c.convertedStorage(to: a.elementType)
}
