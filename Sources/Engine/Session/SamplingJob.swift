/// A sampling with its branches as the engine's thread does it; the one that grows is advanced.
final class SamplingJob: Job {
    /// The run of each branch, in the order they were made; the first is the sampling itself.
    private var runs: [SamplingRun]
    /// The branch that is advanced.
    private(set) var growing = 0
    /// The steps of the model in training when the sampling began; nil for a saved model.
    let trainedSteps: Int?
    private let model: OpenedModel
    /// Evaluations of the network, of all branches together.
    private var evaluations = 0
    /// What moments and pictures of all branches may take.
    private let memory: TrajectoryMemory
    /// The moments of each branch.
    private var films: [[SamplingFrame]]
    /// Whether its beginning was formed together with others, which can show in the last bits.
    private let wasCell: Bool

    init(_ request: SamplingRequest, model: OpenedModel, trainedSteps: Int?, snapshot: inout EngineSnapshot) throws {
        memory = TrajectoryMemory()
        let run = try SamplingRun(request, model: model, memory: memory)
        (runs, wasCell) = ([run], false)
        films = [[SamplingFrame(run, memory)]]
        self.trainedSteps = trainedSteps
        self.model = model
        snapshot.model = model.summary
        snapshot.sampling = status()
    }

    /// A cell of a grid, to be looked at and gone on with by itself.
    ///
    /// - Parameter frames: its moments so far.
    init(
        cell run: SamplingRun, frames: [SamplingFrame], model: OpenedModel, trainedSteps: Int?,
        memory: TrajectoryMemory, snapshot: inout EngineSnapshot
    ) {
        self.memory = memory
        (runs, films, wasCell) = ([run], [frames], true)
        (self.model, self.trainedSteps) = (model, trainedSteps)
        evaluations = run.step - run.firstStep
        snapshot.model = model.summary
        snapshot.sampling = status()
    }

    private var run: SamplingRun { runs[growing] }

    /// Every branch with its moments, for a grid of `model` to go on from.
    func pasts(of model: OpenedModel) -> [GridPast] {
        guard !wasCell, self.model.isSame(as: model) else { return [] }
        return zip(runs, films).map { GridPast(run: $0, frames: $1) }
    }
    /// What its pictures are called after.
    var name: String { model.name }
    var activity: EngineSnapshot.Activity { .sampling }
    var isFinished: Bool { run.isFinished }

    /// The noise the trajectory starts from, or as much of it as there is.
    var begin: [EngineEvent] {
        let marks = run.changes.map { logged in
            let moment = films[0].firstIndex { $0.step == logged.step } ?? 0
            return EngineEvent.steered(branch: 0, moment: moment, logged.change)
        }
        return [.samplingStarted(run.request)] + films[0].map { .frame(branch: 0, $0) } + marks
    }

    private func status(secondsPerStep: Double? = nil) -> SamplingStatus {
        var status = SamplingStatus(request: run.request, time: run.time, guidance: run.guidance)
        status.step = run.step
        status.totalSteps = run.totalSteps
        status.secondsPerStep = secondsPerStep
        status.evaluations = evaluations
        return status
    }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let started = ContinuousClock.now
        run.advance()
        try run.checkFinite()
        evaluations += 1
        let frame = SamplingFrame(run, memory)
        films[growing].append(frame)
        snapshot.sampling = status(secondsPerStep: started.duration(to: .now).seconds)
        snapshot.model = model.summary
        return [.frame(branch: growing, frame)]
    }

    /// Changes a parameter of the branch that grows, from its next step on.
    func steer(_ change: SamplingChange, _ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        try run.apply(change)
        snapshot.sampling = status()
        return [.steered(branch: growing, moment: run.momentCount - 1, change)]
    }

    /// Makes a branch that goes on from a moment of another with other parameters, and lets it grow; nothing before is computed again.
    ///
    /// - Throws: ``EngineFailure`` where there is no such moment or a parameter does not fit; nothing is changed then.
    func branch(_ request: BranchRequest, _ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        guard runs.indices.contains(request.branch),
            (0..<runs[request.branch].momentCount).contains(request.moment)
        else {
            throw EngineFailure(
                "there is nothing to branch from", expected: "a moment of the sampling that is shown",
                found: "moment \(request.moment) of branch \(request.branch)")
        }
        let new = try runs[request.branch].branched(at: request.moment)
        let changes = new.changes(to: request.steering)
        for change in changes { try new.apply(change) }
        runs.append(new)
        films.append(Array(films[request.branch].prefix(request.moment + 1)))
        growing = runs.count - 1
        snapshot.sampling = status()
        let begun = EngineEvent.branched(
            SamplingBranch(id: growing, parent: request.branch, moment: request.moment))
        return [begun] + changes.map { .steered(branch: growing, moment: request.moment, $0) }
    }

    /// Lets a branch that was stopped grow on.
    ///
    /// - Throws: ``EngineFailure`` where there is no such branch or it is finished.
    func goOn(with branch: Int, _ snapshot: inout EngineSnapshot) throws {
        guard runs.indices.contains(branch), !runs[branch].isFinished else {
            throw EngineFailure("there is nothing to go on with", expected: "a branch that was stopped")
        }
        growing = branch
        snapshot.sampling = status()
    }

    /// Writes the pictures of `branch` with the recipe that remakes them; returns the command that does.
    func save(branch: Int, to path: String) throws -> String {
        guard runs.indices.contains(branch), runs[branch].isFinished else {
            throw EngineFailure("the pictures are not finished", hint: "let the sampling go on to its end")
        }
        let run = try wasCell ? alone(runs[branch]) : runs[branch]
        var saved = SavedPicture(
            request: run.request, changes: run.changes, sampler: run.samplerName,
            picture: run.request.edit.arrange(run.state.pictures(range: run.range)),
            tile: (run.state.shape[2], run.state.shape[1]), model: model, path: path)
        return try saved.write()
    }

    /// The finished pictures of `branch`, to be enlarged.
    ///
    /// - Throws: ``EngineFailure`` where there are none.
    func enlargement(of branch: Int, noiseLevel: Int) throws -> Enlargement {
        guard runs.indices.contains(branch), runs[branch].isFinished else {
            throw EngineFailure("the pictures are not finished", hint: "let the sampling go on to its end")
        }
        return Enlargement(runs[branch].state, noiseLevel: noiseLevel)
    }

    /// The run as its command makes it.
    private func alone(_ run: SamplingRun) throws -> SamplingRun {
        var request = run.request
        request.changes = run.changes
        let again = try SamplingRun(request, model: model)
        while !again.isFinished { again.advance() }
        return again
    }

    func end(_ snapshot: inout EngineSnapshot) -> [EngineEvent] { [.samplingEnded(finished: run.isFinished)] }
}

extension Duration {
    /// The duration as a number of seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
