import Kernels

/// The exponential moving average of a store's parameters: `average ← d · average + (1 − d) · θ` after each step, d rising to `decay`
/// as `(1 + n) / (10 + n)` so that early steps are forgotten soon.
final class ExponentialMovingAverage {
    let decay: Double
    /// A block of the store.
    let average: Tensor
    var count = 0

    init(decay: Double, store: ParameterStore) {
        self.decay = decay
        average = store.block()
        average.assign(store.values)
    }

    func update(_ store: ParameterStore) {
        let warm = Double(1 + count) / Double(10 + count)
        kernels_ema(average.floats, store.values.floats, Float(min(decay, warm)), store.count)
        count += 1
    }
}
