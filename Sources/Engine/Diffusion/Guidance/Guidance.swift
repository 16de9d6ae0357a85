/// How strongly and in which way the condition is insisted on; all parts may be combined.
public struct Guidance: Sendable, Equatable, Codable {
    /// w: 1 is the conditional prediction alone, 0 the unconditional.
    public var scale: Double
    /// φ of ``GuidanceRescale``, 0…1; 0 leaves it out.
    public var rescale = 0.0
    /// The part of the run in which guidance holds; outside it the conditional prediction is taken alone.
    public var interval: GuidanceInterval?
    /// Projected guidance in place of plain extrapolation.
    public var projection: ProjectedGuidance?
    /// The ceiling of dynamic thresholding of the guided clean estimate (``Thresholding/dynamic(ratio:ceiling:)``, ratio 0.95); for
    /// models whose images are in −1…1.
    public var thresholdCeiling: Double?

    public init(scale: Double) { self.scale = scale }

    /// - Throws: ``EngineFailure`` naming what is out of range.
    public func validate() throws {
        guard scale.isFinite else {
            throw EngineFailure(
                "the guidance scale is not a number", expected: "a number, such as 5", found: "\(scale)")
        }
        guard (0...1).contains(rescale) else {
            throw EngineFailure("the guidance rescale is out of range", expected: "0…1", found: "\(rescale)")
        }
        if let ceiling = thresholdCeiling, !(ceiling >= 1 && ceiling.isFinite) {
            throw EngineFailure("the threshold's ceiling is out of range", expected: "1 or more", found: "\(ceiling)")
        }
        try interval?.validate()
        try projection?.validate()
    }

    /// The scale in force when the run is `progress` of its way, 0…1.
    func scale(at progress: Double) -> Double { interval?.contains(progress) ?? true ? scale : 1 }

    /// The guided prediction from the conditional one and the one guided away from.
    func combine(
        _ conditional: Tensor, _ other: Tensor, at place: GuidancePlace, momentum: Tensor?
    ) -> (value: Tensor, momentum: Tensor?) {
        var value: Tensor
        var remembered: Tensor?
        if let projection {
            (value, remembered) = projection.combine(conditional, other, at: place, momentum: momentum)
        } else {
            value = ClassifierFreeGuidance.combine(conditional, other, scale: place.scale)
        }
        if rescale > 0 { value = GuidanceRescale.apply(value, like: conditional, strength: rescale) }
        if let thresholdCeiling {
            let rule = Thresholding.dynamic(ratio: 0.95, ceiling: thresholdCeiling)
            let clean = rule.apply(place.prediction.clean(value, at: place.x, place.level))
            value = PredictionType.clean.convert(clean, to: place.prediction, at: place.x, place.level)
        }
        return (value, remembered)
    }
}

/// Where a prediction was made: what it takes to see it as a clean image.
struct GuidancePlace {
    let x: Tensor
    let level: NoiseLevel
    let prediction: PredictionType
    let scale: Double
}
