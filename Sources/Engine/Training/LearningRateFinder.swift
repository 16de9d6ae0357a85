import Foundation

/// The loss at one learning rate of a search.
public struct LearningRatePoint: Codable, Sendable, Equatable {
    public var learningRate: Double
    public var loss: Double
    /// The loss averaged over the last points.
    public var smoothedLoss: Double
}

/// What a search came to.
public struct LearningRateProposal: Codable, Sendable, Equatable {
    /// A tenth of the rate at which the averaged loss was least: there it still falls fast, and a margin is left.
    public var learningRate: Double
    /// The rate at which the averaged loss was least, and the one at which it had blown up; nil where it never did.
    public var leastLossRate: Double
    public var divergedRate: Double?
    /// The batch size at which the gradient's noise equals its signal; nil where that cannot be told.
    public var gradientNoiseScale: Double?
}

/// Trains for a few steps while the rate rises exponentially from very small to very large, and watches the loss (Smith, 2017): too small
/// a rate changes nothing, a good one brings the loss down, too large a one blows it up. The weights are thrown away.
public final class LearningRateFinder {
    public static let lowest = 1e-6
    public static let highest = 1.0
    public static let count = 100
    /// The loss has blown up at so many times its least average.
    private static let blowUp = 4.0
    private static let smoothing = 0.85
    /// The gradient's noise is measured at every so many points.
    private static let noiseInterval = 5

    public let recipe: Recipe
    public private(set) var points: [LearningRatePoint] = []
    private let trainer: Trainer
    private var average = 0.0
    private var hasBlownUp = false
    private var noise = GradientNoise()

    /// A search from the recipe's first weights, or from a checkpoint of a run.
    ///
    /// - Throws: ``EngineFailure`` where the recipe or the checkpoint cannot be used.
    public init(recipe: Recipe, images: ImageSet, from point: RunPoint? = nil) throws {
        self.recipe = recipe
        trainer = try Trainer(recipe: recipe, images: images)
        if let point {
            _ = try Checkpoint.load(KeptCheckpoints(RunFolder(point.folder)).path(step: point.step), into: trainer)
        }
    }

    public var isFinished: Bool { hasBlownUp || points.count >= Self.count }

    /// The rate of point `index`: `lowest · (highest / lowest)^(index / (count − 1))`.
    static func rate(_ index: Int) -> Double {
        lowest * pow(highest / lowest, Double(index) / Double(count - 1))
    }

    /// One step at the next rate; nil where the loss or gradient was not finite, which ends the search.
    public func advance() throws -> LearningRatePoint? {
        precondition(!isFinished, "the search is over")
        let rate = Self.rate(points.count)
        do {
            if points.count % Self.noiseInterval == 0 { try trainer.measureNoise(&noise) }
            let step = try trainer.advance(learningRate: rate)
            average = Self.smoothing * average + (1 - Self.smoothing) * Double(step.loss)
            let smoothed = average / (1 - pow(Self.smoothing, Double(points.count + 1)))
            let point = LearningRatePoint(learningRate: rate, loss: Double(step.loss), smoothedLoss: smoothed)
            points.append(point)
            if let least = points.map(\.smoothedLoss).min(), smoothed > Self.blowUp * least { hasBlownUp = true }
            return point
        } catch is NotFinite {
            hasBlownUp = true
            return nil
        }
    }

    /// What the points so far say.
    ///
    /// - Throws: ``EngineFailure`` where not even the smallest rates gave a finite loss.
    public func proposal() throws -> LearningRateProposal {
        guard let least = points.min(by: { $0.smoothedLoss < $1.smoothedLoss }) else {
            throw EngineFailure(
                "no learning rate gives a finite loss", expected: "at least \(Self.lowest)", place: recipe.name)
        }
        // Two digits are all it can tell.
        let digits = String(format: "%.1e", least.learningRate / 10)
        return LearningRateProposal(
            learningRate: Double(digits) ?? least.learningRate / 10, leastLossRate: least.learningRate,
            divergedRate: hasBlownUp ? Self.rate(min(points.count, Self.count - 1)) : nil,
            gradientNoiseScale: noise.scale)
    }
}
