extension Tensor {
    /// The same elements in another shape of the same count; the memory is shared.
    public func reshaped(_ shape: Shape) -> Tensor {
        let from = self.shape
        return reshapedWithoutHistory(shape).recorded(from: [self]) { [$0.reshapedWithoutHistory(from)] }
    }

    package func reshapedWithoutHistory(_ shape: Shape) -> Tensor {
        precondition(shape.count == count, "cannot view \(self.shape) as \(shape)")
        return Tensor(shape: shape, elementType: elementType, storage: storage, offset: offset)
    }
}
