/// A grid of samplings as the engine's thread forms it.
final class GridJob: Job {
    private let run: GridRun
    private let model: OpenedModel
    /// The steps of the model in training when the grid began; nil for a saved model.
    let trainedSteps: Int?
    private let memory: TrajectoryMemory

    /// - Parameter pasts: samplings of the same model that it may go on from.
    init(
        _ request: GridRequest, model: OpenedModel, trainedSteps: Int?, pasts: [GridPast],
        snapshot: inout EngineSnapshot
    ) throws {
        memory = TrajectoryMemory()
        run = try GridRun(request, model: model, memory: memory, keepsFrames: true, pasts: pasts)
        (self.model, self.trainedSteps) = (model, trainedSteps)
        snapshot.model = model.summary
        snapshot.grid = status()
    }

    /// What its pictures are called after.
    var name: String { model.name }
    var activity: EngineSnapshot.Activity { .formingGrid }
    var isFinished: Bool { run.isFinished }
    var cellCount: Int { run.cells.count }

    /// The noise that all cells start from.
    var begin: [EngineEvent] { [.gridStarted(run.request)] + run.cells.indices.map(shown) }

    private func shown(_ cell: Int) -> EngineEvent {
        let sampling = run.run(of: cell)
        return .gridCell(
            cell, GridCell(picture: run.picture(of: cell), step: sampling.step, totalSteps: sampling.totalSteps))
    }

    private func status(secondsPerStep: Double? = nil) -> GridStatus {
        GridStatus(
            request: run.request, step: run.cellSteps, totalSteps: run.totalCellSteps, evaluations: run.evaluations,
            secondsPerStep: secondsPerStep)
    }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let started = ContinuousClock.now
        let before = run.cellSteps
        let events = try run.advance().map(shown)
        let seconds = started.duration(to: .now).seconds
        snapshot.grid = status(secondsPerStep: seconds / Double(max(1, run.cellSteps - before)))
        snapshot.model = model.summary
        return events
    }

    /// A cell as a sampling of its own, with all its moments.
    ///
    /// - Throws: ``EngineFailure`` where there is no such cell or it cannot be read.
    func open(_ cell: Int, _ snapshot: inout EngineSnapshot) throws -> SamplingJob {
        guard run.cells.indices.contains(cell) else {
            throw EngineFailure("there is no such cell", expected: "0…\(run.cells.count - 1)", found: "\(cell)")
        }
        return SamplingJob(
            cell: try run.branch(of: cell), frames: run.frames(of: cell), model: model, trainedSteps: trainedSteps,
            memory: memory, snapshot: &snapshot)
    }

    /// Writes the grid with the recipe that remakes it; returns the command that does.
    ///
    /// - Throws: ``EngineFailure`` where it is not finished or cannot be written.
    func save(to path: String) throws -> String {
        guard isFinished else {
            throw EngineFailure("the grid is not finished", hint: "let it go on to its end")
        }
        let first = run.run(of: 0)
        var saved = SavedPicture(
            request: run.request.base, grid: run.request, changes: run.request.base.changes,
            sampler: run.request.base.sampler.isEmpty ? first.samplerName : run.request.base.sampler,
            picture: run.picture(classNames: model.classNames),
            tile: (first.state.shape[2], first.state.shape[1]), model: model, path: path)
        return try saved.write()
    }

    func end(_ snapshot: inout EngineSnapshot) -> [EngineEvent] { [.gridEnded(finished: isFinished)] }
}
