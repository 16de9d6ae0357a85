import Kernels

/// `x` repeated along every dimension in which it has extent 1 and `shape`, of the same rank, another; without history.
func expandedWithoutHistory(_ x: Tensor, to shape: Shape) -> Tensor {
    precondition(
        x.shape.rank == shape.rank && zip(x.shape.dimensions, shape.dimensions).allSatisfy { $0 == $1 || $0 == 1 },
        "cannot repeat \(x.shape) to \(shape)")
    var current = x.detached
    for axis in (0..<shape.rank).reversed() where current.shape[axis] != shape[axis] {
        var extents = current.shape.dimensions
        let outer = extents[..<axis].reduce(1, *)
        let bytes = extents[(axis + 1)...].reduce(1, *) * x.elementType.byteCount
        extents[axis] = shape[axis]
        let y = Tensor(uninitialized: Shape(extents), x.elementType)
        for index in 0..<outer {
            kernels_copy_rows(
                current.pointer.advanced(by: index * bytes), 0, y.pointer.advanced(by: index * bytes * shape[axis]),
                bytes, bytes, shape[axis])
        }
        withExtendedLifetime(current.storage) {}
        current = y
    }
    return current
}
