import Foundation
import Testing

@testable import Engine

/// The engine's thread, driven by commands as the window drives it.
@Suite struct SessionTests {
    private typealias Listener = SessionListener

    @Test func trainingTellsEveryLossInOrderAndEnds() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(
                .train(TrainingRequest(recipe: SmallSet.recipe(steps: 7), output: folder + "/run", sampleInterval: 3)))
            try listener.wait("the run's end") { $0.events.contains(.trainingEnded(step: 7, finished: true)) }
            #expect(listener.losses == Array(1...7))
            #expect(listener.snapshot.activity == .idle)
            #expect(listener.snapshot.training?.samples != nil)
            #expect(FileManager.default.fileExists(atPath: folder + "/run/model.safetensors"))
        }
    }

    @Test func pauseStepResumeAndStop() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.train(.endless(in: folder)))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            listener.session.send(.pause)
            try listener.wait("the pause") { $0.snapshot.isPaused }
            let paused = try #require(listener.snapshot.training?.step)
            listener.session.send(.step)
            try listener.wait("one more step") { $0.snapshot.training?.step == paused + 1 }
            #expect(listener.snapshot.isPaused)
            listener.session.send(.resume)
            try listener.wait("going on") { ($0.snapshot.training?.step ?? 0) > paused + 3 }
            listener.session.send(.stop)
            try listener.wait("the end") { $0.snapshot.activity == .idle && $0.snapshot.training != nil }
            let last = try #require(listener.losses.last)
            #expect(listener.events.last == .trainingEnded(step: last, finished: false))
            #expect(FileManager.default.fileExists(atPath: folder + "/run/model.safetensors"))
        }
    }

    @Test func samplingGoesBeforeTrainingAndGuidanceChangesTheNextStep() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.train(.endless(in: folder)))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            listener.session.send(.sample(SamplingRequest(classes: [3], count: 2, steps: 6, guidance: 2)))
            listener.session.send(.pause)
            try listener.wait("a paused sampling") { $0.snapshot.activity == .sampling && $0.snapshot.isPaused }
            let at = try #require(listener.snapshot.sampling?.step)
            listener.session.send(.steer(.guidance(9)))
            listener.session.send(.step)
            try listener.wait("the next step") { $0.snapshot.sampling?.step == at + 1 }
            #expect(listener.snapshot.sampling?.guidance == 9)
            listener.session.send(.resume)
            try listener.wait("training again") { $0.snapshot.activity == .training && $0.snapshot.sampling?.step == 6 }
            let guidances: [Double] = listener.events.compactMap {
                if case .frame(_, let frame) = $0 { frame.guidance } else { nil }
            }
            #expect(guidances.count == 7)
            #expect(guidances.first == 2 && guidances.last == 9)
        }
    }

    @Test func whatCannotBeDoneIsToldAndLosesNothing() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.sample(SamplingRequest(classes: [1])))
            try listener.wait("a failure") { $0.failures.count == 1 }
            let request = TrainingRequest.endless(in: folder)
            listener.session.send(.train(request))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            listener.session.send(.train(request))
            listener.session.send(.sample(SamplingRequest(classes: [10])))
            try listener.wait("two failures") { $0.failures.count == 3 }
            let step = listener.losses.count
            try listener.wait("training going on") { $0.losses.count > step + 2 }
        }
    }

    @Test func changesAreToldAndStopAfterEpochEndsAtOne() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.train(.endless(in: folder)))
            listener.session.send(.pause)
            try listener.wait("the pause") { $0.snapshot.isPaused }
            let step = try #require(listener.snapshot.training?.step)
            listener.session.send(.change(.learningRate(0.25)))
            listener.session.send(.change(.clip(nil)))
            listener.session.send(.change(.batch(0)))
            listener.session.send(.stopAfterEpoch)
            try listener.wait("the changes") { $0.snapshot.training?.stopsAfterEpoch == true }
            #expect(listener.events.contains(.changed(step: step, change: .learningRate(0.25))))
            #expect(listener.events.contains(.changed(step: step, change: .clip(nil))))
            #expect(listener.failures.count == 1)
            let steering = try #require(listener.snapshot.training?.steering)
            #expect(steering.learningRate == 0.25 && steering.clip == nil && steering.batch == 5)
            listener.session.send(.resume)
            try listener.wait("the end") { $0.snapshot.activity == .idle }
            let end = try #require(listener.losses.last)
            // Three steps an epoch.
            #expect(end % 3 == 0 && end > step && end <= step + 3)
            #expect(listener.events.last == .trainingEnded(step: end, finished: false))
            #expect(KeptCheckpoints(RunFolder(folder + "/run")).newest?.step == end)
        }
    }

    @Test func abandonLeavesTheLastCheckpoint() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.train(.endless(in: folder)))
            try listener.wait("four losses") { $0.losses.count >= 4 }
            listener.session.send(.pause)
            try listener.wait("the pause") { $0.snapshot.isPaused }
            while (listener.snapshot.training?.step ?? 0) % 3 == 0 {
                let step = listener.losses.count
                listener.session.send(.step)
                try listener.wait("a step") { $0.losses.count > step }
            }
            listener.session.send(.abandon)
            try listener.wait("the end") { $0.snapshot.activity == .idle }
            let newest = try #require(KeptCheckpoints(RunFolder(folder + "/run")).newest?.step)
            #expect(listener.events.last == .trainingEnded(step: newest, finished: false))
            #expect(try RunHistory(of: RunFolder(folder + "/run")).steps.last?.step == newest)
        }
    }

    @Test func anOverflowPausesAndHalfTheRateGoesOn() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(
                .train(TrainingRequest(recipe: SmallSet.recipe(steps: 40), output: folder + "/run", sampleInterval: 0)))
            try listener.wait("an epoch") { $0.losses.count >= 3 }
            listener.session.send(.change(.learningRate(1e30)))
            try listener.wait("the setback") { $0.snapshot.training?.setback != nil }
            let setback = try #require(listener.snapshot.training?.setback)
            #expect(listener.snapshot.isPaused && listener.snapshot.training?.step == setback.returnedTo)
            #expect(listener.events.contains(.wentBack(setback)) && listener.failures.count == 1)
            listener.session.send(.change(.learningRate(setback.proposedLearningRate)))
            listener.session.send(.resume)
            try listener.wait("the end") { $0.events.contains(.trainingEnded(step: 40, finished: true)) }
        }
    }

    /// A checkpoint that cannot be written: training pauses with everything in memory, and goes on once it can.
    @Test func aCheckpointThatCannotBeWrittenPausesTheRun() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            let (place, aside) = (folder + "/run/checkpoints", folder + "/aside")
            listener.session.send(
                .train(TrainingRequest(recipe: SmallSet.recipe(steps: 30), output: folder + "/run", sampleInterval: 0)))
            listener.session.send(.pause)
            try listener.wait("the pause") { $0.snapshot.isPaused }
            try FileManager.default.moveItem(atPath: place, toPath: aside)
            try Data().write(to: URL(fileURLWithPath: place))
            listener.session.send(.resume)
            try listener.wait("a failure") { $0.failures.count == 1 && $0.snapshot.isPaused }
            #expect(listener.failures.first?.place?.hasPrefix(place) == true)
            #expect(listener.snapshot.activity == .training)
            let step = listener.snapshot.training?.step
            listener.session.send(.resume)
            try listener.wait("the same failure") { $0.failures.count == 2 && $0.snapshot.isPaused }
            #expect(listener.snapshot.training?.step == step)
            try FileManager.default.removeItem(atPath: place)
            try FileManager.default.moveItem(atPath: aside, toPath: place)
            listener.session.send(.resume)
            try listener.wait("the end") { $0.events.contains(.trainingEnded(step: 30, finished: true)) }
            #expect(listener.losses == Array(1...30))
        }
    }

    @Test func aLearningRateIsSearched() throws {
        let listener = try Listener()
        listener.session.send(.findLearningRate(SmallSet.recipe(.denoise(sigma: 0.5), classes: 0)))
        try listener.wait("a proposal") { $0.snapshot.learningRateSearch?.proposal != nil }
        let search = try #require(listener.snapshot.learningRateSearch)
        let told = listener.events.compactMap { if case .learningRatePoint(let point) = $0 { point } else { nil } }
        #expect(
            told == search.points && search.proposal.map { listener.events.contains(.learningRateFound($0)) } == true)
        #expect(listener.snapshot.activity == .idle)
    }

    @Test func runsOnDiskAreListedAndRead() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            let run = folder + "/run"
            listener.session.send(
                .train(TrainingRequest(recipe: SmallSet.recipe(steps: 5), output: run, sampleInterval: 2)))
            try listener.wait("the end") { $0.events.contains(.trainingEnded(step: 5, finished: true)) }
            listener.session.send(.listRuns(also: run))
            listener.session.send(.loadCurve(folder: run))
            listener.session.send(.loadSamples(folder: run))
            try listener.wait("what was asked for") {
                if case .keptSamples? = $0.events.last { true } else { false }
            }
            guard case .runs(let runs) = listener.events[listener.events.count - 3] else {
                throw EngineFailure("the runs were not told first")
            }
            #expect(runs.contains { $0.folder.path == run && $0.step == 5 && $0.state == .finished })
            #expect(listener.events.contains(.curve(folder: run, try RunHistory(of: RunFolder(run)))))
            let sets = try SampleStore(RunFolder(run)).steps().map(SampleStore(RunFolder(run)).load)
            #expect(listener.events.last == .keptSamples(folder: run, sets) && sets.first?.step == 0)
            listener.session.send(.loadCurve(folder: folder + "/nothing"))
            try listener.wait("a failure") { $0.failures.count == 1 }
            #expect(listener.failures.first?.what == "there is no run")
        }
    }

    @Test func aRunOfAnotherSessionIsFollowed() throws {
        try Fixtures.withTemporaryFolder { folder in
            let (writer, reader) = (try Listener(), try Listener())
            let run = folder + "/run"
            writer.session.send(
                .train(TrainingRequest(recipe: SmallSet.recipe(steps: 12), output: run, sampleInterval: 3)))
            try writer.wait("some steps") { $0.losses.count >= 4 }
            writer.session.send(.pause)
            try writer.wait("the pause") { $0.snapshot.isPaused }
            let done = try #require(writer.losses.last)
            reader.session.send(.follow(folder: run))
            try reader.wait("what was done so far") { $0.losses.count >= done }
            #expect(reader.snapshot.isFollowing && reader.losses == writer.losses)
            writer.session.send(.resume)
            try writer.wait("the end") { $0.events.contains(.trainingEnded(step: 12, finished: true)) }
            try reader.wait("the end, followed") { listener in
                listener.session.send(.pollFollowed)
                return listener.events.contains(.trainingEnded(step: 12, finished: true))
            }
            #expect(reader.losses == Array(1...12) && !reader.snapshot.isFollowing)
            #expect(reader.events.contains { if case .samples = $0 { true } else { false } })
        }
    }

    /// Pictures are read and written while a run goes on; what cannot be read is told and stops nothing.
    @Test func picturesAreReadAndWrittenBesideARun() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Listener()
            listener.session.send(.train(.endless(in: folder)))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            let source = PictureSource.heldOut(data: "bars", index: 2, label: nil, isBackward: false)
            listener.session.send(.readPicture(source, purpose: "mask"))
            func read(_ listener: Listener) -> ReadPicture? {
                listener.events.lazy.compactMap { if case .pictureRead(let read) = $0 { read } else { nil } }.first
            }
            try listener.wait("the picture") { read($0) != nil }
            let picture = try #require(read(listener)).picture
            #expect(picture == SmallSet.make().test.picture(at: 2))
            let path = folder + "/mask.png"
            listener.session.send(.writePicture(picture, path: path, replaces: false, purpose: "mask"))
            try listener.wait("the file") { $0.events.contains(.pictureWritten(path: path, purpose: "mask")) }
            #expect(try PNG.read(path) == picture)
            listener.session.send(.writePicture(picture, path: path, replaces: false, purpose: "mask"))
            listener.session.send(.readPicture(.file(folder + "/none.png"), purpose: "mask"))
            try listener.wait("a question and a failure") {
                $0.failures.count == 1 && $0.events.contains(.pictureExists(path: path, purpose: "mask"))
            }
            let last = try #require(listener.losses.last)
            try listener.wait("the run goes on") { ($0.losses.last ?? 0) > last }
            #expect(listener.snapshot.activity == .training)
        }
    }
}
