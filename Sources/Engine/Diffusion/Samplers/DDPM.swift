/// Ancestral sampling over strided timesteps (Ho et al., 2020, algorithm 2; the course's iterative denoising).
///
/// From t to t′ < t, with α = ᾱ_t / ᾱ_t′ and β = 1 − α:
/// `x_t′ = √ᾱ_t′ β / (1 − ᾱ_t) x̂_0 + √α (1 − ᾱ_t′) / (1 − ᾱ_t) x_t + σ z`, σ² = β (1 − ᾱ_t′) / (1 − ᾱ_t).
/// The network predicts ε and is given t/T.
public struct DDPM: Sampler {
    public static let name = "ddpm"
    public let times: [Double]
    private let schedule: NoiseSchedule
    private let timesteps: [Int]

    public init(schedule: NoiseSchedule, steps: Int) {
        self.schedule = schedule
        timesteps = schedule.strided(steps)
        times = timesteps.map { Double($0) / Double(schedule.timesteps) }
    }

    public func step(_ index: Int, _ x: Tensor, generator: inout Generator, predict: Prediction) -> SamplerStep {
        let now = schedule.alphaBar(timesteps[index])
        let next = schedule.alphaBar(index + 1 < timesteps.count ? timesteps[index + 1] : -1)
        let estimate = cleanEstimate(x, predict(x, times[index]), alphaBar: now)
        let alpha = now / next
        let beta = 1 - alpha
        let mean = mix(
            next.squareRoot() * beta / (1 - now), estimate, alpha.squareRoot() * (1 - next) / (1 - now), x)
        let sigma = (beta * (1 - next) / (1 - now)).squareRoot()
        guard sigma > 0 else { return SamplerStep(state: mean, estimate: estimate) }
        return SamplerStep(state: mix(1, mean, sigma, generator.normal(x.shape)), estimate: estimate)
    }
}

/// `x̂_0 = (x_t − √(1 − ᾱ_t) ε) / √ᾱ_t` (Ho et al., 2020, equation 15 solved for x_0).
func cleanEstimate(_ x: Tensor, _ noise: Tensor, alphaBar: Double) -> Tensor {
    mix(1 / alphaBar.squareRoot(), x, -((1 - alphaBar) / alphaBar).squareRoot(), noise)
}
