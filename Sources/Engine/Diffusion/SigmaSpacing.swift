import Foundation

/// Where a sampler in σ takes its steps, from σ_max down to σ_min.
public enum SigmaSpacing: String, Sendable, Codable, CaseIterable {
    /// The σ of the chosen timesteps.
    case timesteps
    /// `(σ_max^{1/ρ} + i/(n−1) (σ_min^{1/ρ} − σ_max^{1/ρ}))^ρ`, ρ = 7 (Karras et al., 2022, equation 5).
    case karras
    /// Evenly in log σ.
    case exponential

    /// `count` of Karras' values from `largest` down to `smallest`; one alone is the largest.
    static func karras(_ count: Int, from largest: Double, to smallest: Double) -> [Double] {
        let rho = 7.0
        guard count > 1 else { return [largest] }
        return evenlySpaced(from: pow(largest, 1 / rho), to: pow(smallest, 1 / rho), count: count).map { pow($0, rho) }
    }

    /// `count` values of σ for `schedule`, the largest first; nil where the timesteps decide.
    func sigmas(_ count: Int, of schedule: NoiseSchedule) -> [Double]? {
        let largest = schedule.sigma(at: Double(schedule.timesteps - 1))
        let smallest = schedule.sigma(at: 0)
        switch self {
        case .timesteps: return nil
        case .karras: return Self.karras(count, from: largest, to: smallest)
        case .exponential:
            return evenlySpaced(from: log(largest), to: log(smallest), count: count).map { exp($0) }
        }
    }
}
