import Kernels

/// The exponential moving average of a network's parameters and statistics: `average ← d · average + (1 − d) · θ` after each step, d
/// rising to `decay` as `(1 + n) / (10 + n)` so that early steps are forgotten soon.
final class ExponentialMovingAverage {
    var decay: Double
    /// The parameters' average, a block of the store.
    let average: Tensor
    /// The averages of the network's buffers (running statistics), in their order.
    let statistics: [Tensor]
    /// Updates made, n.
    var count = 0
    private let store: ParameterStore
    private let buffers: [Buffer]

    /// An average that starts at the network's present weights.
    init(decay: Double, store: ParameterStore, network: some Module) {
        self.decay = decay
        self.store = store
        buffers = network.buffers.map(\.buffer)
        average = store.block()
        average.assign(store.values)
        statistics = buffers.map { $0.value.copy() }
    }

    func update() {
        let d = Float(min(decay, Double(1 + count) / Double(10 + count)))
        kernels_ema(average.floats, store.values.floats, d, store.count)
        for (mean, buffer) in zip(statistics, buffers) {
            kernels_ema(mean.floats, buffer.value.floats, d, mean.count)
        }
        count += 1
    }

    /// Puts the average in the network's place and the network's own weights here; a second call undoes it, to the bit.
    func swap() {
        average.swap(with: store.values)
        for (mean, buffer) in zip(statistics, buffers) { mean.swap(with: buffer.value) }
    }
}

extension Tensor {
    /// Exchanges the two tensors' elements.
    fileprivate func swap(with other: Tensor) {
        precondition(count == other.count, "cannot swap \(shape) with \(other.shape)")
        withMutableFloats { mine in
            other.withMutableFloats { theirs in
                for index in mine.indices { (mine[index], theirs[index]) = (theirs[index], mine[index]) }
            }
        }
    }
}
