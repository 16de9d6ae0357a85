import Foundation
import Testing

@testable import Engine

/// The queue on the engine's thread.
@Suite struct QueueSessionTests {
    private static func train(_ folder: String, _ name: String, steps: Int = 4) -> QueuedWork {
        .train(TrainingRequest(recipe: SmallSet.recipe(steps: steps), output: "\(folder)/\(name)", sampleInterval: 0))
    }

    /// A saved model in a folder, which a recipe can name.
    private static func model(in folder: String) throws -> String {
        let model = LoadedModel.tiny()
        let place = folder + "/model"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try ModelFolder.save(model.network.entries.map { ($0.name, $0.value) }, card: model.card, in: place)
        return place
    }

    @Test func jobsGoOnAfterOneAnotherAndTheirPicturesAreKept() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener(pictures: folder + "/pictures", model: { .tiny() })
            let model = try Self.model(in: folder)
            let request = SamplingRequest(model: model, classes: [3], count: 2, steps: 3)
            let axis = try GridAxis("guidance=1,3")
            let picture = Picture(width: 28, height: 28, channels: 1, pixels: [UInt8](repeating: 9, count: 784))
            let noise = NoiseRequest(
                picture, places: [.sigma(0), .sigma(1)], methods: [.gaussian],
                blur: try GaussianBlur(kernel: 5, sigma: 1))
            let works: [QueuedWork] = [
                Self.train(folder, "a"), .sample(request), .grid(GridRequest(request, x: axis, y: nil)),
                .compareNoise(noise),
            ]
            listener.session.send(.queue(.hold))
            for work in works { listener.session.send(.queue(.add(work))) }
            try listener.wait("four jobs") { $0.snapshot.queue.waiting.count == 4 }
            #expect(listener.snapshot.activity == .idle)
            listener.session.send(.queue(.goOn))
            try listener.wait("their end") { $0.snapshot.queue.jobs.allSatisfy(\.hasEnded) }
            let places = listener.snapshot.queue.jobs.map { if case .done(let place) = $0.state { place } else { "" } }
            #expect(listener.failures.isEmpty && places[0] == folder + "/a")
            #expect(listener.events.contains(.trainingEnded(step: 4, finished: true)))
            let saved = listener.events.compactMap { if case .pictureSaved(let path, _) = $0 { path } else { nil } }
            #expect(saved == Array(places.dropFirst()) && saved.count == 3)
            #expect(saved.allSatisfy { $0.hasPrefix(folder + "/pictures/") })
            let found = try saved.prefix(2).map { try FoundRecipe.read($0) as? PictureRecipe }
            #expect(found[0]?.count == 2 && found[0]?.grid == nil && found[1]?.grid != nil)
            #expect(try FoundRecipe.read(saved[2]) is NoiseRecipe)
        }
    }

    /// A job that cannot begin, and one that fails on its way, do not keep the next one waiting.
    @Test func whatFailsStaysInTheListAndTheNextGoesOn() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener()
            var diverging = SmallSet.recipe(steps: 30)
            diverging.optimizer.learningRate = 1e30
            listener.session.send(.queue(.hold))
            listener.session.send(.queue(.add(.sample(SamplingRequest(model: "nothing", classes: [1])))))
            listener.session.send(
                .queue(.add(.train(TrainingRequest(recipe: diverging, output: folder + "/b", sampleInterval: 0)))))
            listener.session.send(.queue(.add(Self.train(folder, "c"))))
            listener.session.send(.queue(.goOn))
            try listener.wait("the end of all") { $0.snapshot.queue.jobs.filter(\.hasEnded).count == 3 }
            let states = listener.snapshot.queue.jobs.map(\.state)
            guard case .failed(let first) = states[0], case .failed(let second) = states[1] else {
                throw EngineFailure("they did not fail", found: "\(states)")
            }
            #expect(first.what == "there is no model" && second.what.contains("finite"))
            #expect(states[2] == .done(folder + "/c") && !listener.snapshot.isPaused)
            let told = listener.events.compactMap { if case .queue(.ended(let job)) = $0 { job.id } else { nil } }
            #expect(told == [1, 2, 3])
        }
    }

    @Test func whatTheyAreToldWhileTheyGo() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener(model: { .tiny() })
            listener.session.send(.queue(.add(Self.train(folder, "a", steps: 100_000))))
            listener.session.send(.queue(.add(Self.train(folder, "b", steps: 100_000))))
            listener.session.send(.queue(.add(Self.train(folder, "c", steps: 100_000))))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            listener.session.send(.queue(.move(3, by: -1)))
            try listener.wait("the order") { $0.snapshot.queue.jobs.map(\.id) == [1, 3, 2] }
            // The person's own sampling goes before, and the run goes on after that.
            listener.session.send(.sample(SamplingRequest(classes: [3], count: 1, steps: 3)))
            try listener.wait("the sampling") { $0.samplingEndings == [true] }
            #expect(listener.snapshot.queue.running?.id == 1)
            // Stopped, it can go on; the next one has its turn.
            listener.session.send(.stop)
            try listener.wait("the next") { $0.snapshot.queue.running?.id == 3 }
            guard case .failed? = listener.snapshot.queue[1]?.state else { throw EngineFailure("it was not stopped") }
            // Cancelled while it goes, it is saved and leaves the list.
            try listener.wait("its losses") {
                $0.snapshot.training?.output == folder + "/c" && $0.snapshot.training?.step ?? 0 > 2
            }
            listener.session.send(.queue(.cancel(3)))
            try listener.wait("the last") { $0.snapshot.queue.running?.id == 2 }
            #expect(listener.snapshot.queue.jobs.map(\.id) == [1, 2] && listener.failures.isEmpty)
            #expect(KeptCheckpoints(RunFolder(folder + "/c")).newest != nil)
            // Tried again, the first goes on where it was.
            let step = try #require(KeptCheckpoints(RunFolder(folder + "/a")).newest?.step)
            listener.session.send(.queue(.retry(1)))
            listener.session.send(.queue(.cancel(2)))
            try listener.wait("one more step of the first") {
                $0.snapshot.training?.output == folder + "/a" && $0.snapshot.training?.step ?? 0 > step
            }
            #expect(listener.snapshot.queue.running?.id == 1)
        }
    }

    /// The person's own pictures take the place of the queue's, which are made after that.
    @Test func aJobThatIsDisplacedHasItsTurnAgain() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener(model: { .tiny() })
            let model = try Self.model(in: folder)
            listener.session.send(
                .queue(.add(.sample(SamplingRequest(model: model, classes: [3], count: 1, steps: 4000)))))
            try listener.wait("a job") { $0.snapshot.queue.running != nil }
            listener.session.send(.pause)
            try listener.wait("a paused job") { $0.snapshot.isPaused && $0.snapshot.queue.running != nil }
            listener.session.send(.sample(SamplingRequest(classes: [4], count: 1, steps: 300)))
            listener.session.send(.pause)
            try listener.wait("its place") { $0.snapshot.sampling?.request.steps == 300 && $0.snapshot.isPaused }
            #expect(listener.snapshot.queue.running == nil && listener.snapshot.queue.waiting.count == 1)
            listener.session.send(.stop)
            try listener.wait("its turn") { $0.snapshot.queue.running != nil }
            #expect(listener.snapshot.sampling?.request.steps == 4000)
            listener.session.send(.queue(.cancel(1)))
            try listener.wait("nothing") { $0.snapshot.activity == .idle && $0.snapshot.queue.jobs.isEmpty }
        }
    }

    /// A program that ends leaves what was going first in the list, held; a run goes on from its checkpoint.
    @Test func theQueueSurvivesTheProgram() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/queue.json"
            var first: SessionListener? = try SessionListener(jobs: path)
            first?.session.send(.queue(.add(Self.train(folder, "a", steps: 100_000))))
            first?.session.send(.queue(.add(Self.train(folder, "b"))))
            try first?.wait("some steps") { $0.losses.count > 4 }
            first = nil
            let step = try #require(KeptCheckpoints(RunFolder(folder + "/a")).newest?.step)
            let second = try SessionListener(jobs: path)
            try second.wait("what is told") { $0.events.contains(.queue(.recovered(2))) }
            #expect(second.snapshot.queue.isHeld && second.snapshot.activity == .idle)
            #expect(second.snapshot.queue.waiting.map(\.id) == [1, 2])
            second.session.send(.queue(.goOn))
            try second.wait("the next step") { $0.losses.first == step + 1 }
            second.session.send(.queue(.cancel(1)))
            try second.wait("the other") { $0.snapshot.queue[2]?.state == .done(folder + "/b") }
        }
    }
}
