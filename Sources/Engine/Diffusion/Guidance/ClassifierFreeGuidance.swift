/// Classifier-free guidance (Ho and Salimans, 2022): `u + w (c − u)`, c the prediction under the condition, u under none, or under
/// the negative condition. w = 1 is the conditional prediction alone, w = 0 the unconditional.
public struct ClassifierFreeGuidance: Sendable, Equatable {
    public var scale: Double

    public init(scale: Double) { self.scale = scale }

    /// Whether both halves are needed.
    var needsBoth: Bool { scale != 1 }

    func combine(conditional c: Tensor, unconditional u: Tensor) -> Tensor { mix(scale, c, 1 - scale, u) }
}
