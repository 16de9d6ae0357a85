import Foundation
import Testing

@testable import Engine

@Suite struct TrainingTests {
    private func weights(_ trainer: Trainer) -> [UInt32] {
        trainer.network.entries.flatMap { $0.value.array.map(\.bitPattern) }
    }

    @Test(arguments: [
        Objective.flow, .denoise(sigma: 0.5), .denoisePureNoise, .ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02),
    ])
    func theLossFalls(_ objective: Objective) throws {
        var recipe = SmallSet.recipe(objective, classes: objective.usesTime ? 10 : 0, steps: 60)
        recipe.conditionDropout = 0
        recipe.schedule = .constant
        recipe.optimizer.learningRate = 1e-2
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        let losses = try (0..<60).map { _ in try trainer.advance().loss }
        let first: Float = losses.prefix(5).reduce(0, +)
        let last: Float = losses.suffix(5).reduce(0, +)
        #expect(last < 0.7 * first, "\(losses)")
    }

    @Test func theSameSeedGivesTheSameBits() throws {
        let runs = try (0..<2).map { _ in
            let trainer = try Trainer(recipe: SmallSet.recipe(), images: SmallSet.make())
            for _ in 0..<4 { _ = try trainer.advance() }
            return weights(trainer)
        }
        #expect(runs[0] == runs[1])
    }

    /// The run's lock is gone with it.
    private func stopAfter(_ k: Int, _ request: TrainingRequest, _ images: ImageSet) throws {
        let run = try TrainingRun(request, images: images)
        for _ in 0..<k { _ = try run.advance() }
        try run.save()
    }

    /// N steps straight equal k steps, a stop, a resume and N − k steps, to the last bit: at every k, in the middle of an epoch too.
    @Test(arguments: [1, 2, 3, 5], [Precision.f32, .bf16])
    func aResumedRunIsTheSameRun(_ k: Int, _ precision: Precision) throws {
        try Fixtures.withTemporaryFolder { folder in
            let images = SmallSet.make()
            let recipe = SmallSet.recipe(precision: precision)
            let straight = try TrainingRun(TrainingRequest(recipe: recipe, output: folder + "/a"), images: images)
            while !straight.isFinished { _ = try straight.advance() }
            try stopAfter(k, TrainingRequest(recipe: recipe, output: folder + "/b"), images)
            let second = try TrainingRun(
                TrainingRequest(recipe: recipe, output: folder + "/b", resume: true), images: images)
            #expect(second.trainer.step == k)
            while !second.isFinished { _ = try second.advance() }
            #expect(weights(second.trainer) == weights(straight.trainer))
            let files = ["model.safetensors", "raw-model.safetensors", "log.jsonl"]
            for name in files {
                #expect(
                    FileManager.default.contents(atPath: "\(folder)/a/\(name)")
                        == FileManager.default.contents(atPath: "\(folder)/b/\(name)"), "\(name)")
            }
        }
    }

    /// A warm step takes all its memory from the pool.
    @Test func aWarmStepAllocatesNothing() throws {
        let pool = StoragePool()
        try StoragePool.$current.withValue(pool) {
            let trainer = try Trainer(recipe: SmallSet.recipe(), images: SmallSet.make())
            // Two epochs: the last batch of each is smaller and has its own sizes.
            for _ in 0..<6 { _ = try trainer.advance() }
            let before = pool.statistics.freshBlocks
            for _ in 0..<6 { _ = try trainer.advance() }
            #expect(pool.statistics.freshBlocks == before)
        }
    }

    @Test func aRunIsNotStartedOverAnother() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run")
            let run = try TrainingRun(request, images: SmallSet.make())
            _ = try run.advance()
            try run.save()
            #expect(throws: EngineFailure.self) { try TrainingRun(request, images: SmallSet.make()) }
        }
    }

    @Test func thereMustBeSomethingToResume() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run", resume: true)
            #expect(throws: EngineFailure.self) { try TrainingRun(request, images: SmallSet.make()) }
        }
    }

    @Test func aCheckpointOfAnotherShapeIsRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let images = SmallSet.make()
            try stopAfter(1, TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run"), images)
            var other = SmallSet.recipe()
            other.model.hidden = 6
            let request = TrainingRequest(recipe: other, output: folder + "/run", resume: true)
            #expect(throws: EngineFailure.self) { try TrainingRun(request, images: images) }
        }
    }

    @Test func aCheckpointCutShortIsRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let images = SmallSet.make()
            let request = TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run")
            try stopAfter(1, request, images)
            let path = KeptCheckpoints(RunFolder(request.output)).path(step: 1)
            let whole = try #require(FileManager.default.contents(atPath: path))
            for length in [0, 7, 100, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                var again = request
                again.resume = true
                #expect(throws: EngineFailure.self, "\(length) bytes") { try TrainingRun(again, images: images) }
            }
        }
    }

    @Test func aRunThatCannotBeWrittenSaysWhere() throws {
        try Fixtures.withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            let request = TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/file/run")
            do {
                _ = try TrainingRun(request, images: SmallSet.make())
                Issue.record("a run under a file must fail")
            } catch let failure as EngineFailure {
                #expect(failure.place?.contains("/file/run") == true)
            }
        }
    }

    @Test func aLossThatIsNotFiniteIsNotStepped() throws {
        var recipe = SmallSet.recipe(steps: 200)
        recipe.optimizer.learningRate = 1e30
        recipe.clip = nil
        let trainer = try Trainer(recipe: recipe, images: SmallSet.make())
        #expect(throws: NotFinite.self) { for _ in 0..<200 { _ = try trainer.advance() } }
    }
}
