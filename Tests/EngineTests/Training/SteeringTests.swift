import Foundation
import Testing

@testable import Engine

@Suite struct SteeringTests {
    @Test func aChangeIsOneKeyOfJSON() throws {
        let changes: [(ParameterChange, String)] = [
            (.learningRate(0.25), #"{"learning_rate":0.25}"#), (.conditionDropout(0.5), #"{"condition_dropout":0.5}"#),
            (.clip(2), #"{"clip":2}"#), (.clip(nil), #"{"clip":null}"#), (.ema(0.5), #"{"ema":0.5}"#),
            (.ema(nil), #"{"ema":null}"#), (.batch(7), #"{"batch":7}"#),
            (.sampleInterval(9), #"{"sample_interval":9}"#),
            (.epochs(3), #"{"epochs":3}"#), (.steps(70), #"{"steps":70}"#),
        ]
        for (change, text) in changes {
            #expect(String(decoding: try JSONEncoder().encode(change), as: UTF8.self) == text)
            #expect(try JSONDecoder().decode(ParameterChange.self, from: Data(text.utf8)) == change)
        }
        for text in ["{}", #"{"clip":1,"ema":0.5}"#, #"{"speed":1}"#, #"{"batch":"x"}"#] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(ParameterChange.self, from: Data(text.utf8))
            }
        }
    }

    @Test func aChangeOutOfRangeIsRefusedAndChangesNothing() throws {
        let trainer = try Trainer(recipe: SmallSet.recipe(), images: SmallSet.make())
        let before = trainer.steering
        let wrong: [ParameterChange] = [
            .learningRate(0), .learningRate(.nan), .conditionDropout(2), .clip(-1), .ema(1), .batch(0),
            .sampleInterval(-1), .epochs(0), .steps(0),
        ]
        for change in wrong {
            #expect(throws: EngineFailure.self, "\(change)") { try trainer.apply(change) }
        }
        #expect(trainer.steering == before)
    }

    @Test func everyChangeIsInForceFromTheNextStep() throws {
        var recipe = SmallSet.recipe(steps: 100)
        recipe.schedule = .constant
        recipe.clip = nil
        recipe.ema = nil
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        _ = try trainer.advance()
        try trainer.apply(.learningRate(5e-4))
        #expect(try trainer.advance().learningRate == 5e-4)
        try trainer.apply(.ema(0.5))
        #expect(trainer.average?.average.array == trainer.store.values.array)
        _ = try trainer.advance()
        #expect(trainer.average?.count == 1)
        try trainer.apply(.ema(nil))
        #expect(trainer.average == nil)
        try trainer.apply(.batch(12))
        _ = try trainer.advance()
        #expect(trainer.order.isBetweenPasses)
        try trainer.apply(.conditionDropout(1))
        #expect(trainer.nextBatch().classes?.array.allSatisfy { $0 == 0 } == true)
        try trainer.apply(.conditionDropout(0))
        #expect(trainer.nextBatch().classes?.array.reduce(0, +) == 12)
        try trainer.apply(.steps(trainer.step))
        #expect(trainer.isFinished)
    }

    /// A tight clip makes the step that of a gradient of that norm: Adam's first step does not care, its moments do.
    @Test func clippingIsInForceAtOnce() throws {
        var recipe = SmallSet.recipe()
        recipe.clip = nil
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        try trainer.apply(.clip(1e-3))
        let norm = try trainer.advance().gradientNorm
        #expect(norm > 1e-2)
        let moment = trainer.optimizer.firstMoment.array.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(abs(moment - 0.1 * 1e-3) < 1e-7)
    }
}
