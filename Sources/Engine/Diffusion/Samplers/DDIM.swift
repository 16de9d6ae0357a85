/// Implicit sampling (Song et al., 2021, equation 12): `x_t′ = √ᾱ_t′ x̂_0 + √(1 − ᾱ_t′ − σ²) ε + σ z`,
/// σ² = η² (1 − ᾱ_t′) / (1 − ᾱ_t) (1 − ᾱ_t / ᾱ_t′).
///
/// η = 0 is deterministic, η = 1 as random as ``DDPM``.
public struct DDIM: Sampler {
    public static let name = "ddim"
    public let times: [Double]
    public let levels: [NoiseLevel]
    private let schedule: NoiseSchedule
    /// The timesteps visited, and the one after the last: −1, the clean image.
    private let timesteps: [Int]
    private let eta: Double
    private let prediction: PredictionType
    private let thresholding: Thresholding

    /// - Parameter eta: 0…1.
    public init(
        schedule: NoiseSchedule, timesteps: [Int], eta: Double = 0, prediction: PredictionType = .noise,
        thresholding: Thresholding = .none
    ) {
        self.schedule = schedule
        self.timesteps = timesteps + [-1]
        self.eta = eta
        self.prediction = prediction
        self.thresholding = thresholding
        times = timesteps.map(Double.init)
        levels = self.timesteps.map(schedule.level)
    }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let now = schedule.alphaBar(timesteps[index])
        let next = schedule.alphaBar(timesteps[index + 1])
        let output = predict(state.x, times[index]).value
        let estimate = thresholding.apply(prediction.clean(output, at: state.x, levels[index]))
        // A clipped estimate does not change the noise the network saw.
        let noise = prediction.noise(output, at: state.x, levels[index])
        let variance = eta * eta * (1 - next) / (1 - now) * (1 - now / next)
        var x = mix(next.squareRoot(), estimate, max(1 - next - variance, 0).squareRoot(), noise)
        if eta > 0 { x = mix(1, x, variance.squareRoot(), generator.noise(x.shape)) }
        return advanced(state, to: x, estimate: estimate)
    }
}
