/// The variance-preserving noise schedule with linear β: `x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε` (Ho et al., 2020, equation 4).
public struct NoiseSchedule: Sendable, Equatable {
    /// `alphasCumprod[t]` is ᾱ_t, t in 0..<T, falling from nearly 1 towards 0.
    public let alphasCumprod: [Double]

    /// β rises linearly from `betaStart` to `betaEnd` over `timesteps` steps; α_t = 1 − β_t, ᾱ_t = Π α.
    public init(linear timesteps: Int, betaStart: Double, betaEnd: Double) {
        precondition(timesteps > 0, "a schedule has at least one timestep")
        var product = 1.0
        alphasCumprod = (0..<timesteps).map { t in
            let fraction = timesteps > 1 ? Double(t) / Double(timesteps - 1) : 0
            product *= 1 - (betaStart + (betaEnd - betaStart) * fraction)
            return product
        }
    }

    public var timesteps: Int { alphasCumprod.count }

    /// ᾱ_t, and 1 for t < 0: the clean image.
    public func alphaBar(_ t: Int) -> Double { t < 0 ? 1 : alphasCumprod[t] }

    /// `count` of the timesteps, evenly spread from T − 1 down to 0; T itself gives every one.
    public func strided(_ count: Int) -> [Int] {
        precondition(count >= 1 && count <= timesteps, "expected 1…\(timesteps) steps, found \(count)")
        guard count > 1 else { return [timesteps - 1] }
        return (0..<count).map { i in
            Int((Double(timesteps - 1) * Double(count - 1 - i) / Double(count - 1)).rounded())
        }
    }
}
