/// A digit network with its condition and guidance: what a sampler calls.
///
/// The condition and the negative are class labels per picture; nil is the dropped condition.
struct GuidedNetwork {
    let network: DigitUNet
    /// What a sampler's time is divided by for the network, which takes 0…1.
    let timeUnit: Double
    let labels: [Int?]
    let negative: Int?
    let computeType: ElementType
    var guidance: ClassifierFreeGuidance

    func predict(_ x: Tensor, time: Double) -> Tensor {
        let classes = network.configuration.classes
        guard classes > 0 else { return evaluate(x, time, nil) }
        let conditional = oneHot(labels, classes: classes)
        guard guidance.needsBoth else { return evaluate(x, time, conditional) }
        // Both predictions in one evaluation of twice the batch.
        let B = x.shape[0]
        let conditions = Tensor(uninitialized: [2 * B, classes])
        conditions.rows(0..<B).assign(conditional)
        conditions.rows(B..<2 * B).assign(oneHot(Array(repeating: negative, count: B), classes: classes))
        let both = evaluate(x.repeatedRows(2), time, conditions)
        return guidance.combine(conditional: both.rows(0..<B), unconditional: both.rows(B..<2 * B))
    }

    private func evaluate(_ x: Tensor, _ time: Double, _ classes: Tensor?) -> Tensor {
        let t =
            network.configuration.timeConditioned ? Tensor(repeating: Float(time / timeUnit), [x.shape[0], 1]) : nil
        return network(x, time: t, classes: classes, .inference(computeType: computeType))
    }
}
