import Kernels

/// Adam over all of a store's parameters in one fused pass (Kingma and Ba, 2015, algorithm 1), as PyTorch computes it:
/// `θ ← (1 − η λ) θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)`; a weight decay λ above 0 makes it AdamW.
final class Adam {
    let configuration: AdamConfiguration
    /// First and second moments, blocks of the store.
    let firstMoment: Tensor
    let secondMoment: Tensor
    /// Updates made, t.
    var count = 0

    init(_ configuration: AdamConfiguration, store: ParameterStore) {
        self.configuration = configuration
        firstMoment = store.block()
        secondMoment = store.block()
    }

    /// One update from the store's gradients, each multiplied by `gradientScale` first.
    func update(_ store: ParameterStore, learningRate: Double, gradientScale: Double = 1) {
        count += 1
        let c = configuration
        var step = kernels_adam_step(
            learning_rate: learningRate, beta1: c.beta1, beta2: c.beta2, epsilon: c.epsilon,
            weight_decay: c.weightDecay,
            gradient_scale: gradientScale, step: count)
        kernels_adam(
            store.values.floats, store.gradients.floats, firstMoment.floats, secondMoment.floats, store.count, &step)
    }
}
