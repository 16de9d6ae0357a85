import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Watches a run that another process trains, by its files alone, and tells it as the engine tells its own. Nothing is written.
public final class RunFollower {
    public let folder: RunFolder
    /// Where the run stands, as of the last ``poll()``.
    public private(set) var status: TrainingStatus
    /// The process that trains; nil where none does any more.
    public var process: Int32? { RunLock.holder(of: folder) }
    private var file: ino_t = 0
    private var offset = 0
    private var hasEnded = false
    private var pace = Pace()
    private var lastArrival: ContinuousClock.Instant?

    /// - Throws: ``EngineFailure`` where the folder holds no run, or a newer one.
    public init(_ folder: RunFolder) throws {
        self.folder = folder
        status = try Self.beginning(folder)
    }

    private static func beginning(_ folder: RunFolder) throws -> TrainingStatus {
        let recipe = try folder.recipe()
        let record = try folder.record()
        var status = TrainingStatus(
            recipe: recipe, output: folder.path, totalSteps: record.totalSteps, totalEpochs: record.totalEpochs,
            learningRate: recipe.optimizer.learningRate, precision: recipe.precision.elementType)
        status.parent = record.parent
        return status
    }

    /// What happened since the last call, in order; the first tells everything so far. A run that went back to a checkpoint is told
    /// from its start again.
    public func poll() throws -> [EngineEvent] {
        let isRunning = process != nil
        var events: [EngineEvent] = []
        var attributes = stat()
        guard stat(folder.logPath, &attributes) == 0 else {
            throw AtomicFile.failure("the log cannot be read", folder.logPath)
        }
        if attributes.st_ino != file || Int(attributes.st_size) < offset {
            (file, offset, hasEnded) = (attributes.st_ino, 0, false)
            status = try Self.beginning(folder)
            events.append(.trainingStarted(status))
        }
        let isFirst = offset == 0
        let entries = RunLog.entries(in: try newLines())
        if !isFirst { measurePace(entries) }
        for entry in entries { events += take(entry) }
        if !entries.isEmpty { loadSamples(entries, &events) }
        let record = try folder.record()
        (status.totalSteps, status.totalEpochs) = (record.totalSteps, record.totalEpochs)
        status.secondsLeft = pace.secondsPerStep.map { $0 * Double(max(0, status.totalSteps - status.step)) }
        // Asked before the lines were read: the last of them are in.
        if !isRunning, !hasEnded {
            hasEnded = true
            events.append(.trainingEnded(step: status.step, finished: record.finished))
        } else if isRunning {
            hasEnded = false
        }
        return events
    }

    /// The whole lines that were added.
    private func newLines() throws -> Data {
        guard let handle = FileHandle(forReadingAtPath: folder.logPath) else {
            throw EngineFailure("the log cannot be read", place: folder.logPath)
        }
        defer { try? handle.close() }
        do {
            try handle.seek(toOffset: UInt64(offset))
            let data = try handle.readToEnd() ?? Data()
            guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return Data() }
            let lines = data[data.startIndex...end]
            offset += lines.count
            return Data(lines)
        } catch {
            throw EngineFailure("the log cannot be read", found: error.localizedDescription, place: folder.logPath)
        }
    }

    private func measurePace(_ entries: [LogEntry]) {
        let steps = entries.filter { if case .step = $0 { true } else { false } }.count
        guard steps > 0 else { return }
        let now = ContinuousClock.now
        if let lastArrival {
            pace.add(lastArrival.duration(to: now).seconds / Double(steps))
            status.imagesPerSecond = pace.secondsPerStep.map { Double(status.steering.batch) / $0 }
        }
        lastArrival = now
    }

    private func take(_ entry: LogEntry) -> [EngineEvent] {
        switch entry {
        case .step(let step):
            status.step = step.step
            status.epoch = step.epoch
            status.loss = step.loss
            status.smoothedLoss = status.smoothedLoss.map { 0.98 * $0 + 0.02 * step.loss } ?? step.loss
            status.learningRate = step.learningRate
            status.gradientNorm = Float(step.gradientNorm)
            return step.events
        case .change(let change):
            // It was checked by the process that made it.
            _ = try? status.steering.apply(change.change, to: status.recipe)
            return [.changed(step: change.step, change: change.change)]
        case .validation(let step, let loss):
            status.validationLoss = loss
            if loss < status.bestValidationLoss ?? .infinity {
                (status.bestValidationLoss, status.bestStep) = (loss, step)
            }
            return [.validation(step: step, loss: loss)]
        case .setback(let setback):
            status.setback = setback
            return [.wentBack(setback)]
        case .samples: return []
        }
    }

    /// Samples come after the line that tells of them was made, so those that cannot be read yet are left for their next set.
    private func loadSamples(_ entries: [LogEntry], _ events: inout [EngineEvent]) {
        for case .samples(let step) in entries {
            guard let set = try? SampleStore(folder).load(step: step) else { continue }
            (status.samples, status.averagedSamples, status.samplesStep) = (set.raw, set.averaged, step)
            events.append(set.event)
        }
    }
}

extension TrainingStep {
    /// What is told of a step.
    var events: [EngineEvent] {
        [.loss(step: step, value: loss, learningRate: learningRate), .gradientNorm(step: step, value: gradientNorm)]
            + (endsEpoch ? [.epochEnded(epoch: epoch, step: step)] : [])
    }
}
