import Testing

@testable import Engine
@testable import StudioCore

@Suite struct RunListTests {
    private static let own = "/data/studio/runs/digits-flow-class"

    private static func summary(
        _ folder: String, step: Int, _ state: RunSummary.State, checkpoints: [KeptCheckpoint] = []
    ) -> RunSummary {
        RunSummary(
            folder: RunFolder(folder), recipe: Scenes.recipe("digits-flow-class"), record: RunRecord(), state: state,
            step: step, epoch: 1, loss: 0.1313, validationLoss: 0.1421, best: nil, changes: [],
            checkpoints: checkpoints, sampleSteps: [])
    }

    private static let runs = [
        summary(
            own, step: 312, .training(process: 7),
            checkpoints: [
                KeptCheckpoint(step: 120, epoch: 1, validationLoss: 0.15),
                KeptCheckpoint(step: 240, epoch: 2, validationLoss: 0.14), KeptCheckpoint(step: 300),
            ]), summary("/data/studio/runs/digits-ddpm-time", step: 9380, .finished),
        summary("/data/studio/runs/first-try", step: 500, .stopped),
        summary("/data/studio/runs/next-door", step: 80, .training(process: 4711)),
    ]

    private static func history(_ steps: Int, from start: Double) -> RunHistory {
        RunHistory(
            (1...steps).map { step in
                .step(
                    TrainingStep(
                        step: step, epoch: 1, endsEpoch: step == 100, loss: Float(0.15 + start / Double(step)),
                        learningRate: 0.002, gradientNorm: 1))
            } + [.change(SteeredChange(step: 60, change: .clip(1)))])
    }

    private func listing(_ model: inout StudioModel, _ key: Character, _ overlay: Overlay) {
        expect(&model, .key(.character(key)), effects: [.engine(.listRuns(also: model.branchedFolder))]) {
            $0.overlay = overlay
        }
        let engine = model.engine
        expect(&model, .engine(engine, [.runs(Self.runs)])) { $0.runs = Self.runs }
    }

    @Test func aRunGoesOnFromAKeptCheckpointAsABranch() throws {
        var model = CurveTests.run(100, 30)
        listing(&model, "b", .checkpoints)
        #expect(model.branchPoints.map(\.step) == [300, 240, 120])
        try Golden.expect(model, "checkpoints-100x30", styles: true)
        Scenes.press(&model, .down)
        let request = TrainingRequest(
            recipe: Self.runs[0].recipe, output: "", parent: RunPoint(folder: Self.own, step: 240))
        expect(&model, .key(.enter), effects: [.engine(.stop), .engine(.train(request))]) { $0.overlay = nil }
    }

    @Test func aBranchBringsItsPast() {
        var model = CurveTests.run()
        var status = TrainingStatus(
            recipe: Scenes.recipe("digits-flow-class"), output: "/data/studio/runs/branch", totalSteps: 500,
            totalEpochs: 1, learningRate: 0.01, precision: .float32)
        status.step = 240
        let effects = update(
            &model,
            .engine(
                model.engine,
                [
                    .trainingStarted(status), .loss(step: 241, value: 0.2, learningRate: 0.01),
                    .epochEnded(epoch: 2, step: 241),
                ]))
        #expect(
            effects == [.engine(.loadCurve(folder: status.output)), .engine(.loadSamples(folder: status.output))])
        #expect(model.losses.points.map(\.step) == [241] && model.samples.frames.isEmpty)
        let sets = [50, 100].map { SampleSet(step: $0, raw: Scenes.picture(2, 2, shade: $0)) }
        _ = update(
            &model,
            .engine(
                model.engine,
                [
                    .curve(folder: status.output, Self.history(240, from: 1)),
                    .keptSamples(folder: status.output, sets), .curve(folder: "/elsewhere", Self.history(9, from: 1)),
                ]))
        #expect(model.losses.points.map(\.step) == Array(1...241))
        #expect(model.losses.changes.map(\.step) == [60] && model.losses.epochEnds.map(\.step) == [100, 241])
        #expect(model.samples.frames.map(\.step) == [50, 100])
    }

    @Test func curvesAreLaidUnderThePresentOne() throws {
        var model = CurveTests.run(100, 30)
        listing(&model, "o", .runs)
        let folders = model.otherRuns.map(\.folder.path)
        #expect(folders == Self.runs.dropFirst().map(\.folder.path))
        for folder in folders.prefix(2) {
            expect(&model, .key(.enter), effects: [.engine(.loadCurve(folder: folder))]) {
                $0.overlaid.append(OverlaidRun(folder: folder))
            }
            Scenes.press(&model, .down)
        }
        try Golden.expect(model, "runs-100x30", styles: true)
        let curves = [Self.history(400, from: 3), Self.history(200, from: 1.5)]
        _ = update(&model, .engine(model.engine, zip(folders, curves).map { .curve(folder: $0, $1) }))
        #expect(model.overlaid.map(\.history.points.count) == [400, 200] && model.curveSteps == 1...400)
        Scenes.press(&model, .escape, .character("z"))
        try Golden.expect(model, "curve-overlaid-100x30", styles: true)
        Scenes.press(&model, .character("o"), .enter)
        #expect(model.overlaid.map(\.folder) == [folders[1]])
    }

    @Test func thereAreNoMoreCurvesThanLooks() {
        var model = CurveTests.run()
        model.runs = Self.runs
        model.overlay = .runs
        model.overlaid = (0..<OverlaidRun.roles.count).map { OverlaidRun(folder: "/\($0)") }
        #expect(Scenes.press(&model, .enter).isEmpty && model.overlaid.count == OverlaidRun.roles.count)
        #expect(model.messages.current?.text == "3 curves lie under this one: take one of them away first")
    }

    @Test func aRunOnDiskIsLookedAt() {
        var model = Scenes.stocked(100, 30)
        model.focus = .loss
        listing(&model, "o", .runs)
        Scenes.press(&model, .down)
        let folder = "/data/studio/runs/digits-ddpm-time"
        #expect(
            Scenes.press(&model, .character(" ")) == [
                .engine(.loadCurve(folder: folder)), .engine(.loadSamples(folder: folder)),
            ])
        let picture = Scenes.picture(2, 2, shade: 1)
        let sets = [SampleSet(step: 5, raw: picture), SampleSet(step: 9, raw: picture, averaged: picture)]
        _ = update(
            &model,
            .engine(
                model.engine, [.curve(folder: folder, Self.history(9, from: 1)), .keptSamples(folder: folder, sets)]))
        #expect(model.overlay == nil && model.losses.points.count == 9 && model.samples.frames.map(\.step) == [5, 9])
        #expect(view(model).text.contains("averaged weights"))
    }

    @Test func aRunThatGoesKeepsItsCurve() {
        var model = CurveTests.run()
        model.runs = Self.runs
        model.overlay = .runs
        #expect(Scenes.press(&model, .character(" ")).isEmpty)
        #expect(model.messages.current?.text == "a run is going: its own curve and samples are shown")
    }

    @Test func aRunOfAnotherProcessIsFollowedAndNotTouched() {
        var model = Scenes.stocked(120, 40)
        model.focus = .loss
        listing(&model, "o", .runs)
        Scenes.press(&model, .end)
        let folder = "/data/studio/runs/next-door"
        #expect(Scenes.press(&model, .character(" ")) == [.engine(.follow(folder: folder))])
        var snapshot = model.engine
        var status = TrainingStatus(
            recipe: Scenes.recipe("digits-flow-class"), output: folder, totalSteps: 100, totalEpochs: 1,
            learningRate: 0.01, precision: .float32)
        status.step = 3
        (snapshot.isFollowing, snapshot.training) = (true, status)
        var start = status
        start.step = 0
        let losses = (1...3).map { EngineEvent.loss(step: $0, value: 1, learningRate: 0.01) }
        #expect(update(&model, .engine(snapshot, [.trainingStarted(start)] + losses)).isEmpty)
        #expect(model.losses.points.count == 3 && view(model).text.contains("following digits-flow-class"))
        #expect(update(&model, .tick(1)) == [.engine(.pollFollowed)])
        for key in [" ", "n", "X", "A"] as [Character] {
            #expect(Scenes.press(&model, .character(key)).isEmpty)
            #expect(model.messages.current?.text.contains("only followed") == true)
        }
        #expect(Scenes.press(&model, .character("t"), .character("b"), .character("f")).isEmpty)
        #expect(!model.isLive(.learningRate) && model.sampledModel?.isLive == false)
        var quitting = model
        #expect(Scenes.press(&quitting, .character("q")) == [.quit])
        #expect(Scenes.press(&model, .character("x")) == [.engine(.unfollow)])
        #expect(!model.isTraining && update(&model, .tick(2)).isEmpty)
    }

    @Test func thePreviewGoesFromEpochToEpoch() {
        var model = CurveTests.run(120, 40)
        for (step, epoch) in [(100, 1), (250, 2)] { model.losses.epochEnded(epoch, step: step) }
        model.focus = .preview
        Scenes.press(&model, .pageUp)
        #expect(model.samples.current?.step == 250 && view(model).text.contains("at step 250, epoch 2"))
        Scenes.press(&model, .pageUp, .pageUp)
        #expect(model.samples.current?.step == 100)
        Scenes.press(&model, .pageDown)
        #expect(model.samples.current?.step == 250)
    }

    @Test func anEmptyListSaysSo() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character("b"))
        #expect(view(model).text.contains("none is kept yet"))
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.messages.current?.text == "the run has kept no checkpoint yet")
    }

    @Test func abandoningAsksFirst() throws {
        var model = CurveTests.run(80, 24)
        expect(&model, .key(.character("A"))) { $0.overlay = .abandon }
        try Golden.expect(model, "abandon-80x24")
        expect(&model, .key(.enter)) { $0.overlay = nil }
        Scenes.press(&model, .character("A"))
        expect(&model, .key(.character("q"))) { $0.overlay = .quit }
        Scenes.press(&model, .character("n"), .character("A"))
        expect(&model, .key(.character("y")), effects: [.engine(.abandon)]) {
            $0.overlay = nil
            $0.isAbandoning = true
        }
        _ = update(&model, .engine(model.engine, [.trainingEnded(step: 240, finished: false)]))
        #expect(!model.isTraining && !model.isAbandoning && model.losses.points.last?.step == 240)
        #expect(model.messages.current?.text.contains("was abandoned: it is as it was at step 240") == true)
    }
}

@Suite struct LearningRateSearchTests {
    /// A search at its end: the loss falls from a rate of 1e-4 on and blows up beyond 0.1.
    private static func status(_ count: Int, proposal: LearningRateProposal?) -> LearningRateSearchStatus {
        let points = (0..<count).map { index in
            let exponent = -6 + 6 * Double(index) / 99
            let fall = 1 / (1 + exp10(-(exponent + 2.5) * 3))
            let loss = 1.2 - fall + (exponent > -1 ? exp10((exponent + 1) * 2) - 1 : 0)
            return LearningRatePoint(
                learningRate: exp10(exponent), loss: loss + 0.02 * Double(index % 5 - 2), smoothedLoss: loss)
        }
        return LearningRateSearchStatus(
            recipe: Scenes.recipe("digits-flow-class"), points: points, totalPoints: 100, proposal: proposal)
    }

    private static func exp10(_ value: Double) -> Double {
        Double("1e\(Int(value.rounded(.down)))").map { $0 * power(value - value.rounded(.down)) } ?? 0
    }

    /// 10^x for 0 ≤ x < 1 by its series.
    private static func power(_ x: Double) -> Double {
        var (term, sum) = (1.0, 1.0)
        for index in 1...24 {
            term *= x * 2.302585092994046 / Double(index)
            sum += term
        }
        return sum
    }

    private static func searching(_ model: StudioModel, _ status: LearningRateSearchStatus) -> EngineSnapshot {
        var snapshot = model.engine
        snapshot.activity = status.proposal == nil ? .findingLearningRate : .idle
        snapshot.learningRateSearch = status
        return snapshot
    }

    private static let proposal = LearningRateProposal(
        learningRate: 4.2e-3, leastLossRate: 4.2e-2, divergedRate: 0.5, gradientNoiseScale: 312.4)

    @Test func aSearchIsStartedWatchedAndTaken() throws {
        var model = Scenes.stocked(100, 30)
        expect(&model, .key(.character("f")), effects: [.engine(.findLearningRate(model.recipe))]) {
            $0.overlay = .learningRate
        }
        _ = update(&model, .engine(Self.searching(model, Self.status(40, proposal: nil)), []))
        #expect(view(model).text.contains("step 40 of at most 100"))
        #expect(Scenes.press(&model, .enter).isEmpty && model.messages.current?.text == "there is no proposal yet")
        let done = Self.searching(model, Self.status(96, proposal: Self.proposal))
        _ = update(&model, .engine(done, [.learningRateFound(Self.proposal)]))
        try Golden.expect(model, "learning-rate-100x30", styles: true)
        Scenes.press(&model, .enter)
        #expect(model.overlay == nil && model.recipe.optimizer.learningRate == 4.2e-3)
        #expect(model.isChanged(.learningRate))
    }

    @Test func leavingEndsTheSearchAndChangesNothing() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character("f"))
        _ = update(&model, .engine(Self.searching(model, Self.status(10, proposal: nil)), []))
        let rate = model.recipe.optimizer.learningRate
        expect(&model, .key(.character("x")), effects: [.engine(.stop)])
        expect(&model, .key(.escape), effects: [.engine(.stop)]) { $0.overlay = nil }
        _ = update(&model, .engine(Self.searching(model, Self.status(10, proposal: Self.proposal)), []))
        #expect(model.recipe.optimizer.learningRate == rate)
    }

    @Test func whileARunGoesThereIsNoSearch() {
        var model = Scenes.training(100, 30)
        #expect(Scenes.press(&model, .character("f")).isEmpty)
        #expect(model.messages.current?.text == "a run is going: x stops it and keeps what it has learned")
    }

    @Test func aSearchThatFailedSaysSo() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character("f"))
        var snapshot = Self.searching(model, Self.status(3, proposal: nil))
        snapshot.activity = .idle
        _ = update(&model, .engine(snapshot, [.failed(EngineFailure("no learning rate gives a finite loss"))]))
        #expect(view(model).text.contains("the search failed") && model.messages.current?.kind == .error)
    }
}
