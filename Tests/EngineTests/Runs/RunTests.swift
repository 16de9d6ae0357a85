import Foundation
import Testing

@testable import Engine

/// Steering that can be done again, branches, ways back, and runs that end in five different ways.
@Suite struct RunTests {
    private let images = SmallSet.make()

    private func bits(_ trainer: Trainer) -> [UInt32] {
        let average = trainer.average.map { $0.average.array + $0.statistics.flatMap(\.array) } ?? []
        return (trainer.network.entries.flatMap { $0.value.array } + average).map(\.bitPattern)
    }

    private func request(_ folder: String, steps: Int = 12) -> TrainingRequest {
        TrainingRequest(recipe: SmallSet.recipe(steps: steps), output: folder, sampleInterval: 0)
    }

    private func finish(_ run: TrainingRun) throws {
        while !run.isFinished { _ = try run.advance() }
        try run.save()
    }

    private let changes: [(step: Int, change: ParameterChange)] = [
        (1, .learningRate(5e-3)), (2, .batch(3)), (2, .conditionDropout(0.5)), (4, .clip(nil)), (5, .ema(nil)),
        (7, .ema(0.5)), (8, .batch(7)), (9, .clip(0.1)), (10, .steps(14)),
    ]

    /// A run steered at every turn, then done again from its log alone.
    @Test func aSteeredRunIsReplayedToTheBit() throws {
        try Fixtures.withTemporaryFolder { folder in
            let run = try TrainingRun(request(folder + "/a"), images: images)
            while !run.isFinished {
                for change in changes where change.step == run.trainer.step { try run.apply(change.change) }
                _ = try run.advance()
            }
            try run.save()
            #expect(run.trainer.step == 14)
            let replay = try Replay(of: RunFolder(folder + "/a"))
            #expect(replay.changes.map(\.change) == changes.map(\.change))
            #expect(replay.changes.map(\.step) == changes.map(\.step))
            var again = request(folder + "/b")
            again.recipe = replay.recipe
            let second = try TrainingRun(again, images: images)
            while second.trainer.step < replay.lastStep {
                try replay.steer(second)
                _ = try second.advance()
            }
            try second.save()
            #expect(bits(second.trainer) == bits(run.trainer))
            #expect(try replay.isEqual(to: second))
            // One change left out ends elsewhere.
            let other = try TrainingRun(request(folder + "/c", steps: 14), images: images)
            try finish(other)
            #expect(try !replay.isEqual(to: other))
        }
    }

    /// A damaged checkpoint is refused, and the one before it is named with the command that goes on from there; that command works.
    @Test func aDamagedCheckpointPointsToTheOneBefore() throws {
        try Fixtures.withTemporaryFolder { folder in
            var wanted = request(folder + "/a")
            wanted.checkpointInterval = 4
            try finish(try TrainingRun(wanted, images: images))
            let kept = KeptCheckpoints(RunFolder(folder + "/a"))
            let newest = try #require(kept.newest)
            let path = kept.path(step: newest.step)
            let bytes = try #require(FileManager.default.contents(atPath: path))
            try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
            let older = try #require(kept.all().dropLast().last)
            #expect(older.step < newest.step)
            wanted.resume = true
            var failure: EngineFailure?
            do { _ = try TrainingRun(wanted, images: images) } catch let caught as EngineFailure { failure = caught }
            #expect(failure?.hint?.contains("--branch-from \(folder)/a --at-step \(older.step) ") == true)
            var branch = request(folder + "/b")
            branch.parent = RunPoint(folder: folder + "/a", step: older.step)
            let run = try TrainingRun(branch, images: images)
            #expect(run.trainer.step == older.step)
            try finish(run)
        }
    }

    /// A change made at a stop is in the checkpoint; one made after the checkpoint and lost with the process is not in the log either.
    @Test func changesSurviveAResume() throws {
        try Fixtures.withTemporaryFolder { folder in
            /// Steers at step 5 and goes on to the end, or to step `last`.
            func go(_ path: String, resume: Bool, last: Int = .max) throws -> [UInt32] {
                var again = request(path)
                again.resume = resume
                let run = try TrainingRun(again, images: images)
                while !run.isFinished {
                    if run.trainer.step == 5, run.changes.isEmpty {
                        try run.apply(.learningRate(2e-3))
                        try run.apply(.batch(4))
                    }
                    if run.trainer.step == last { break }
                    _ = try run.advance()
                }
                #expect(run.changes.count == (run.trainer.step < 5 ? 0 : 2))
                try run.save()
                return bits(run.trainer)
            }
            func steered(_ path: String, stopAt stop: Int?) throws -> [UInt32] {
                if let stop { _ = try go(path, resume: false, last: stop) }
                return try go(path, resume: stop != nil)
            }
            let straight = try steered(folder + "/a", stopAt: nil)
            #expect(try steered(folder + "/b", stopAt: 5) == straight)
            #expect(try steered(folder + "/c", stopAt: 3) == straight)
        }
    }

    private func continued(_ request: TrainingRequest) throws -> TrainingRun {
        try TrainingRun(request, images: images)
    }

    @Test func aChangeAfterTheLastCheckpointIsForgottenWithIt() throws {
        try Fixtures.withTemporaryFolder { folder in
            do {
                let run = try TrainingRun(request(folder + "/a"), images: images)
                for _ in 0..<4 { _ = try run.advance() }
                try run.save()
                try run.apply(.learningRate(0.5))
                _ = try run.advance()
            }
            var again = request(folder + "/a")
            again.resume = true
            let run = try TrainingRun(again, images: images)
            #expect(run.trainer.step == 4 && run.changes.isEmpty && run.trainer.steering.learningRate == 1e-3)
            #expect(try RunHistory(of: run.folder).changes.isEmpty)
            // What changes nothing is no change.
            try run.apply(.learningRate(1e-3))
            #expect(run.changes.isEmpty)
        }
    }

    @Test func aBranchGoesOnFromACheckpointAndBothStay() throws {
        try Fixtures.withTemporaryFolder { folder in
            let parent = try TrainingRun(request(folder + "/parent"), images: images)
            try finish(parent)
            let kept = KeptCheckpoints(parent.folder).all()
            // Twelve images in batches of five: epochs end at 3, 6, 9 and 12.
            #expect(kept.map(\.step) == [3, 6, 9, 12] && kept.map(\.epoch) == [1, 2, 3, 4])
            let before = try #require(FileManager.default.contents(atPath: parent.folder.logPath))
            var branch = request(folder + "/branch")
            branch.parent = RunPoint(folder: parent.folder.path, step: 6)
            branch.recipe = try parent.folder.recipe()
            let straight = try TrainingRun(branch, images: images)
            #expect(straight.trainer.step == 6 && straight.parent == branch.parent)
            // Abandoned before an epoch's end it is where it branched, and goes on from there.
            _ = try straight.advance()
            #expect(try straight.abandon() == 6 && RunHistory(of: straight.folder).steps.count == 6)
            try finish(straight)
            #expect(bits(straight.trainer) == bits(parent.trainer))
            branch.output = folder + "/other"
            branch.changes = [.learningRate(1e-2)]
            let other = try TrainingRun(branch, images: images)
            try finish(other)
            #expect(bits(other.trainer) != bits(parent.trainer))
            #expect(FileManager.default.contents(atPath: parent.folder.logPath) == before)
            // The branch's log is whole: it can be replayed without the parent.
            try FileManager.default.removeItem(atPath: parent.folder.path)
            #expect(try RunHistory(of: other.folder).steps.map(\.step) == Array(1...12))
            let replay = try Replay(of: other.folder)
            #expect(replay.changes == [SteeredChange(step: 6, change: .learningRate(1e-2))])
            let again = try TrainingRun(request(folder + "/again"), images: images)
            while again.trainer.step < replay.lastStep {
                try replay.steer(again)
                _ = try again.advance()
            }
            #expect(bits(again.trainer) == bits(other.trainer))
            #expect(SampleStore(other.folder).steps() == [3, 6, 9, 12])
            branch.parent = RunPoint(folder: other.folder.path, step: 5)
            branch.output = folder + "/none"
            #expect(throws: EngineFailure.self) { try TrainingRun(branch, images: images) }
        }
    }

    /// A rate that overflows: the run goes back to its last good checkpoint, says so, and goes on from there with the rate it offers.
    @Test func aPlantedOverflowGoesBackToTheLastGoodCheckpoint() throws {
        try Fixtures.withTemporaryFolder { folder in
            let run = try TrainingRun(request(folder + "/a", steps: 30), images: images)
            for _ in 0..<7 { _ = try run.advance() }
            try run.apply(.learningRate(1e30))
            var setback: Setback?
            while setback == nil {
                if case .wentBack(let back) = try run.advance() { setback = back }
                try #require(run.trainer.step < 20, "a rate of 1e30 must overflow")
            }
            let back = try #require(setback)
            #expect(back.failedStep == 9 && back.returnedTo == 6 && run.trainer.step == 6)
            #expect(back.learningRate == 1e30 && back.proposedLearningRate == 5e-4)
            #expect(run.changes.isEmpty && run.trainer.steering.learningRate == 1e-3)
            let entries = RunLog.entries(at: run.folder.logPath)
            #expect(entries.last == .setback(back))
            #expect(entries.allSatisfy { $0.step <= 6 })
            try run.apply(.learningRate(back.proposedLearningRate))
            try finish(run)
            #expect(run.trainer.step == 30 && run.trainer.store.values.array.allSatisfy(\.isFinite))
        }
    }

    @Test func withoutACheckpointAnOverflowGoesBackToTheStart() throws {
        try Fixtures.withTemporaryFolder { folder in
            var overflowing = request(folder + "/a")
            overflowing.recipe.optimizer.learningRate = 1e30
            let fresh = try Trainer(recipe: overflowing.recipe, images: images)
            let run = try TrainingRun(overflowing, images: images)
            _ = try run.advance()
            guard case .wentBack(let back) = try run.advance() else {
                Issue.record("a rate of 1e30 must overflow")
                return
            }
            #expect(back.returnedTo == 0 && back.proposedLearningRate == 5e29)
            #expect(bits(run.trainer) == bits(fresh))
        }
    }

    @Test func anAbandonedRunIsAsAtItsLastCheckpoint() throws {
        try Fixtures.withTemporaryFolder { folder in
            var often = request(folder + "/a")
            often.sampleInterval = 1
            var before: [String: Data] = [:]
            do {
                let run = try TrainingRun(often, images: images)
                for _ in 0..<4 { _ = try run.advance() }
                try run.save()
                before = try contents(run.folder.path)
                try run.apply(.learningRate(0.1))
                _ = try run.advance()
                #expect(try contents(run.folder.path) != before)
                #expect(try run.abandon() == 4)
            }
            let after = try contents(folder + "/a")
            #expect(after.keys.sorted() == before.keys.sorted())
            for (name, data) in before where name != "lock" { #expect(after[name] == data, "\(name)") }
        }
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
            })
    }

    @Test func rawAndAveragedWeightsAreBothKept() throws {
        try Fixtures.withTemporaryFolder { folder in
            let run = try TrainingRun(request(folder + "/a", steps: 3), images: images)
            try finish(run)
            let averaged = try ModelFolder.load(run.folder.path)
            let raw = try ModelFolder.load(run.folder.path, weights: .raw)
            func values(_ model: LoadedModel) -> [Float] {
                model.network.parameters.flatMap { $0.parameter.value.array }
            }
            #expect(values(raw) == run.trainer.network.parameters.flatMap { $0.parameter.value.array })
            #expect(values(averaged) != values(raw))
            let average = try #require(run.trainer.average)
            #expect(values(averaged) == run.trainer.store.windows(average.average).flatMap { $0.value.array })
            // Drawing from the average and measuring it leave the run as it was.
            let before = bits(run.trainer)
            _ = Validation(images: images).loss(of: run.trainer)
            #expect(bits(run.trainer) == before)
            try run.apply(.ema(nil))
            try run.save()
            #expect(!FileManager.default.fileExists(atPath: run.folder.path + "/raw-model.safetensors"))
            #expect(values(try ModelFolder.load(run.folder.path)) == values(raw))
        }
    }

    @Test func heldOutLossIsMeasuredWhereAskedWithTheSameNoise() throws {
        try Fixtures.withTemporaryFolder { folder in
            var asked = request(folder + "/a", steps: 7)
            asked.validationInterval = 2
            let run = try TrainingRun(asked, images: images)
            var measured: [Int] = []
            while !run.isFinished {
                guard case .stepped(let report) = try run.advance() else { continue }
                if report.validation != nil { measured.append(report.step.step) }
            }
            // Every second step, each epoch's end, the last.
            #expect(measured == [2, 3, 4, 6, 7])
            let again = Validation(images: images).loss(of: run.trainer)
            #expect(again == Validation(images: images).loss(of: run.trainer))
            let history = try RunHistory(of: run.folder)
            #expect(history.validations.last?.loss == again)
            #expect(run.best?.loss == history.validations.map(\.loss).min())
            let best = try #require(KeptCheckpoints(run.folder).best)
            #expect(best.step == run.best?.step)
        }
    }
}
