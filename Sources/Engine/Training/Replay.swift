/// A logged run done again: the same recipe, every change at its step, up to the run's newest checkpoint. On the same machine with the
/// same images it ends in the same bits.
public struct Replay {
    public let source: RunFolder
    public let recipe: Recipe
    public let changes: [SteeredChange]
    /// The step to replay up to.
    public let lastStep: Int

    /// - Throws: ``EngineFailure`` where the folder holds no run, or one without a checkpoint.
    public init(of source: RunFolder) throws {
        self.source = source
        recipe = try source.recipe()
        guard let newest = KeptCheckpoints(source).newest else {
            throw EngineFailure("the run has no checkpoint to replay up to", place: source.path)
        }
        lastStep = newest.step
        changes = RunLog.entries(at: source.logPath).compactMap { entry in
            if case .change(let change) = entry, change.step <= newest.step { change } else { nil }
        }
    }

    /// Applies to `run` the changes that were made where it now stands; call it before every step and at the end.
    public func steer(_ run: TrainingRun) throws {
        let step = run.trainer.step
        let done = run.changes.filter { $0.step == step }.count
        for logged in changes.filter({ $0.step == step }).dropFirst(done) { try run.apply(logged.change) }
    }

    /// Whether `run`'s model as saved is the source's, to the bit.
    public func isEqual(to run: TrainingRun) throws -> Bool {
        func tensors(_ folder: RunFolder) throws -> [String: [UInt32]] {
            let file = try SafetensorsFile(path: KeptCheckpoints(folder).path(step: lastStep))
            return Dictionary(
                uniqueKeysWithValues: try file.names.map { ($0, try file.tensor($0).array.map(\.bitPattern)) })
        }
        return try tensors(source) == tensors(run.folder)
    }
}
