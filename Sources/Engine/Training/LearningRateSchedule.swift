import Foundation

extension LearningRateSchedule {
    /// What the base rate is multiplied by once it is warm.
    ///
    /// - Parameters:
    ///   - epoch: the epoch, from 0, of `epochs`: `exponential` is `0.1^(epoch/epochs)`. Nil where a number of steps says how long the
    ///     run is; then it is `0.1^progress`.
    ///   - progress: how much of what follows the warm-up is done, 0…1: `cosine` is `(1 + cos π·progress) / 2`.
    public func factor(epoch: Int, of epochs: Int?, progress: Double) -> Double {
        let progress = min(max(progress, 0), 1)
        return switch self {
        case .constant: 1
        case .exponential: pow(0.1, epochs.map { Double(epoch) / Double(max($0, 1)) } ?? progress)
        case .cosine: (1 + cos(.pi * progress)) / 2
        }
    }

    /// The linear warm-up that goes before any schedule: `(step + 1) / warmup` while `step < warmup`, then 1.
    ///
    /// - Parameter step: steps done.
    public static func warmupFactor(step: Int, of warmup: Int) -> Double {
        step < warmup ? Double(step + 1) / Double(warmup) : 1
    }
}
