import Foundation
import Testing

@testable import Engine

@Suite struct LearningRateTests {
    @Test func closedForms() {
        for epochs in [1, 5, 20] {
            for epoch in 0...epochs {
                let exponential = LearningRateSchedule.exponential.factor(epoch: epoch, of: epochs, progress: 0.3)
                // 0.1^(1/epochs) after each epoch, multiplied one by one.
                let gamma = pow(0.1, 1 / Double(epochs))
                let product = (0..<epoch).reduce(1.0) { result, _ in result * gamma }
                #expect(abs(exponential - product) < 1e-13)
            }
        }
        #expect(LearningRateSchedule.exponential.factor(epoch: 0, of: nil, progress: 0.5) == pow(0.1, 0.5))
        #expect(LearningRateSchedule.constant.factor(epoch: 7, of: 10, progress: 0.9) == 1)
        for i in 0...16 {
            let p = Double(i) / 16
            let factor = LearningRateSchedule.cosine.factor(epoch: 3, of: 4, progress: p)
            #expect(abs(factor - (1 + cos(Double.pi * p)) / 2) < 1e-15)
        }
        #expect((0..<6).map { LearningRateSchedule.warmupFactor(step: $0, of: 4) } == [0.25, 0.5, 0.75, 1, 1, 1])
        #expect(LearningRateSchedule.warmupFactor(step: 0, of: 0) == 1)
    }

    /// The rate of every step of a run of `steps` steps.
    private func rates(_ schedule: LearningRateSchedule, warmup: Int, steps: Int?) throws -> [Double] {
        var recipe = SmallSet.recipe(.denoise(sigma: 0.5), classes: 0, steps: 1)
        recipe.optimizer.learningRate = 0.01
        recipe.schedule = schedule
        recipe.warmup = warmup
        recipe.steps = steps
        recipe.epochs = 4
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        var rates: [Double] = []
        while !trainer.isFinished { rates.append(try trainer.advance().learningRate) }
        return rates
    }

    private func expectEqual(_ a: [Double], _ b: [Double]) {
        #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-15 }, "\(a) and \(b)")
    }

    @Test func aRunFollowsItsSchedule() throws {
        // Twelve images in batches of five: three steps an epoch.
        expectEqual(try rates(.constant, warmup: 0, steps: 3), [0.01, 0.01, 0.01])
        expectEqual(
            try rates(.exponential, warmup: 0, steps: nil), (0..<12).map { 0.01 * pow(0.1, Double($0 / 3) / 4) })
        // A run shortened to some steps decays as far, whatever an epoch is.
        expectEqual(try rates(.exponential, warmup: 0, steps: 4), (0..<4).map { 0.01 * pow(0.1, Double($0) / 4) })
        expectEqual(
            try rates(.cosine, warmup: 0, steps: 8), (0..<8).map { 0.01 * (1 + cos(.pi * Double($0) / 8)) / 2 })
    }

    @Test func warmUpGoesBeforeTheSchedule() throws {
        let warm = [0.01 / 3, 0.02 / 3, 0.01]
        expectEqual(try rates(.constant, warmup: 3, steps: 5), warm + [0.01, 0.01])
        expectEqual(
            try rates(.cosine, warmup: 3, steps: 8), warm + (0..<5).map { 0.01 * (1 + cos(.pi * Double($0) / 5)) / 2 })
        let decayed = (3..<12).map { 0.01 * pow(0.1, Double($0 / 3) / 4) }
        expectEqual(try rates(.exponential, warmup: 3, steps: nil), warm + decayed)
    }

    /// Another batch size in the middle moves the end, not the cosine: it goes by the images seen.
    @Test func theCosineIsSteadyWhenTheBatchChanges() throws {
        var recipe = SmallSet.recipe(.denoise(sigma: 0.5), classes: 0, steps: 1)
        recipe.schedule = .cosine
        recipe.steps = nil
        recipe.epochs = 2
        recipe.batch = 3
        recipe.optimizer.learningRate = 1e-3
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        #expect(trainer.totalSteps == 8)
        for _ in 0..<4 { _ = try trainer.advance() }
        let before = trainer.learningRate
        try trainer.apply(.batch(6))
        #expect(trainer.learningRate == before && trainer.totalSteps == 6)
        _ = try trainer.advance()
        #expect(abs(trainer.learningRate - 1e-3 * (1 + cos(.pi * 0.75)) / 2) < 1e-18)
        _ = try trainer.advance()
        #expect(trainer.isFinished && trainer.totalSteps == 6)
    }
}
