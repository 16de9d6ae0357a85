import Foundation
import Testing

@testable import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// What can be wrong with a run's folder, and who may work on it.
@Suite struct RunFolderTests {
    private let images = SmallSet.make()

    private func trained(_ path: String, steps: Int = 3) throws -> TrainingRequest {
        var request = TrainingRequest(recipe: SmallSet.recipe(steps: 20), output: path, sampleInterval: 0)
        let run = try TrainingRun(request, images: images)
        for _ in 0..<steps { _ = try run.advance() }
        try run.save()
        request.resume = true
        return request
    }

    private func failure(_ body: () throws -> Void) throws -> EngineFailure {
        do {
            try body()
        } catch let failure as EngineFailure { return failure }
        throw EngineFailure("nothing failed")
    }

    @Test func aRunOfANewerVersionIsRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = try trained(folder + "/a")
            let path = RunFolder(folder + "/a").recordPath
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            let newer = text.replacingOccurrences(of: "\"version\" : 1", with: "\"version\" : 2, \"new\" : {}")
            #expect(newer != text)
            try AtomicFile.write(Data(newer.utf8), to: path)
            let failure = try failure { _ = try TrainingRun(request, images: images) }
            #expect(failure.what.contains("newer version") && failure.found == "2" && failure.place == path)
            #expect(failure.hint != nil)
            #expect(throws: EngineFailure.self) { try RunFollower(RunFolder(folder + "/a")) }
            #expect(throws: EngineFailure.self) { try RunSummary(of: RunFolder(folder + "/a")) }
        }
    }

    @Test(arguments: ["model.down1.", "adam.m.", "adam.v.", "ema."])
    func aCheckpointMissingATensorNamesIt(_ prefix: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = try trained(folder + "/a")
            let path = KeptCheckpoints(RunFolder(folder + "/a")).path(step: 3)
            let missing = try #require(try SafetensorsFile(path: path).names.first { $0.hasPrefix(prefix) })
            // Under another name it is not there.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = try #require(bytes.range(of: Data("\"\(missing)\"".utf8)))
            bytes[place.lowerBound + 1] = UInt8(ascii: "x")
            try AtomicFile.write(bytes, to: path)
            let failure = try failure { _ = try TrainingRun(request, images: images) }
            #expect(failure.found == "\(missing) is missing", "\(failure.sentence)")
            #expect(failure.place == path)
        }
    }

    /// A checkpoint read tensor by tensor and written anew is the same checkpoint: the run goes on from it to the same bits.
    @Test func aRewrittenCheckpointIsTheSame() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = try trained(folder + "/a")
            let path = KeptCheckpoints(RunFolder(folder + "/a")).path(step: 3)
            let written = try Data(contentsOf: URL(fileURLWithPath: path))
            let file = try SafetensorsFile(path: path)
            try Safetensors.write(
                try file.names.map { ($0, try file.tensor($0)) }, metadata: file.metadata, to: path)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == written)
            #expect(throws: Never.self) { _ = try TrainingRun(request, images: images) }
        }
    }

    @Test func otherImagesAreRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = try trained(folder + "/a")
            let failure = try failure { _ = try TrainingRun(request, images: SmallSet.make(train: 13)) }
            #expect(failure.expected == "12 of them" && failure.found == "13")
        }
    }

    @Test func twoCannotWorkOnOneRun() throws {
        try Fixtures.withTemporaryFolder { folder in
            let request = try trained(folder + "/a")
            do {
                let run = try TrainingRun(request, images: images)
                #expect(RunLock.holder(of: run.folder) == getpid())
                let failure = try failure { _ = try TrainingRun(request, images: images) }
                #expect(failure.found == "process \(getpid())")
                #expect(throws: EngineFailure.self) { try run.folder.delete() }
            }
            #expect(RunLock.holder(of: RunFolder(folder + "/a")) == nil)
            // A lock left behind by a process that is gone (no process has this number) is none.
            try "4194305\n".write(toFile: folder + "/a/lock", atomically: false, encoding: .utf8)
            #expect(RunLock.holder(of: RunFolder(folder + "/a")) == nil)
            _ = try TrainingRun(request, images: images)
        }
    }

    @Test func aDeletedRunLeavesWhatIsNotItsOwn() throws {
        try Fixtures.withTemporaryFolder { folder in
            _ = try trained(folder + "/a")
            _ = try trained(folder + "/b")
            try "mine".write(toFile: folder + "/b/notes.txt", atomically: true, encoding: .utf8)
            #expect(RunCatalogue.all(in: folder).map(\.name) == ["a", "b"])
            try RunFolder(folder + "/a").delete()
            try RunCatalogue.folder(named: "b", in: folder).delete()
            #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/b") == ["notes.txt"])
            #expect(RunCatalogue.all(in: folder).isEmpty)
            #expect(throws: EngineFailure.self) { try RunFolder(folder + "/b").delete() }
        }
    }

    /// The log of a run is read while it is written: everything in order, changes and setbacks too, and the end.
    @Test func aFollowerSeesWhatALiveWriterDoes() throws {
        try Fixtures.withTemporaryFolder { folder in
            var run: TrainingRun? = try TrainingRun(
                TrainingRequest(recipe: SmallSet.recipe(steps: 20), output: folder + "/a", sampleInterval: 2),
                images: images)
            let follower = try RunFollower(RunFolder(folder + "/a"))
            var events = try follower.poll()
            #expect(follower.process == getpid())
            guard case .trainingStarted(let status)? = events.first else {
                Issue.record("a follower begins with the run's start")
                return
            }
            #expect(status.recipe == SmallSet.recipe(steps: 20) && status.totalSteps == 20)
            for step in 1...5 {
                if step == 4 { try run?.apply(.learningRate(3e-3)) }
                _ = try run?.advance()
                events += try follower.poll()
                #expect(follower.status.step == step)
            }
            let losses = events.compactMap { if case .loss(let step, _, _) = $0 { step } else { nil } }
            #expect(losses == [1, 2, 3, 4, 5])
            #expect(events.contains(.changed(step: 3, change: .learningRate(3e-3))))
            #expect(follower.status.steering == run?.trainer.steering.with(sampleInterval: 0))
            #expect(follower.status.samplesStep == 4 && follower.status.samples == run?.samples?.raw)
            #expect(follower.status.averagedSamples == run?.samples?.averaged)
            #expect(follower.status.bestValidationLoss == run?.best?.loss)
            #expect(events.contains { if case .epochEnded(epoch: 1, step: 3) = $0 { true } else { false } })
            try run?.apply(.learningRate(1e30))
            while case .stepped? = try run?.advance() {}
            events = try follower.poll()
            // The log was written anew: told from the start.
            if case .trainingStarted? = events.first {} else { Issue.record("found \(events.first.debugDescription)") }
            #expect(follower.status.step == 3 && follower.status.setback?.returnedTo == 3)
            run = nil
            #expect(try follower.poll() == [.trainingEnded(step: 3, finished: false)])
            #expect(try follower.poll().isEmpty)
        }
    }

    /// Half a line at the end of the log is left for the next look.
    @Test func aFollowerWaitsForWholeLines() throws {
        try Fixtures.withTemporaryFolder { folder in
            _ = try trained(folder + "/a")
            let follower = try RunFollower(RunFolder(folder + "/a"))
            _ = try follower.poll()
            let line = #"{"step":4,"epoch":2,"loss":0.5,"learning_rate":0.001,"gradient_norm":1}"#
            let handle = try #require(FileHandle(forWritingAtPath: folder + "/a/log.jsonl"))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(line.prefix(30).utf8))
            #expect(try follower.poll().isEmpty)
            try handle.write(contentsOf: Data((line.dropFirst(30) + "\n").utf8))
            #expect(try follower.poll().contains(.loss(step: 4, value: 0.5, learningRate: 0.001)))
        }
    }
}

extension Steering {
    fileprivate func with(sampleInterval: Int) -> Steering {
        var copy = self
        copy.sampleInterval = sampleInterval
        return copy
    }
}
