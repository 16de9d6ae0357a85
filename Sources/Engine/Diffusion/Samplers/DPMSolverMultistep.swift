/// DPM-Solver++(2M) (Lu et al., 2022, algorithm 2, midpoint form): with D_0 the newest clean estimate, D_1 its slope in λ from the one
/// before, `x′ = s′/s x − a′ (e^{−h} − 1) (D_0 + D_1 / 2)`. The first step and the last are of first order.
public struct DPMSolverMultistep: PathSampler {
    public static let name = "dpm++2m"
    /// The name of the same solver at Karras' σ.
    public static let karrasName = "dpm++2m-karras"
    public let path: SolverPath

    public init(_ path: SolverPath) { self.path = path }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let estimate = path.estimate(state.x, index, predict)
        var combined = estimate
        if let before = state.earlier.first, index + 1 < path.times.count {
            // D_1 = (D_0 − before) / r, r the last step's width over this one's.
            let ratio = path.width(index - 1, index) / path.width(index, index + 1)
            combined = mix(1 + 0.5 / ratio, estimate, -0.5 / ratio, before)
        }
        var next = advanced(
            state, to: path.firstOrder(state.x, combined, from: index, to: index + 1), estimate: estimate)
        next.earlier = [estimate]
        return next
    }
}
