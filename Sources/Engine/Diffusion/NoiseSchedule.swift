import Foundation

/// The variance-preserving noise schedule: `x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε`, ᾱ_t = Π (1 − β) (Ho et al., 2020, equation 4).
///
/// β, 1 − β and ᾱ are rounded to float32 where PyTorch rounds them: near t = 0 the rounding of ᾱ is a visible part of 1 − ᾱ, and the
/// same seed is to give the same picture.
public struct NoiseSchedule: Sendable, Equatable {
    /// `alphasCumprod[t]` is ᾱ_t, t in 0..<T, falling from nearly 1 towards 0.
    public let alphasCumprod: [Double]

    /// ᾱ from β_0, β_1, …, each in 0..<1.
    public init(betas: [Float]) {
        precondition(!betas.isEmpty, "a schedule has at least one timestep")
        var product = 1.0
        alphasCumprod = betas.map { beta in
            product *= Double(1 - beta)
            return Double(Float(product))
        }
    }

    /// β rises linearly from `betaStart` to `betaEnd` over `timesteps` steps.
    public init(linear timesteps: Int, betaStart: Double, betaEnd: Double) {
        self.init(betas: Self.linspace(betaStart, betaEnd, timesteps))
    }

    /// √β rises linearly (Rombach et al., 2022).
    public init(scaledLinear timesteps: Int, betaStart: Double, betaEnd: Double) {
        self.init(betas: Self.linspace(betaStart.squareRoot(), betaEnd.squareRoot(), timesteps).map { $0 * $0 })
    }

    /// ᾱ follows `cos²((t/T + 0.008) / 1.008 · π/2)`, β at most 0.999 (Nichol and Dhariwal, 2021, equation 17).
    public init(squaredCosine timesteps: Int) {
        func bar(_ t: Int) -> Double { pow(cos((Double(t) / Double(timesteps) + 0.008) / 1.008 * .pi / 2), 2) }
        self.init(betas: (0..<timesteps).map { Float(min(1 - bar($0 + 1) / bar($0), 0.999)) })
    }

    /// `count` numbers from `start` to `end` as PyTorch's linspace rounds them: counted from the nearer end.
    private static func linspace(_ start: Double, _ end: Double, _ count: Int) -> [Float] {
        let (start, end) = (Float(start), Float(end))
        guard count > 1 else { return [start] }
        let step = (end - start) / Float(count - 1)
        return (0..<count).map { $0 < count / 2 ? start + step * Float($0) : end - step * Float(count - 1 - $0) }
    }

    public var timesteps: Int { alphasCumprod.count }

    /// ᾱ_t, and 1 for t < 0: the clean image.
    public func alphaBar(_ t: Int) -> Double { t < 0 ? 1 : alphasCumprod[t] }

    /// How much image and noise the state at timestep `t` holds: √ᾱ_t and √(1 − ᾱ_t).
    public func level(_ t: Int) -> NoiseLevel {
        NoiseLevel(signal: alphaBar(t).squareRoot(), noise: (1 - alphaBar(t)).squareRoot())
    }

    /// σ_t = √((1 − ᾱ_t) / ᾱ_t), the noise beside an image of scale 1; between timesteps by linear interpolation.
    public func sigma(at t: Double) -> Double {
        let lower = min(max(Int(t.rounded(.down)), 0), timesteps - 1)
        let upper = min(lower + 1, timesteps - 1)
        let fraction = min(max(t - Double(lower), 0), 1)
        return (1 - fraction) * sigma(lower) + fraction * sigma(upper)
    }

    private func sigma(_ t: Int) -> Double { ((1 - alphasCumprod[t]) / alphasCumprod[t]).squareRoot() }

    /// The timestep whose σ is `sigma`, between two timesteps by linear interpolation of log σ.
    public func timestep(ofSigma sigma: Double) -> Double {
        guard timesteps > 1 else { return 0 }
        let target = log(max(sigma, 1e-10))
        let above = (0..<timesteps).last { log(self.sigma($0)) <= target } ?? 0
        let lower = min(above, timesteps - 2)
        let (a, b) = (log(self.sigma(lower)), log(self.sigma(lower + 1)))
        return Double(lower) + min(max((target - a) / (b - a), 0), 1)
    }

    /// The first timestep count at which λ_t = log(√ᾱ_t / √(1 − ᾱ_t)) is still at least `lambda`: later timesteps hold almost no image,
    /// which solvers in λ cannot use (Lu et al., 2022).
    func timesteps(withLambdaAtLeast lambda: Double) -> Int {
        alphasCumprod.lastIndex { log(($0 / (1 - $0)).squareRoot()) >= lambda }.map { $0 + 1 } ?? timesteps
    }
}

/// What a noisy state is made of: `x = signal · x_0 + noise · ε`.
public struct NoiseLevel: Sendable, Equatable, Codable {
    public var signal: Double
    public var noise: Double

    public init(signal: Double, noise: Double) {
        self.signal = signal
        self.noise = noise
    }

    public static let clean = NoiseLevel(signal: 1, noise: 0)

    /// Variance preserving, from σ = noise / signal: signal = 1/√(σ² + 1).
    static func variancePreserving(sigma: Double) -> NoiseLevel {
        let signal = 1 / (sigma * sigma + 1).squareRoot()
        return NoiseLevel(signal: signal, noise: sigma * signal)
    }

    /// log(signal / noise), infinite for the clean image.
    var lambda: Double { log(signal / noise) }

    /// The forward process: `signal · image + noise · ε`.
    func noised(_ image: Tensor, with epsilon: Tensor) -> Tensor { mix(signal, image, noise, epsilon) }
}

/// `count` numbers from `start` to `end`, both included; `start` alone for one.
func evenlySpaced(from start: Double, to end: Double, count: Int) -> [Double] {
    precondition(count > 0, "at least one number is wanted")
    return (0..<count).map { start + (end - start) * (count > 1 ? Double($0) / Double(count - 1) : 0) }
}
