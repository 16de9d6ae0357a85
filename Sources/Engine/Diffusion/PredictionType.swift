/// What a network's output means, for a state `x = a x_0 + s ε` (a the signal, s the noise of its ``NoiseLevel``).
///
/// Any one of the four, with the state, gives every other.
public enum PredictionType: String, Sendable, Codable, CaseIterable {
    /// The noise ε (Ho et al., 2020).
    case noise = "epsilon"
    /// The clean image x_0.
    case clean = "sample"
    /// v = a ε − s x_0 (Salimans and Ho, 2022).
    case v = "v_prediction"
    /// The flow's velocity x_0 − ε, from noise to image (Lipman et al., 2023).
    case flow = "flow_prediction"

    /// The clean image that `output` implies: the clean estimate x̂_0.
    ///
    /// `x̂_0 = (x − s ε) / a`, or `(a x − s v) / (a² + s²)`, or `(x + s u) / (a + s)`.
    func clean(_ output: Tensor, at x: Tensor, _ level: NoiseLevel) -> Tensor {
        let (a, s) = (level.signal, level.noise)
        switch self {
        case .noise: return mix(1 / a, x, -s / a, output)
        case .clean: return output
        case .v:
            let power = a * a + s * s
            return mix(a / power, x, -s / power, output)
        case .flow: return mix(1 / (a + s), x, s / (a + s), output)
        }
    }

    /// The noise that `output` implies; the level must hold some noise.
    func noise(_ output: Tensor, at x: Tensor, _ level: NoiseLevel) -> Tensor {
        self == .noise ? output : Self.noise(ofClean: clean(output, at: x, level), at: x, level)
    }

    /// `ε = (x − a x_0) / s`.
    static func noise(ofClean image: Tensor, at x: Tensor, _ level: NoiseLevel) -> Tensor {
        mix(1 / level.noise, x, -level.signal / level.noise, image)
    }

    /// `output` as a network of another type would have said it.
    func convert(_ output: Tensor, to other: PredictionType, at x: Tensor, _ level: NoiseLevel) -> Tensor {
        guard other != self else { return output }
        let image = clean(output, at: x, level)
        switch other {
        case .clean: return image
        case .noise: return Self.noise(ofClean: image, at: x, level)
        case .v: return mix(level.signal, noise(output, at: x, level), -level.noise, image)
        case .flow: return mix(1, image, -1, noise(output, at: x, level))
        }
    }
}
