/// Euler's method in σ (Karras et al., 2022, algorithm 1 without its second order): `x ← x + (σ′ − σ) (x − x̂_0) / σ`.
public struct Euler: PathSampler {
    public static let name = "euler"
    public let path: SigmaPath

    public init(_ path: SigmaPath) { self.path = path }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let estimate = path.estimate(state.x, index, predict)
        let x = mix(1, state.x, path.sigmas[index + 1] - path.sigmas[index], path.slope(state.x, estimate, index))
        return advanced(state, to: x, estimate: estimate)
    }
}
