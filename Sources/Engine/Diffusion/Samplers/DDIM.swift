/// Deterministic sampling, η = 0 (Song et al., 2021, equation 12): `x_t′ = √ᾱ_t′ x̂_0 + √(1 − ᾱ_t′) ε`.
///
/// The network predicts ε and is given t/T.
public struct DDIM: Sampler {
    public static let name = "ddim"
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
        let noise = predict(x, times[index])
        let estimate = cleanEstimate(x, noise, alphaBar: now)
        return SamplerStep(
            state: mix(next.squareRoot(), estimate, (1 - next).squareRoot(), noise), estimate: estimate)
    }
}
