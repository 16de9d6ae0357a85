import Foundation
import Testing

@testable import Engine

@Suite struct LearningRateFinderTests {
    @Test func theRatesRiseExponentially() {
        #expect(LearningRateFinder.rate(0) == LearningRateFinder.lowest)
        #expect(abs(LearningRateFinder.rate(LearningRateFinder.count - 1) / LearningRateFinder.highest - 1) < 1e-12)
        let ratios = (1..<LearningRateFinder.count).map {
            LearningRateFinder.rate($0) / LearningRateFinder.rate($0 - 1)
        }
        #expect(ratios.allSatisfy { abs($0 - ratios[0]) < 1e-12 })
    }

    /// What it proposes trains: better than a rate a hundred times smaller, and without blowing up.
    @Test func theProposedRateTrains() throws {
        var recipe = SmallSet.recipe(.denoise(sigma: 0.5), classes: 0, steps: 40)
        recipe.clip = nil
        recipe.schedule = .constant
        recipe.batch = 12
        let images = SmallSet.make()
        let finder = try LearningRateFinder(recipe: recipe, images: images)
        while !finder.isFinished, try finder.advance() != nil {}
        let found = try finder.proposal()
        #expect(found.learningRate >= 1e-4 && found.learningRate <= 0.1, "\(found)")
        #expect(abs(found.learningRate / (found.leastLossRate / 10) - 1) < 0.06)
        func loss(_ rate: Double) throws -> Float {
            var recipe = recipe
            recipe.optimizer.learningRate = rate
            let trainer = try Trainer(recipe: recipe, images: images)
            return try (0..<40).map { _ in try trainer.advance().loss }.suffix(5).reduce(0, +) / 5
        }
        #expect(try loss(found.learningRate) < 0.8 * loss(found.learningRate / 100))
    }

    /// With gradients made by rule, g + noise, the estimate is tr Σ / |G|².
    @Test func theNoiseScaleIsTheRatioOfNoiseToSignal() throws {
        var generator = Generator(seed: 5)
        let (dimensions, half) = (64, 8)
        // |G|² = 64 · 0.25 = 16, and a variance of 4 in each of 64 dimensions: B = 256 / 16 = 16.
        var noise = GradientNoise()
        for _ in 0..<400 {
            func gradient() -> [Double] {
                (0..<dimensions).map { _ in
                    let sum = (0..<half).reduce(0.0) { sum, _ in sum + 0.5 + 2 * Double(generator.normal()) }
                    return sum / Double(half)
                }
            }
            let (first, second) = (gradient(), gradient())
            func square(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 } }
            noise.add(
                first: square(first), second: square(second), mean: square(zip(first, second).map { ($0 + $1) / 2 }),
                half: half)
        }
        let scale = try #require(noise.scale)
        #expect(abs(scale - 16) < 1.5, "\(scale)")
        #expect(GradientNoise().scale == nil)
    }

    /// The same images in both halves would have no noise; other images have some, and measuring takes no step.
    @Test func measuringTakesNoStep() throws {
        let trainer = try Trainer(recipe: SmallSet.recipe(), images: SmallSet.make(train: 20))
        let before = trainer.store.values.array
        var noise = GradientNoise()
        for _ in 0..<4 { try trainer.measureNoise(&noise) }
        #expect(trainer.store.values.array == before && trainer.step == 0 && trainer.order.batch == 5)
        #expect(noise != GradientNoise())
    }
}
