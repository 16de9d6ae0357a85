/// One of the pictures that share a state: its conditions, and how it looks at the state.
struct CompositionPart {
    /// A condition for each picture of the batch.
    var conditions: [Condition]
    var view = AnagramView.identity
}

/// How one state is several pictures at once: each part is predicted by itself and the predictions are brought together.
///
/// That is done on clean estimates; for one state all kinds of prediction are affine in each other, so it comes to the same on noise.
struct Composition {
    enum Rule {
        /// A single part, as it is.
        case plain
        /// The mean of all parts, each seen through its view: a visual anagram (Geng et al., 2024).
        case mean
        /// The low frequencies of the first part and the high ones of the second: a hybrid (Geng et al., 2024b).
        case hybrid(GaussianBlur)
    }

    var parts: [CompositionPart]
    var rule: Rule

    init(_ conditions: [Condition]) {
        parts = [CompositionPart(conditions: conditions)]
        rule = .plain
    }

    init(parts: [CompositionPart], rule: Rule) {
        precondition(!parts.isEmpty, "a composition has at least one part")
        self.parts = parts
        self.rule = rule
    }

    func combine(
        _ outputs: [NetworkOutput], shown: [Tensor], x: Tensor, time: Double, of network: any ConditionedNetwork
    ) -> NetworkOutput {
        if case .plain = rule { return outputs[0] }
        let level = network.level(at: time)
        let cleans = outputs.indices.map { index in
            parts[index].view.undo(
                network.prediction.clean(outputs[index].value, at: shown[index], level), range: network.range)
        }
        let clean: Tensor
        switch rule {
        case .plain: clean = cleans[0]
        case .mean: clean = mean(cleans)
        case .hybrid(let blur): clean = mix(1, blur.apply(cleans[0]), 1, blur.highPass(cleans[1]))
        }
        let variances = outputs.indices.compactMap { index in
            outputs[index].variance.map { parts[index].view.undoPermutation($0) }
        }
        return NetworkOutput(
            PredictionType.clean.convert(clean, to: network.prediction, at: x, level),
            variance: variances.isEmpty ? nil : mean(variances))
    }

    private func mean(_ tensors: [Tensor]) -> Tensor {
        let share = 1 / Double(tensors.count)
        return tensors.dropFirst().reduce(mix(share, tensors[0], 0, tensors[0])) { mix(1, $0, share, $1) }
    }
}
