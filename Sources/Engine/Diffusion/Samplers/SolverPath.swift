import Foundation

/// The way of the solvers that step in λ = log(signal / noise), on the variance-preserving state, ending at the clean image.
public struct SolverPath: SamplerPath, Equatable {
    public let levels: [NoiseLevel]
    /// σ = noise / signal of each level, the last 0.
    let sigmas: [Double]
    public let times: [Double]
    let prediction: PredictionType
    let thresholding: Thresholding

    /// - Parameters:
    ///   - sigmas: falling, without the last 0.
    ///   - times: the timestep handed to the network at each.
    public init(
        sigmas: [Double], times: [Double], prediction: PredictionType = .noise, thresholding: Thresholding = .none
    ) {
        precondition(sigmas.count == times.count && !sigmas.isEmpty, "\(sigmas.count) sigmas need as many times")
        self.sigmas = sigmas + [0]
        self.times = times
        self.prediction = prediction
        self.thresholding = thresholding
        levels = sigmas.map(NoiseLevel.variancePreserving) + [.clean]
    }

    /// The state is variance preserving.
    public var initialScale: Double { 1 }

    func estimate(_ x: Tensor, _ index: Int, _ predict: Prediction) -> Tensor {
        thresholding.apply(prediction.clean(predict(x, times[index]).value, at: x, levels[index]))
    }

    /// λ_j − λ_i, from level i to level j; infinite where j is the clean image.
    func width(_ i: Int, _ j: Int) -> Double { log(sigmas[i] / sigmas[j]) }

    /// e^{−h} − 1 for the step from level i to level j, −1 where j is the clean image.
    func decay(_ i: Int, _ j: Int) -> Double { sigmas[j] / sigmas[i] - 1 }

    /// The exact solution for a clean estimate that does not change: `s_j/s_i x − a_j (e^{−h} − 1) x̂_0` (Lu et al., 2022, equation 9).
    func firstOrder(_ x: Tensor, _ estimate: Tensor, from i: Int, to j: Int) -> Tensor {
        mix(levels[j].noise / levels[i].noise, x, -levels[j].signal * decay(i, j), estimate)
    }
}
