import Foundation

/// Ancestral sampling over strided timesteps (Ho et al., 2020, algorithm 2; the course's iterative denoising).
///
/// From t to t′ < t, with α = ᾱ_t / ᾱ_t′ and β = 1 − α:
/// `x_t′ = √ᾱ_t′ β / (1 − ᾱ_t) x̂_0 + √α (1 − ᾱ_t′) / (1 − ᾱ_t) x_t + σ z`, σ² as ``Variance`` says, no noise in the step to the image.
public struct DDPM: Sampler {
    /// The variance σ² of a step.
    public enum Variance: String, Sendable, Codable {
        /// The posterior's, β (1 − ᾱ_t′) / (1 − ᾱ_t).
        case fixedSmall = "fixed_small"
        /// β.
        case fixedLarge = "fixed_large"
        /// Between the two in the logarithm, as the network says (Nichol and Dhariwal, 2021, equation 15).
        case learnedRange = "learned_range"
    }

    public static let name = "ddpm"
    public let times: [Double]
    public let levels: [NoiseLevel]
    private let schedule: NoiseSchedule
    private let timesteps: [Int]
    private let prediction: PredictionType
    private let variance: Variance
    private let thresholding: Thresholding

    /// - Parameter timesteps: the timesteps visited, falling.
    public init(
        schedule: NoiseSchedule, timesteps: [Int], prediction: PredictionType = .noise,
        variance: Variance = .fixedSmall, thresholding: Thresholding = .none
    ) {
        self.schedule = schedule
        self.timesteps = timesteps
        self.prediction = prediction
        self.variance = variance
        self.thresholding = thresholding
        times = timesteps.map(Double.init)
        levels = timesteps.map(schedule.level) + [.clean]
    }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let now = schedule.alphaBar(timesteps[index])
        let next = schedule.alphaBar(index + 1 < timesteps.count ? timesteps[index + 1] : -1)
        let output = predict(state.x, times[index])
        let estimate = thresholding.apply(prediction.clean(output.value, at: state.x, levels[index]))
        // In float32, as diffusers has it: for the smallest steps the rounding is a visible part of β.
        let alpha = Double(Float(now / next))
        let beta = 1 - alpha
        let mean = mix(
            next.squareRoot() * beta / (1 - now), estimate, alpha.squareRoot() * (1 - next) / (1 - now), state.x)
        guard timesteps[index] > 0 else { return advanced(state, to: mean, estimate: estimate) }
        let noise = generator.noise(mean.shape)
        let smallest = max(beta * (1 - next) / (1 - now), 1e-20)
        let x: Tensor
        if variance == .learnedRange, let said = output.variance {
            let (low, high) = (log(smallest), log(beta))
            let deviations = said.array.map { Float(exp(0.5 * (low + (Double($0) + 1) / 2 * (high - low)))) }
            x = Tensor(zip(mean.array, zip(deviations, noise.array)).map { $0 + $1.0 * $1.1 }, mean.shape)
        } else {
            x = mix(1, mean, (variance == .fixedLarge ? beta : smallest).squareRoot(), noise)
        }
        return advanced(state, to: x, estimate: estimate)
    }
}
