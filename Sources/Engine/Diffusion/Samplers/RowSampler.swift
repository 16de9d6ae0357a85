/// A sampler with memory for pictures that start at different steps: each start's pictures have a memory of their own, which begins
/// where they do. The network is asked once for all.
struct RowSampler: Sampler {
    static let name = "row"
    private let base: any Sampler
    /// The pictures that start with the same evaluation.
    private let groups: [(evaluation: Int, pictures: [Int])]

    /// `sampler` for the row `waiting`; as it is where it remembers nothing.
    static func wrapping(_ sampler: any Sampler, _ waiting: WaitingStarts) -> any Sampler {
        sampler.isMemoryless ? sampler : RowSampler(base: sampler, waiting)
    }

    private init(base: any Sampler, _ waiting: WaitingStarts) {
        self.base = base
        groups = Set(waiting.evaluations).sorted().map { evaluation in
            (evaluation, waiting.evaluations.indices.filter { waiting.evaluations[$0] == evaluation })
        }
    }

    var times: [Double] { base.times }
    var levels: [NoiseLevel] { base.levels }
    var initialScale: Double { base.initialScale }
    var isMemoryless: Bool { false }
    func evaluation(ofStep step: Int) -> Int { base.evaluation(ofStep: step) }

    func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let said = answer(state, generator, predict)
        var next = advanced(state, to: mix(1, state.x, 0, state.x), estimate: mix(1, state.x, 0, state.x))
        next.rows = groups.indices.map { index in
            let (evaluation, pictures) = groups[index]
            var own = state.step > evaluation && index < state.rows.count ? state.rows[index] : SamplerState(x: state.x)
            own.step = state.step
            own.x = rows(pictures, of: state.x)
            let answer = NetworkOutput(
                rows(pictures, of: said.value), variance: said.variance.map { rows(pictures, of: $0) })
            own = base.step(own, generator: &generator) { _, _ in answer }
            for (place, picture) in pictures.enumerated() {
                next.x.rows(picture..<picture + 1).assign(own.x.rows(place..<place + 1))
                if let estimate = own.estimate {
                    next.estimate?.rows(picture..<picture + 1).assign(estimate.rows(place..<place + 1))
                }
            }
            return own
        }
        return next
    }

    /// What the network says of all pictures: what it is shown depends on the state alone.
    private func answer(_ state: SamplerState, _ generator: Generator, _ predict: Prediction) -> NetworkOutput {
        var all = SamplerState(x: state.x)
        all.step = state.step
        var said = NetworkOutput(state.x)
        var copy = generator
        _ = base.step(all, generator: &copy) { x, time in
            said = predict(x, time)
            return said
        }
        return said
    }

    private func rows(_ pictures: [Int], of x: Tensor) -> Tensor { stacked(pictures.map { x.rows($0..<$0 + 1) }) }
}
