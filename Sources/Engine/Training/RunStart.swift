import Foundation

/// Where a run begins: from nothing, from its own newest checkpoint, or from another run's.
struct RunStart {
    let trainer: Trainer
    let changes: [SteeredChange]
    let record: RunRecord
    /// Whether a checkpoint of exactly this is in the folder.
    let isSaved: Bool

    /// Whether a log's entry belongs to the history of `step` steps and `changes`.
    static func keeps(_ entry: LogEntry, upTo step: Int, changes: [SteeredChange]) -> Bool {
        if case .change(let change) = entry { return changes.contains(change) }
        return entry.step <= step
    }

    func openLog(_ folder: RunFolder) throws -> RunLog {
        try RunLog(path: folder.logPath) { Self.keeps($0, upTo: trainer.step, changes: changes) }
    }

    /// A new run, or a branch, in a folder that holds none.
    static func begin(
        _ request: TrainingRequest, _ folder: RunFolder, _ images: ImageSet
    ) throws -> (RunStart, RunLock) {
        guard !folder.isRun else {
            throw EngineFailure(
                "a run is there already", place: folder.path,
                hint: "add --resume to go on with it, or choose another --output")
        }
        let point = try request.parent.map { try state(at: $0, images) }
        let trainer = try point?.trainer ?? Trainer(recipe: request.recipe, images: images)
        try Folder.make(folder.checkpointsPath)
        let lock = try RunLock(folder)
        let record = RunRecord(
            parent: request.parent, step: trainer.step, totalSteps: trainer.totalSteps,
            totalEpochs: trainer.totalEpochs, seconds: point?.seconds ?? 0)
        if let parent = request.parent { try copyHistory(of: parent, changes: point?.changes ?? [], into: folder) }
        try AtomicFile.write(Data(trainer.recipe.toml.utf8), to: folder.recipePath)
        // Last, since it makes the folder a run.
        try AtomicFile.write(try JSON.encode(record), to: folder.recordPath)
        return (RunStart(trainer: trainer, changes: point?.changes ?? [], record: record, isSaved: false), lock)
    }

    static func lockExisting(_ folder: RunFolder) throws -> RunLock {
        guard folder.isRun else {
            throw EngineFailure(
                "there is nothing to resume", expected: "a run", place: folder.path,
                hint: "leave --resume out to start a run there")
        }
        return try RunLock(folder)
    }

    /// The run in `folder` at its newest checkpoint; at its start where it has none yet.
    static func resume(_ request: TrainingRequest, _ folder: RunFolder, _ images: ImageSet) throws -> RunStart {
        let record = try folder.record()
        var wanted = request.recipe
        wanted.data = try folder.recipe().data
        let trainer = try Trainer(recipe: wanted, images: images)
        let stored = try folder.recipe()
        if let difference = stored.difference(from: wanted) {
            throw EngineFailure(
                "the run was started with another recipe", expected: difference.mine, found: difference.other,
                place: folder.recipePath, hint: "resume with --resume --output FOLDER alone")
        }
        let kept = KeptCheckpoints(folder)
        guard let newest = kept.newest else {
            return RunStart(trainer: trainer, changes: [], record: record, isSaved: false)
        }
        do {
            let changes = try Checkpoint.load(kept.path(step: newest.step), into: trainer)
            return RunStart(trainer: trainer, changes: changes, record: record, isSaved: true)
        } catch var failure as EngineFailure {
            // A damaged file costs the steps since the checkpoint before it, not the run.
            if let older = kept.all().dropLast().last {
                failure.hint =
                    "the checkpoint before it is of step \(older.step): "
                    + "studio train --branch-from \(folder.path) --at-step \(older.step) --output NEW goes on from there"
            }
            throw failure
        }
    }

    /// Another run as it was at a checkpoint it kept.
    private static func state(
        at point: RunPoint, _ images: ImageSet
    ) throws -> (trainer: Trainer, changes: [SteeredChange], seconds: Double) {
        let folder = RunFolder(point.folder)
        let record = try folder.record()
        let kept = KeptCheckpoints(folder)
        guard kept.all().contains(where: { $0.step == point.step }) else {
            let steps = kept.all().map { "\($0.step)" }.joined(separator: ", ")
            throw EngineFailure(
                "the run kept no checkpoint at that step", expected: steps.isEmpty ? "one" : steps,
                found: "\(point.step)", place: folder.path, hint: "studio runs show \(folder.path) lists them")
        }
        let trainer = try Trainer(recipe: try folder.recipe(), images: images)
        let changes = try Checkpoint.load(kept.path(step: point.step), into: trainer)
        let share = record.step > 0 ? Double(point.step) / Double(record.step) : 0
        return (trainer, changes, record.seconds * min(share, 1))
    }

    /// The parent's log and samples up to the branch, so that the branch is whole without it.
    private static func copyHistory(of point: RunPoint, changes: [SteeredChange], into folder: RunFolder) throws {
        let parent = RunFolder(point.folder)
        let log = try RunLog(path: folder.logPath) { _ in true }
        for entry in RunLog.entries(at: parent.logPath) where keeps(entry, upTo: point.step, changes: changes) {
            try log.append(entry)
        }
        try log.flush()
        try SampleStore(folder).copy(from: SampleStore(parent), upTo: point.step)
    }
}
