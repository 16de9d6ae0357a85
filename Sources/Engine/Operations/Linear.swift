import Kernels

/// The affine map of the last dimension: `y = x Wᵀ + b`.
///
/// `x` is `[…, I]`, `weight` `[O, I]`, `bias` `[O]`; the result is `[…, O]` in `x`'s element type. Weight and bias may be stored
/// in another type than `x`; each gradient comes in the type of what it belongs to.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
    let inputs = weight.shape[1]
    let outputs = weight.shape[0]
    precondition(
        x.shape.rank > 0 && x.shape[-1] == inputs && weight.shape.rank == 2,
        "a linear map needs x […, I] and weight [O, I], found \(x.shape) and \(weight.shape)")
    precondition(
        bias.map { $0.shape == [outputs] } ?? true,
        "a linear map to \(outputs) needs a bias [\(outputs)], found \(bias?.shape ?? [])")
    let rows = Shape(x.shape.dimensions.dropLast()).count
    let matrix = x.detached.reshapedWithoutHistory([rows, inputs])
    let y = Tensor(uninitialized: [rows, outputs])
    if let bias { fillRows(of: y, with: bias.convertedStorage(to: .float32)) }
    MatrixProduct.accumulate(
        matrix, weight, transposeA: false, transposeB: true, into: y, beta: bias == nil ? 0 : 1)
    return y.convertedStorage(to: x.elementType)
        .reshapedWithoutHistory(Shape(x.shape.dimensions.dropLast() + [outputs]))
        .recorded(from: [x, weight] + (bias.map { [$0] } ?? [])) { gradient in
            linearBackward(x, weight, bias, gradient.reshapedWithoutHistory([rows, outputs]))
        }
}

/// dx = dy W, dW = dyᵀ x, db = Σ dy.
private func linearBackward(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ gradient: Tensor) -> [Tensor?] {
    let dy = gradient.convertedStorage(to: .float32)
    var result: [Tensor?] = [nil, nil, nil]
    if x.isRecorded {
        result[0] = MatrixProduct.product(dy, weight)
            .convertedStorage(to: x.elementType).reshapedWithoutHistory(x.shape)
    }
    if weight.isRecorded {
        let matrix = x.reshapedWithoutHistory([dy.shape[0], weight.shape[1]])
        result[1] = MatrixProduct.product(dy, matrix, transposeA: true).convertedStorage(to: weight.elementType)
    }
    if let bias, bias.isRecorded {
        result[2] = summed(dy, outer: 1, reduced: dy.shape[0], inner: dy.shape[1], factor: 1)
            .reshapedWithoutHistory(bias.shape).convertedStorage(to: bias.elementType)
    }
    return bias == nil ? Array(result.dropLast()) : result
}

/// Writes `row` into every row of the matrix `y`.
private func fillRows(of y: Tensor, with row: Tensor) {
    let bytes = row.count * row.elementType.byteCount
    kernels_copy_rows(row.pointer, 0, y.pointer, bytes, bytes, y.shape[0])
    withExtendedLifetime((row.storage, y.storage)) {}
}
