/// A network with conditions, guidance and a composition: what a sampler calls.
///
/// All evaluations of a step, conditional and not, of every part of the composition, are one batch.
struct GuidedNetwork {
    let network: any ConditionedNetwork
    /// The weaker network that autoguidance guides away from (Karras et al., 2024); nil guides away from `negative`.
    let weak: (any ConditionedNetwork)?
    let composition: Composition
    let negative: Condition
    var guidance: Guidance

    /// - Parameters:
    ///   - progress: how far the run is, 0…1, for guidance that holds in an interval.
    ///   - momentum: what projected guidance remembers of the steps before, an entry a part.
    func predict(_ x: Tensor, time: Double, progress: Double, momentum: inout [Tensor]) -> NetworkOutput {
        let shown = composition.parts.map { $0.view.apply(x, time: time, of: network) }
        let scale = guidance.scale(at: progress)
        let isGuided = network.isConditional && scale != 1
        let outputs = evaluate(shown, time, isGuided: isGuided)
        let guided = outputs.indices.map { index -> NetworkOutput in
            let (conditional, other) = outputs[index]
            guard let other else { return conditional }
            let place = GuidancePlace(
                x: shown[index], level: network.level(at: time), prediction: network.prediction, scale: scale)
            let before = index < momentum.count ? momentum[index] : nil
            let (value, remembered) = guidance.combine(conditional.value, other, at: place, momentum: before)
            if let remembered {
                if index < momentum.count { momentum[index] = remembered } else { momentum.append(remembered) }
            }
            return NetworkOutput(
                value, variance: conditional.variance, difference: mix(1, conditional.value, -1, other))
        }
        return composition.combine(guided, shown: shown, x: x, time: time, of: network)
    }

    /// For each part the conditional output and what guidance starts from.
    ///
    /// The conditional predictions of all parts come first in the batch, then those under `negative`: the network computes what does not
    /// depend on conditions once for both. Parts that look at the same state share it, and its negative prediction, too.
    private func evaluate(
        _ shown: [Tensor], _ time: Double, isGuided: Bool
    ) -> [(conditional: NetworkOutput, other: Tensor?)] {
        let parts = composition.parts
        let B = shown[0].shape[0]
        let isBatched = isGuided && weak == nil
        let sharesState = network.isConditional && parts.allSatisfy { $0.view == .identity }
        let states = sharesState ? [shown[0]] : shown
        var conditions = parts.flatMap(\.conditions)
        if isBatched { conditions += Array(repeating: negative, count: states.count * B) }
        let all = network.evaluate(stacked(states), time: time, conditions: conditions)
        func block(_ index: Int) -> NetworkOutput {
            let range = index * B..<(index + 1) * B
            return NetworkOutput(all.value.rows(range), variance: all.variance?.rows(range))
        }
        return parts.indices.map { index in
            if isBatched { return (block(index), block(parts.count + (sharesState ? 0 : index)).value) }
            let other =
                isGuided
                ? weak?.evaluate(shown[index], time: time, conditions: parts[index].conditions) : nil
            return (block(index), other?.value)
        }
    }
}

/// The tensors one after another along the first dimension, without history.
func stacked(_ tensors: [Tensor]) -> Tensor {
    guard tensors.count > 1 else { return tensors[0] }
    let shape = tensors[0].shape
    let result = Tensor(
        uninitialized: Shape([tensors.reduce(0) { $0 + $1.shape[0] }] + shape.dimensions.dropFirst()),
        tensors[0].elementType)
    var row = 0
    for tensor in tensors {
        result.rows(row..<row + tensor.shape[0]).assign(tensor)
        row += tensor.shape[0]
    }
    return result
}
