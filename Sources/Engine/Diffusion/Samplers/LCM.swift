/// Sampling of a latent consistency model (Luo et al., 2023, algorithm 3): the boundary-conditioned clean estimate, noised again to the
/// next timestep. Meant for networks distilled for it; any other takes it as a blunt few-step method.
///
/// `f = c_skip x + c_out x̂_0`, c_skip = 0.25 / (τ² + 0.25), c_out = τ / √(τ² + 0.25), τ = 10 t.
public struct LCM: Sampler {
    public static let name = "lcm"
    public let times: [Double]
    public let levels: [NoiseLevel]
    private let timesteps: [Int]
    private let prediction: PredictionType
    private let scaling: Double

    /// - Parameters:
    ///   - steps: 1…`originalSteps`.
    ///   - originalSteps: the steps of the distillation, which the timesteps are chosen from.
    public init(
        schedule: NoiseSchedule, steps: Int, originalSteps: Int = 50, scaling: Double = 10,
        prediction: PredictionType = .noise
    ) {
        precondition((1...originalSteps).contains(steps), "expected 1…\(originalSteps) steps, found \(steps)")
        let stride = schedule.timesteps / originalSteps
        timesteps = (0..<steps).map { (originalSteps - $0 * originalSteps / steps) * stride - 1 }
        times = timesteps.map(Double.init)
        levels = timesteps.map(schedule.level) + [.clean]
        self.prediction = prediction
        self.scaling = scaling
    }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let estimate = prediction.clean(predict(state.x, times[index]).value, at: state.x, levels[index])
        let tau = times[index] * scaling
        let image = mix(tau / (tau * tau + 0.25).squareRoot(), estimate, 0.25 / (tau * tau + 0.25), state.x)
        let x = index + 1 < times.count ? levels[index + 1].noised(image, with: generator.noise(image.shape)) : image
        return advanced(state, to: x, estimate: image)
    }
}
