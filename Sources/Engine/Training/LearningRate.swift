import Foundation

extension LearningRateSchedule {
    /// What the base rate is multiplied by in epoch `epoch` (from 0) of `epochs`.
    public func factor(epoch: Int, of epochs: Int) -> Double {
        switch self {
        case .constant: 1
        case .exponential: pow(0.1, Double(epoch) / Double(max(epochs, 1)))
        }
    }
}
