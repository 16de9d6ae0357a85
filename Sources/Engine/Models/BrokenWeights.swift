extension Module {
    /// Names the parameters that hold what is no number; nil where all do.
    ///
    /// Weights are not searched when a model is opened, which would read all of them: only once a result is no number.
    func brokenWeights(place: String) -> EngineFailure? {
        let broken = parameters.filter { _, parameter in
            let numbers = parameter.stored.map { $0.tensor() } ?? parameter.value
            return numbers.withFloats { values in !values.allSatisfy(\.isFinite) }
        }
        guard !broken.isEmpty else { return nil }
        return EngineFailure(
            "the weights hold what is no number", found: "NaN or infinity in \(listed(broken.map(\.name)))",
            place: place,
            hint: "the file is damaged; download it again")
    }
}
