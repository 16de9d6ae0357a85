extension ConditionedNetwork {
    /// Answers to questions of one time, as few batches as possible: those with as many conditions a state are one.
    func evaluate(_ questions: [GuidedNetwork.Question]) -> [NetworkOutput] {
        var answers = [NetworkOutput?](repeating: nil, count: questions.count)
        for each in Set(questions.map(\.conditionsEach)).sorted() {
            let batch = questions.indices.filter { questions[$0].conditionsEach == each }
            for (index, answer) in zip(batch, evaluateTogether(batch.map { questions[$0] })) { answers[index] = answer }
        }
        return answers.compactMap(\.self)
    }

    /// Answers to questions of one time with as many conditions a state.
    private func evaluateTogether(_ questions: [GuidedNetwork.Question]) -> [NetworkOutput] {
        let rows = questions.map { $0.states.shape[0] }
        let total = rows.reduce(0, +)
        let groups = 0..<questions[0].conditionsEach
        let conditions = groups.flatMap { group in
            zip(questions, rows).flatMap { $0.conditions[group * $1..<(group + 1) * $1] }
        }
        let said = evaluate(stacked(questions.map(\.states)), time: questions[0].time, conditions: conditions)
        guard questions.count > 1 else { return [said] }
        var first = 0
        return rows.map { count in
            func own(_ tensor: Tensor) -> Tensor {
                stacked(groups.map { tensor.rows($0 * total + first..<$0 * total + first + count) })
            }
            defer { first += count }
            return NetworkOutput(own(said.value), variance: said.variance.map(own))
        }
    }
}
