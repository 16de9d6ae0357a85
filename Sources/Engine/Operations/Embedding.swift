import Kernels

/// Rows of a table by number: `y[i] = table[indices[i]]`.
///
/// `table` is `[N, D]`, each index in `0..<N`; the result is `[indices.count, D]`.
public func embedding(_ table: Tensor, indices: [Int]) -> Tensor {
    precondition(table.shape.rank == 2, "an embedding table is [N, D], found \(table.shape)")
    let (rows, width) = (table.shape[0], table.shape[1])
    precondition(indices.allSatisfy { (0..<rows).contains($0) }, "an index is not in 0..<\(rows): \(indices)")
    let numbers = indices.map(Int32.init)
    let y = Tensor(uninitialized: [indices.count, width], table.elementType)
    kernels_gather_rows(
        table.pointer, numbers, y.pointer, numbers.count, width, table.elementType.kernelType)
    withExtendedLifetime(table.storage) {}
    let type = table.elementType
    return y.recorded(from: [table]) { gradient in
        let sum = Tensor(zeros: [rows, width])
        kernels_scatter_rows(
            gradient.pointer, numbers, sum.floats, numbers.count, width, rows, type.kernelType)
        withExtendedLifetime(gradient.storage) {}
        return [sum.convertedStorage(to: type)]
    }
}
