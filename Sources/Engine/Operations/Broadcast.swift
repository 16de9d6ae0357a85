import Kernels

/// How two shapes are walked together: aligned at their ends, an extent of 1 repeated.
struct Broadcast {
    /// The result's shape.
    let shape: Shape
    /// The result's extents with neighbours merged wherever both operands run on through them.
    private(set) var extents: [Int] = []
    /// Elements an operand moves on for one step along each extent; 0 repeats.
    private(set) var aStrides: [Int] = []
    private(set) var bStrides: [Int] = []

    init(_ a: Shape, _ b: Shape) {
        let rank = max(a.rank, b.rank)
        let left = [Int](repeating: 1, count: rank - a.rank) + a.dimensions
        let right = [Int](repeating: 1, count: rank - b.rank) + b.dimensions
        precondition(
            zip(left, right).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }, "cannot broadcast \(a) and \(b)")
        shape = Shape(zip(left, right).map { $0 == 1 ? $1 : $0 })
        let (aSteps, bSteps) = (Self.strides(left), Self.strides(right))
        for axis in 0..<rank where shape[axis] != 1 {
            if let last = extents.indices.last, aStrides[last] == aSteps[axis] * shape[axis],
                bStrides[last] == bSteps[axis] * shape[axis]
            {
                extents[last] *= shape[axis]
                aStrides[last] = aSteps[axis]
                bStrides[last] = bSteps[axis]
            } else {
                extents.append(shape[axis])
                aStrides.append(aSteps[axis])
                bStrides.append(bSteps[axis])
            }
        }
    }

    /// The strides of a shape's elements along its own dimensions; 0 where the extent is 1.
    static func strides(of shape: Shape) -> [Int] { strides(shape.dimensions) }

    private static func strides(_ extents: [Int]) -> [Int] {
        var step = 1
        var result = [Int](repeating: 0, count: extents.count)
        for axis in extents.indices.reversed() {
            if extents[axis] != 1 { result[axis] = step }
            step *= extents[axis]
        }
        return result
    }

    var kernelPlan: kernels_broadcast {
        precondition(extents.count <= Int(KERNELS_MAX_RANK), "\(shape) has too many dimensions to broadcast")
        var plan = kernels_broadcast()
        plan.rank = Int32(max(extents.count, 1))
        fill(&plan.extents, with: extents.isEmpty ? [1] : extents)
        fill(&plan.a_strides, with: aStrides.isEmpty ? [1] : aStrides)
        fill(&plan.b_strides, with: bStrides.isEmpty ? [1] : bStrides)
        return plan
    }

    /// Writes into one of C's arrays of eight, which Swift sees as a tuple.
    private func fill<Eight>(_ array: inout Eight, with values: [Int]) {
        withUnsafeMutableBytes(of: &array) { bytes in
            for (index, value) in values.enumerated() {
                bytes.storeBytes(of: value, toByteOffset: index * MemoryLayout<Int>.stride, as: Int.self)
            }
        }
    }
}

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
