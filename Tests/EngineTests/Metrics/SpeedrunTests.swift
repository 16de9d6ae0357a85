import Testing

@testable import Engine

@Suite struct SpeedrunTests {
    private let images = SmallSet.make(train: 12)

    private func speedrun(_ recipe: Recipe, samples: Int = 25) throws -> Speedrun {
        try Speedrun(
            recipe: recipe, images: images, judge: try Judge.trained(on: images), samples: samples, samplingSteps: 2)
    }

    /// The whole path, small: six steps of five images, of which the last of each pass is short, and 25 samples.
    @Test func itTrainsSamplesAndReads() throws {
        let speedrun = try speedrun(SmallSet.recipe())
        var told: [Double] = []
        let result = try speedrun.run { done, loss in
            told.append(done)
            #expect(loss.isFinite)
        }
        #expect(told.count == 6 && told.last == 1)
        #expect(result.images == 24 && result.trainingSeconds > 0 && result.samplingSeconds > 0)
        // Of classes 0 to 4 three samples, of the others two: the shares of the classes come to the share of all.
        let right = result.accuracies.enumerated().reduce(0) { $0 + $1.element * ($1.offset < 5 ? 3 : 2) }
        #expect(result.accuracies.count == 10 && abs(right / 25 - result.accuracy) < 1e-9)
        #expect(result.reachesTarget == (result.accuracy >= 0.9))
        #expect(result.picture.width == 10 * 30 - 2 && result.picture.height == 3 * 30 - 2)
        let again = try speedrun.run()
        #expect(again.picture == result.picture && again.accuracies == result.accuracies)
    }

    @Test func aModelWithoutClassesIsRefused() throws {
        let failure = #expect(throws: EngineFailure.self) { try speedrun(SmallSet.recipe(classes: 0)) }
        #expect(failure?.expected == "classes = 10" && failure?.found == "classes = 0")
        #expect(throws: EngineFailure.self) {
            try Speedrun.check(SmallSet.recipe(.denoise(sigma: 0.5), classes: 10), images: images)
        }
    }
}
