import Engine

/// Training and sampling.
extension CommandTable {
    static let work = [
        Command(
            "train", "train", keys: [.character("t")], place: .window, rank: 2,
            help: "Trains the chosen recipe with the parameters shown, as a new run.",
            rankNow: {
                $0.isTraining || [.gallery, .models].contains($0.workspace) || $0.panes.contains(.board) ? nil : 2
            },
            unless: \.trainingObstacle
        ) { model, _ in
            model.show(.train)
                + [
                    .engine(
                        .train(TrainingRequest(recipe: model.recipe, output: "", sampleInterval: model.sampleInterval)))
                ]
        },
        Command(
            "sample", "sample", keys: [.character("s")], place: .window, rank: 3,
            help: "Makes pictures with the chosen model; while a run is going, with what it has learned so far.",
            titleNow: { $0.isSampling ? "sample anew" : "sample" },
            unless: \.sampleObstacle
        ) { model, _ in
            let effects = model.show(.generate)
            model.freshenSeed()
            return effects + [.engine(.sample(model.samplingRequest))]
        },
        Command(
            "pause", "pause", keys: [.character(" ")], place: .window,
            help: "Pauses what is going, or lets it go on.",
            titleNow: { $0.engine.isPaused ? "go on" : "pause" }, rankNow: { $0.isWorking ? 1 : nil },
            unless: \.idleObstacle
        ) { model, _ in [.engine(model.engine.isPaused ? .resume : .pause)] },
        Command(
            "step", "one step", keys: [.character("n")], place: .window, help: "Takes one step, then pauses.",
            rankNow: { $0.isWorking && $0.engine.isPaused ? 4 : nil }, unless: \.idleObstacle
        ) { _, _ in [.engine(.step)] },
        Command(
            "stop", "stop", keys: [.character("x")], place: .window,
            help:
                "Stops the sampling, or else the run, which is saved and can go on later; or ends the following of another's.",
            titleNow: { $0.isFollowing && !$0.isSampling ? "stop following" : "stop" },
            rankNow: { $0.isWorking ? 4 : nil },
            unless: { $0.isFollowing ? nil : $0.idleObstacle }
        ) { model, _ in model.stop() },
        Command(
            "stop-epoch", "stop after epoch", keys: [.character("X")], place: .window,
            help: "Stops the run when its epoch ends; once more takes that back.",
            unless: \.runObstacle
        ) { model, _ in
            let stops = model.engine.training?.stopsAfterEpoch == true
            model.say(stops ? "the run goes on after its epoch" : "the run stops when its epoch ends")
            return [.engine(.stopAfterEpoch)]
        },
        Command(
            "halve", "half the rate", keys: [.character("h")], place: .window,
            help: "After a step that failed goes on at half the learning rate.",
            rankNow: { $0.proposedRate == nil ? nil : 0 },
            unless: { $0.proposedRate == nil ? "no step has failed" : nil }
        ) { model, _ in
            guard let rate = model.proposedRate else { return [] }
            model.messages.dismiss(at: model.now)
            return [.engine(.change(.learningRate(rate))), .engine(.resume)]
        },
        Command(
            "continue", "go on", keys: [.character("g")], place: .window,
            help: "Goes on with the run that made the chosen model, from its newest checkpoint, bit for bit.",
            unless: \.resumingObstacle
        ) { model, _ in
            guard let saved = model.savedModel, let recipe = saved.recipe else { return [] }
            let request = TrainingRequest(
                recipe: recipe, output: saved.folder, resume: true, sampleInterval: model.sampleInterval)
            return model.show(.train) + [.engine(.train(request))]
        },
        findRate,
        Command(
            "guidance-up", "more guidance", keys: [.character("+"), .character("=")], place: .window,
            help: "Raises the guidance scale by 0.5, wherever you are; obeyed by the very next step.",
            unless: \.guidanceObstacle
        ) { model, _ in model.nudgeGuidance(1) },
        Command(
            "guidance-down", "less guidance", keys: [.character("-")], place: .window,
            help: "Lowers the guidance scale by 0.5, wherever you are; obeyed by the very next step.",
            unless: \.guidanceObstacle
        ) { model, _ in model.nudgeGuidance(-1) },
    ]
}

extension StudioModel {
    /// Whether there is something to pause or stop.
    var isWorking: Bool { engine.activity != .idle || isTraining }

    /// The learning rate offered after a step that failed, until the run goes on.
    var proposedRate: Double? {
        isTraining && engine.isPaused ? engine.training?.setback?.proposedLearningRate : nil
    }

    /// Why what is going cannot be paused or stopped here.
    var idleObstacle: String? {
        if isFollowing, engine.activity == .idle { return followingObstacle }
        return isWorking ? nil : "nothing is going: t trains, s samples"
    }

    /// Why nothing can be done to the run.
    var runObstacle: String? {
        if isFollowing { return followingObstacle }
        return isTraining ? nil : "no run is going: t trains"
    }

    private var followingObstacle: String { "this run is another process's: here it is only followed; x ends that" }

    mutating func stop() -> [Effect] {
        guard isFollowing, !isSampling else { return [.engine(.stop)] }
        isRunOpen = false
        say("the run is not followed any more; it goes on")
        return [.engine(.unfollow)]
    }

    var trainingObstacle: String? {
        if isFollowing { return "a run is followed: x ends that" }
        if isTraining { return "a run is going: x stops it and keeps what it has learned" }
        guard dataSets.isEmpty, KnownSet.named(recipe.data) != nil else { return nil }
        return "there are no images here to learn from: studio data fetch \(recipe.data) gets them"
    }

    var resumingObstacle: String? {
        if isFollowing { return "a run is followed: x ends that" }
        if isTraining { return "a run is going: x stops it and keeps what it has learned" }
        guard let saved = savedModel else { return "there is no run yet: t starts one" }
        return saved.recipe == nil ? "\(saved.name) was not made by a run that is here" : nil
    }

    mutating func nudgeGuidance(_ direction: Double) -> [Effect] {
        set(.guidance, to: stepped(.guidance, by: direction, isShifted: false))
    }
}
