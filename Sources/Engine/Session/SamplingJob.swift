/// A sampling with its branches as the engine's thread does it; the one that grows is advanced.
final class SamplingJob: Job {
    /// The run of each branch, in the order they were made; the first is the sampling itself.
    private var runs: [SamplingRun]
    private var growing = 0
    /// The steps of the model in training when the sampling began; nil for a saved model.
    let trainedSteps: Int?
    private let model: LoadedModel
    /// Evaluations of the network, of all branches together.
    private var evaluations = 0
    /// What moments and pictures of all branches may take.
    private let memory: TrajectoryMemory

    init(_ request: SamplingRequest, model: LoadedModel, trainedSteps: Int?, snapshot: inout EngineSnapshot) throws {
        memory = TrajectoryMemory()
        runs = [try SamplingRun(request, model: model, memory: memory)]
        self.trainedSteps = trainedSteps
        self.model = model
        snapshot.model = model.summary
        snapshot.sampling = status()
    }

    private var run: SamplingRun { runs[growing] }
    /// What its pictures are called after.
    var name: String { model.card.name }
    var activity: EngineSnapshot.Activity { .sampling }
    var isFinished: Bool { run.isFinished }

    /// The noise the trajectory starts from.
    var begin: [EngineEvent] { [.samplingStarted(run.request), .frame(branch: 0, SamplingFrame(run, memory))] }

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
        snapshot.sampling = status(secondsPerStep: started.duration(to: .now).seconds)
        return [.frame(branch: growing, frame)]
    }

    /// Changes a parameter of the branch that grows, from its next step on.
    func steer(_ change: SamplingChange, _ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        try run.apply(change)
        snapshot.sampling?.guidance = run.guidance
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
        growing = runs.count - 1
        snapshot.sampling = status()
        let begun = EngineEvent.branched(
            SamplingBranch(id: growing, parent: request.branch, moment: request.moment))
        return [begun] + changes.map { .steered(branch: growing, moment: request.moment, $0) }
    }

    /// Writes the pictures of `branch` with the recipe that remakes them; returns the command that does.
    func save(branch: Int, to path: String) throws -> String {
        guard runs.indices.contains(branch), runs[branch].isFinished else {
            throw EngineFailure("the pictures are not finished", hint: "let the sampling go on to its end")
        }
        return try SavedPicture(
            run: runs[branch], model: model, isSaved: trainedSteps == nil, path: path
        ).write()
    }

    func end(_ snapshot: inout EngineSnapshot) -> [EngineEvent] { [.samplingEnded(finished: run.isFinished)] }
}

extension Duration {
    /// The duration as a number of seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
