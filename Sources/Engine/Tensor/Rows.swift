extension Tensor {
    /// A window on rows `range` of the first dimension; memory is shared, history is not.
    package func rows(_ range: Range<Int>) -> Tensor {
        precondition(range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) are not in \(shape)")
        let size = count / max(shape[0], 1)
        return Tensor(
            shape: Shape([range.count] + shape.dimensions.dropFirst()), elementType: elementType, storage: storage,
            offset: offset + range.lowerBound * size)
    }

    /// `copies` copies of the tensor one after another along the first dimension, without history.
    package func repeatedRows(_ copies: Int) -> Tensor {
        let result = Tensor(
            uninitialized: Shape([copies * shape[0]] + shape.dimensions.dropFirst()), elementType)
        for index in 0..<copies { result.rows(index * shape[0]..<(index + 1) * shape[0]).assign(self) }
        return result
    }
}
