import Kernels

/// The sum over the given dimensions (all of them where none are given); negative ones count from the end.
///
/// With `keepingDimensions` the summed extents stay as 1, otherwise they go. The same bits whatever the number of threads.
public func sum(_ x: Tensor, over dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(x, over: dimensions, keepingDimensions: keepingDimensions, isMean: false)
}

/// The mean over the given dimensions; see ``sum(_:over:keepingDimensions:)``. Over no elements it is not a number.
public func mean(_ x: Tensor, over dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(x, over: dimensions, keepingDimensions: keepingDimensions, isMean: true)
}

private func reduced(_ x: Tensor, over dimensions: [Int]?, keepingDimensions: Bool, isMean: Bool) -> Tensor {
    let rank = x.shape.rank
    let chosen = Set((dimensions ?? Array(0..<rank)).map { $0 < 0 ? $0 + rank : $0 })
    precondition(
        chosen.allSatisfy { (0..<rank).contains($0) }, "dimensions \(dimensions ?? []) are not all of \(x.shape)")
    let kept = Shape(x.shape.dimensions.enumerated().map { chosen.contains($0.offset) ? 1 : $0.element })
    let factor = isMean ? 1 / Float(chosen.reduce(1) { $0 * x.shape[$1] }) : 1
    let total = summedWithoutHistory(x, to: kept, factor: factor).convertedStorage(to: x.elementType)
    let result =
        keepingDimensions ? kept.dimensions : kept.dimensions.indices.filter { !chosen.contains($0) }.map { kept[$0] }
    return total.reshapedWithoutHistory(Shape(result)).recorded(from: [x]) { gradient in
        let scaled = scaledWithoutHistory(gradient.reshapedWithoutHistory(kept), factor)
        return [expandedWithoutHistory(scaled, to: x.shape)]
    }
}

/// The sum of `x` over every dimension in which `shape`, of the same rank, has extent 1; float32, without history.
func summedWithoutHistory(_ x: Tensor, to shape: Shape, factor: Float = 1) -> Tensor {
    precondition(x.shape.rank == shape.rank, "cannot sum \(x.shape) to \(shape)")
    var current = x.detached
    var remaining = factor
    var end = shape.rank
    // Neighbouring dimensions are summed in one go, the innermost first.
    while end > 0 {
        guard shape[end - 1] != current.shape[end - 1] else {
            end -= 1
            continue
        }
        var start = end
        while start > 0, shape[start - 1] != current.shape[start - 1] { start -= 1 }
        let extents = current.shape.dimensions
        let next = Shape(Array(extents[..<start]) + Array(shape.dimensions[start..<end]) + Array(extents[end...]))
        current = summed(
            current, outer: extents[..<start].reduce(1, *), reduced: extents[start..<end].reduce(1, *),
            inner: extents[end...].reduce(1, *), factor: remaining
        ).reshapedWithoutHistory(next)
        remaining = 1
        end = start
    }
    return scaledWithoutHistory(current.convertedStorage(to: .float32), remaining)
}

/// `y[o, i] = factor Σ_r x[o, r, i]`, x's elements taken as `[outer, reduced, inner]`; float32, without history.
func summed(_ x: Tensor, outer: Int, reduced: Int, inner: Int, factor: Float) -> Tensor {
    let y = Tensor(uninitialized: [outer, inner])
    let scratch = Tensor(uninitialized: [Int(kernels_sum_scratch(outer, reduced, inner))])
    kernels_sum(x.pointer, factor, y.floats, scratch.floats, outer, reduced, inner, x.elementType.kernelType)
    withExtendedLifetime((x.storage, scratch.storage)) {}
    return y
}
