/// A sampler that gives way to another on the way: up to evaluation `place` it is `before`, from then on `after`, which begins afresh on
/// the state there.
struct ContinuedSampler: Sampler {
    static let name = "continued"
    private let before: any Sampler
    private let place: Int
    private let after: any Sampler
    let times: [Double]
    let levels: [NoiseLevel]

    /// - Parameter after: its first time is that of evaluation `place`, or as near as it can have one.
    init(_ before: any Sampler, until place: Int, then after: any Sampler) {
        (self.before, self.place, self.after) = (before, place, after)
        times = Array(before.times[..<place]) + after.times
        levels = Array(before.levels[...place]) + after.levels.dropFirst()
    }

    var initialScale: Double { before.initialScale }
    var isMemoryless: Bool { before.isMemoryless && after.isMemoryless }
    func evaluation(ofStep step: Int) -> Int { before.evaluation(ofStep: step) }

    func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        guard state.step >= place else { return before.step(state, generator: &generator, predict: predict) }
        var own = state
        if state.step == place {
            own = SamplerState(x: moved(state))
            own.estimate = state.estimate
        }
        own.step = state.step - place
        var next = after.step(own, generator: &generator, predict: predict)
        next.step += place
        return next
    }

    /// The state as `after` has it: from `a x_0 + s ε` to `a′ x_0 + s′ ε`, which is scaling where both hold as much noise beside the
    /// picture, and where they do not (times that `after` rounds) takes x_0 from the last clean estimate.
    private func moved(_ state: SamplerState) -> Tensor {
        let (from, to) = (before.levels[place], after.levels[0])
        let scale = to.noise / from.noise
        let rest = to.signal - from.signal * scale
        guard abs(rest) > 1e-9 else { return scale == 1 ? state.x : mix(scale, state.x, 0, state.x) }
        return mix(scale, state.x, rest, state.estimate ?? state.x)
    }
}

extension Sampler {
    /// The times that remain at evaluation `place`, each once: samplers of two stages are twice at each.
    func timesFrom(_ place: Int) -> [Double] {
        times[place...].reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}

extension Objective {
    /// `before` up to evaluation `place`, then the sampler called `name` along the times that remain.
    ///
    /// - Throws: ``EngineFailure`` where the objective has no such sampler.
    func sampler(_ name: String, eta: Double, after before: any Sampler, at place: Int) throws -> any Sampler {
        try require(name)
        let rest = before.timesFrom(place)
        let after: any Sampler
        switch self {
        case .flow:
            let path = SigmaPath(flowSigmas: rest.map { 1 - $0 })
            after = name == FlowHeun.name ? FlowHeun(path) : FlowEuler(path)
        case .ddpm(let timesteps, let start, let end):
            let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
            after = schedule.sampler(name, eta: eta, along: rest)
        case .denoise, .denoisePureNoise: after = OneStep()
        }
        return ContinuedSampler(before, until: place, then: after)
    }
}
