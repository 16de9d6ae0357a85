/// Euler's method to a lower σ, then noise back up (Song et al., 2021, in the form of k-diffusion):
/// `σ_up² = σ′² (σ² − σ′²) / σ²`, `σ_down² = σ′² − σ_up²`, `x ← x + (σ_down − σ) (x − x̂_0) / σ + σ_up z`.
public struct EulerAncestral: PathSampler {
    public static let name = "euler-a"
    public let path: SigmaPath

    /// - Parameter path: variance exploding.
    public init(_ path: SigmaPath) {
        precondition(path.space == .varianceExploding, "ancestral noise is defined on the variance-exploding path")
        self.path = path
    }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let (from, to) = (path.sigmas[index], path.sigmas[index + 1])
        let up = (to * to * (from * from - to * to) / (from * from)).squareRoot()
        let down = (to * to - up * up).squareRoot()
        let estimate = path.estimate(state.x, index, predict)
        let x = mix(1, state.x, down - from, path.slope(state.x, estimate, index))
        return advanced(state, to: mix(1, x, up, generator.noise(x.shape)), estimate: estimate)
    }
}
