import Engine
import Testing

@testable import StudioCore

@Suite struct EngineEventTests {
    private func status(_ step: Int = 0) -> TrainingStatus {
        var status = TrainingStatus(
            recipe: Scenes.recipe("digits-flow-class"), output: "/runs/a", totalSteps: 100, totalEpochs: 1,
            learningRate: 0.01, precision: .float32)
        status.step = step
        return status
    }

    private func snapshot(_ status: TrainingStatus?) -> EngineSnapshot {
        var snapshot = EngineSnapshot()
        snapshot.activity = status == nil ? .idle : .training
        snapshot.training = status
        return snapshot
    }

    @Test func aRunBegins() {
        var model = Scenes.stocked(100, 30)
        let snapshot = snapshot(status())
        expect(&model, .engine(snapshot, [.trainingStarted(status())])) {
            $0.engine = snapshot
            $0.isRunOpen = true
            $0.lossFolder = "/runs/a"
        }
    }

    @Test func lossesComeInOrderAndAResumedRunForgetsLaterOnes() {
        var model = Scenes.fresh(100, 30)
        let going = snapshot(status())
        let losses = (1...10).map { EngineEvent.loss(step: $0, value: Float($0), learningRate: 0.01) }
        _ = update(&model, .engine(going, [.trainingStarted(status())] + losses))
        #expect(model.losses.points.map(\.step) == Array(1...10))
        _ = update(&model, .engine(going, [.trainingStarted(status(6))]))
        #expect(model.losses.points.map(\.value) == [1, 2, 3, 4, 5, 6])
        var other = status()
        other.output = "/runs/b"
        _ = update(&model, .engine(going, [.trainingStarted(other)]))
        #expect(model.losses.points.isEmpty)
    }

    @Test func samplesAreKept() {
        var model = Scenes.training(100, 30)
        #expect(model.samples.frames.map(\.step) == [50, 100, 150, 200, 250, 300])
        let (snapshot, picture) = (model.engine, Scenes.picture(2, 2, shade: 1))
        expect(&model, .engine(snapshot, [.samples(step: 350, raw: picture, averaged: picture)])) {
            $0.samples.append(SampleFrame(step: 350, picture: picture, averaged: picture))
        }
        #expect(view(model).text.contains("averaged weights"))
    }

    @Test func aRunThatWentBackOffersHalfTheRate() {
        var model = Scenes.training(100, 30)
        var snapshot = model.engine
        let setback = Setback(
            failedStep: 312, reason: "the loss is infinite", returnedTo: 120, learningRate: 0.01,
            proposedLearningRate: 0.005)
        snapshot.training?.setback = setback
        snapshot.isPaused = true
        _ = update(&model, .engine(snapshot, [.wentBack(setback)]))
        #expect(model.losses.points.last?.step == 120 && model.samples.frames.map(\.step) == [50, 100])
        #expect(
            model.messages.current
                == Message(
                    .error, "step 312 failed: the loss is infinite; the run is paused at step 120",
                    hint: "h goes on at half the learning rate, 5e-3; Space as it was"))
        let effects = Scenes.press(&model, .character("h"))
        #expect(effects == [.engine(.change(.learningRate(0.005))), .engine(.resume)])
        #expect(model.messages.current == nil)
    }

    @Test func changesShowInTheParameters() {
        var model = Scenes.training(100, 30)
        let snapshot = model.engine
        let changes: [ParameterChange] = [.learningRate(0.5), .clip(2), .batch(7), .steps(40)]
        expect(&model, .engine(snapshot, changes.map { .changed(step: 312, change: $0) })) {
            $0.recipe.optimizer.learningRate = 0.5
            $0.recipe.clip = 2
            $0.recipe.batch = 7
            $0.recipe.steps = 40
            for change in changes { $0.losses.changed(change, step: 312) }
        }
    }

    @Test func aCheckpointBecomesAModel() {
        var model = Scenes.fresh(100, 30)
        let going = snapshot(status(50))
        _ = update(&model, .engine(going, [.trainingStarted(status())]))
        for step in [20, 50] {
            expect(&model, .engine(going, [.checkpointSaved(path: "/runs/a/checkpoints/x", step: step)])) {
                let card = ModelCard(
                    name: "digits-flow-class",
                    configuration: DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: 10),
                    objective: .flow, data: "mnist", step: step)
                $0.models = [SavedModel(folder: "/runs/a", card: card, recipe: Scenes.recipe("digits-flow-class"))]
            }
        }
    }

    @Test func theEndOfARunIsToldAndStands() {
        var model = Scenes.training(100, 30)
        model.overlay = .quit
        var idle = model.engine
        idle.activity = .idle
        _ = update(&model, .engine(idle, [.trainingEnded(step: 312, finished: false)]))
        #expect(!model.isTraining && model.overlay == nil)
        #expect(
            model.messages.current?.text
                == "digits-flow-class stopped at step 312, kept in /data/studio/runs/digits-flow-class")
        #expect(model.messages.current?.hint == "g goes on with it, s samples it")
    }

    @Test func aTrajectoryIsKeptFromItsNoise() {
        var model = Scenes.sampling(100, 30, steps: 3)
        #expect(model.trajectory.frames.map(\.step) == [0, 1, 2, 3])
        #expect(model.trajectory.frames[0].estimate == nil && model.trajectory.isFollowing)
        let request = model.samplingRequest
        var snapshot = model.engine
        snapshot.sampling = SamplingStatus(request: request, time: 0, guidance: 5)
        expect(&model, .engine(snapshot, [.samplingStarted(request)])) {
            $0.engine = snapshot
            $0.trajectory = Film()
        }
    }

    @Test func failuresAreToldWithTheirHint() {
        var model = Scenes.fresh(100, 30)
        let failure = EngineFailure("the disk is full", place: "/runs", hint: "free some")
        _ = update(&model, .engine(EngineSnapshot(), [.failed(failure)]))
        #expect(model.messages.current == Message(.error, "the disk is full in /runs", hint: "free some"))
    }

    @Test func whileASamplingInterruptsTheRunIsStillOpen() {
        var model = Scenes.training(100, 30)
        var snapshot = model.engine
        snapshot.activity = .sampling
        snapshot.sampling = SamplingStatus(request: model.samplingRequest, time: 0, guidance: 5)
        _ = update(&model, .engine(snapshot, [.samplingStarted(model.samplingRequest)]))
        #expect(model.isTraining && model.isSampling && model.isLive(.guidance) && model.isLive(.learningRate))
        #expect(view(model).text.contains("the run waits"))
    }
}
