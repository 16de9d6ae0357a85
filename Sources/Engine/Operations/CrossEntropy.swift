import Kernels

/// The mean over the rows of `ln Σ e^logit − logit[label]`, a float32 scalar.
///
/// `logits` is `[B, C]`, each of the B labels in `0..<C`.
public func crossEntropy(_ logits: Tensor, labels: [Int]) -> Tensor {
    precondition(
        logits.shape.rank == 2 && logits.shape[0] == labels.count,
        "cross entropy needs logits [B, C] and B labels, found \(logits.shape) and \(labels.count)")
    let (rows, columns) = (logits.shape[0], logits.shape[1])
    precondition(
        labels.allSatisfy { (0..<columns).contains($0) }, "a label is not in 0..<\(columns): \(labels)")
    let totals = Tensor(uninitialized: [rows])
    kernels_log_sum_exp(logits.pointer, totals.floats, rows, columns, logits.elementType.kernelType)
    let values = logits.convertedStorage(to: .float32)
    let loss = values.withFloats { values in
        totals.withFloats { totals in
            labels.indices.reduce(0.0) { $0 + Double(totals[$1]) - Double(values[$1 * columns + labels[$1]]) }
        }
    }
    let indices = labels.map(Int32.init)
    return Tensor(scalar: Float(loss / Double(rows))).recorded(from: [logits]) { gradient in
        let dx = Tensor(uninitialized: logits.shape, logits.elementType)
        kernels_cross_entropy_backward(
            logits.pointer, totals.floats, indices, gradient.item / Float(rows), dx.pointer, rows, columns,
            logits.elementType.kernelType)
        withExtendedLifetime((logits.storage, totals.storage)) {}
        return [dx]
    }
}
