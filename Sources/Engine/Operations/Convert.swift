extension Tensor {
    /// The same values stored as `type`, rounded to nearest even; the gradient comes back in the original type.
    public func to(_ type: ElementType) -> Tensor {
        guard type != elementType else { return self }
        let from = elementType
        return convertedStorage(to: type).recorded(from: [self]) { [$0.convertedStorage(to: from)] }
    }
}
