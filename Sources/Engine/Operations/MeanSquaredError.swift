import Kernels

/// The mean of `(prediction − target)²` over all elements, a float32 scalar.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
    precondition(
        prediction.shape == target.shape && prediction.elementType == target.elementType,
        "cannot compare \(prediction.shape) \(prediction.elementType) and \(target.shape) \(target.elementType)")
    let count = prediction.count
    let total = kernels_squared_difference(
        prediction.pointer, target.pointer, count, prediction.elementType.kernelType)
    withExtendedLifetime((prediction.storage, target.storage)) {}
    return Tensor(scalar: Float(total / Double(count))).recorded(from: [prediction, target]) { gradient in
        let factor = 2 / Float(count) * gradient.item
        let share = addScaledWithoutHistory(prediction, factor, target, -factor)
        return [share, target.isRecorded ? scaledWithoutHistory(share, -1) : nil]
    }
}
