/// Classifier-free guidance (Ho and Salimans, 2022): `u + w (c − u)`, c the prediction under the condition, u under none, under the
/// negative condition, or a weaker network's. w = 1 is the conditional prediction alone, w = 0 the other.
enum ClassifierFreeGuidance {
    static func combine(_ c: Tensor, _ u: Tensor, scale: Double) -> Tensor { mix(scale, c, 1 - scale, u) }
}
