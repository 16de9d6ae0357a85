/// Adaptive projected guidance (Sadat et al., 2025, algorithm 1): of the difference that guidance adds, the part along the conditional
/// clean estimate, which only saturates, is weakened; the difference's norm is limited and its past subtracted.
///
/// With Δ = c − u in clean images, `Δ ← Δ + β Δ_before`, `Δ ← Δ min(1, r/‖Δ‖)`, Δ = Δ∥ + Δ⊥ by c: `c + (w − 1) (Δ⊥ + η Δ∥)`.
public struct ProjectedGuidance: Sendable, Equatable, Codable {
    /// η, what is kept of the parallel part; 1 keeps all of it.
    public var parallel: Double
    /// r, the largest norm of a picture's difference; 0 sets no limit.
    public var norm: Double
    /// β, usually negative.
    public var momentum: Double

    public init(parallel: Double = 0, norm: Double = 0, momentum: Double = -0.5) {
        (self.parallel, self.norm, self.momentum) = (parallel, norm, momentum)
    }

    func validate() throws {
        guard parallel.isFinite, norm.isFinite, norm >= 0, momentum.isFinite, abs(momentum) < 1 else {
            throw EngineFailure(
                "projected guidance is out of range", expected: "a number η, a norm of 0 or more, a momentum in −1…1",
                found: "\(parallel), \(norm), \(momentum)")
        }
    }

    func combine(
        _ conditional: Tensor, _ other: Tensor, at place: GuidancePlace, momentum before: Tensor?
    ) -> (value: Tensor, momentum: Tensor) {
        let clean = place.prediction.clean(conditional, at: place.x, place.level)
        let away = place.prediction.clean(other, at: place.x, place.level)
        var difference = mix(1, clean, -1, away)
        if let before { difference = mix(1, difference, momentum, before) }
        let value = project(difference, on: clean, scale: place.scale)
        return (PredictionType.clean.convert(value, to: place.prediction, at: place.x, place.level), difference)
    }

    private func project(_ difference: Tensor, on clean: Tensor, scale: Double) -> Tensor {
        let c = clean.array
        var d = difference.array
        let size = c.count / clean.shape[0]
        for start in stride(from: 0, to: c.count, by: size) {
            let range = start..<start + size
            let length = range.reduce(0.0) { $0 + Double(d[$1]) * Double(d[$1]) }.squareRoot()
            let limit = norm > 0 && length > norm ? norm / length : 1
            let power = range.reduce(0.0) { $0 + Double(c[$1]) * Double(c[$1]) }
            let product = range.reduce(0.0) { $0 + Double(c[$1]) * Double(d[$1]) } * limit
            // The parallel part is share · c.
            let share = power > 0 ? product / power : 0
            for i in range {
                let along = share * Double(c[i])
                d[i] = c[i] + Float((scale - 1) * (Double(d[i]) * limit - along + parallel * along))
            }
        }
        return Tensor(d, clean.shape)
    }
}
