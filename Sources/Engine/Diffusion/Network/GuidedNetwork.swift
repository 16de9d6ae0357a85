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

    /// What one step asks of the network: kept apart from the answer, so that several may be asked as one batch.
    struct Question {
        let x: Tensor
        let time: Double
        /// The guidance scale in force.
        let scale: Double
        /// The state as each part sees it.
        let shown: [Tensor]
        /// All different ones of these, `[S, H, W, C]`, and a whole number of conditions for each, as
        /// ``ConditionedNetwork/evaluate(_:time:conditions:)`` takes them.
        let states: Tensor
        let conditions: [Condition]

        /// How many conditions each state is seen under.
        var conditionsEach: Int { conditions.count / states.shape[0] }
    }

    /// - Parameters:
    ///   - progress: how far the run is, 0…1, for guidance that holds in an interval.
    ///   - momentum: what projected guidance remembers of the steps before, an entry a part.
    func predict(_ x: Tensor, time: Double, progress: Double, momentum: inout [Tensor]) -> NetworkOutput {
        let question = question(x, time: time, progress: progress)
        let said = network.evaluate(question.states, time: time, conditions: question.conditions)
        return answer(question, said, momentum: &momentum)
    }

    /// The conditional predictions of all parts come first in the batch, then those under `negative`: the network computes what does not
    /// depend on conditions once for both. Parts that look at the same state share it, and its negative prediction, too.
    func question(_ x: Tensor, time: Double, progress: Double) -> Question {
        let shown = composition.parts.map { $0.view.apply(x, time: time, of: network) }
        let scale = guidance.scale(at: progress)
        let states = sharesState ? [shown[0]] : shown
        var conditions = composition.parts.flatMap(\.conditions)
        if asksForNegative(scale) {
            conditions += Array(repeating: negative, count: states.count * x.shape[0])
        }
        return Question(
            x: x, time: time, scale: scale, shown: shown, states: stacked(states), conditions: conditions)
    }

    /// What the sampler is told where the network says `said` to `question`.
    func answer(_ question: Question, _ said: NetworkOutput, momentum: inout [Tensor]) -> NetworkOutput {
        let guided = composition.parts.indices.map { index -> NetworkOutput in
            let (conditional, other) = predictions(of: index, question, said)
            guard let other else { return conditional }
            let place = GuidancePlace(
                x: question.shown[index], level: network.level(at: question.time), prediction: network.prediction,
                scale: question.scale)
            let before = index < momentum.count ? momentum[index] : nil
            let (value, remembered) = guidance.combine(conditional.value, other, at: place, momentum: before)
            if let remembered {
                if index < momentum.count { momentum[index] = remembered } else { momentum.append(remembered) }
            }
            return NetworkOutput(
                value, variance: conditional.variance, difference: mix(1, conditional.value, -1, other))
        }
        return composition.combine(
            guided, shown: question.shown, x: question.x, time: question.time, of: network)
    }

    private var sharesState: Bool {
        network.isConditional && composition.parts.allSatisfy { $0.view == .identity }
    }

    private func isGuided(_ scale: Double) -> Bool { network.isConditional && scale != 1 }
    private func asksForNegative(_ scale: Double) -> Bool { isGuided(scale) && weak == nil }

    /// A part's conditional prediction and what guidance starts from.
    private func predictions(
        of index: Int, _ question: Question, _ said: NetworkOutput
    ) -> (conditional: NetworkOutput, other: Tensor?) {
        let B = question.x.shape[0]
        func block(_ index: Int) -> NetworkOutput {
            let range = index * B..<(index + 1) * B
            return NetworkOutput(said.value.rows(range), variance: said.variance?.rows(range))
        }
        if asksForNegative(question.scale) {
            return (block(index), block(composition.parts.count + (sharesState ? 0 : index)).value)
        }
        guard isGuided(question.scale), let weak else { return (block(index), nil) }
        let conditions = composition.parts[index].conditions
        return (block(index), weak.evaluate(question.shown[index], time: question.time, conditions: conditions).value)
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
