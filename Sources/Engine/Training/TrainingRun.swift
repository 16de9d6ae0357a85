import Foundation

/// What a step of a run brought.
public struct StepReport: Sendable, Equatable {
    public let step: TrainingStep
    /// The loss on held-out images, where it was measured after this step.
    public internal(set) var validation: Double?
    public internal(set) var samples: SampleSet?
    /// The checkpoint that was written.
    public internal(set) var checkpoint: String?
}

/// A training run and its folder (``RunFolder``): steps, the log, held-out loss, samples and checkpoints where they are due.
public final class TrainingRun {
    public enum Outcome {
        case stepped(StepReport)
        /// The loss stopped being finite: the run is at its last good checkpoint again.
        case wentBack(Setback)
    }

    public let folder: RunFolder
    public internal(set) var trainer: Trainer
    public let parent: RunPoint?
    /// The least loss on held-out images so far, and its step.
    public internal(set) var best: (step: Int, loss: Double)?
    /// The newest samples.
    public private(set) var samples: SampleSet?
    let images: ImageSet
    let log: RunLog
    let checkpoints: KeptCheckpoints
    /// Every change so far; the first of them are in the newest checkpoint.
    public internal(set) var changes: [SteeredChange]
    private let checkpointInterval: Int
    private let keptEpochs: Int
    private let validationInterval: Int
    private let lock: RunLock
    private let preview: SamplePreview
    private var saved: (step: Int, changes: Int)?
    private var seconds: Double
    /// A step whose report is not complete, because something could not be written.
    private var unfinished: StepReport?
    private var lastValidation: (step: Int, loss: Double)?

    /// Starts a run in `request.output`, goes on with the one there (`request.resume`), or branches from another (`request.parent`).
    ///
    /// - Throws: ``EngineFailure`` where the folder holds a run already, holds none to resume, is another process's, or cannot be written.
    public init(_ request: TrainingRequest, images: ImageSet) throws {
        folder = RunFolder(request.output)
        self.images = images
        checkpoints = KeptCheckpoints(folder)
        checkpointInterval = request.checkpointInterval
        keptEpochs = request.keptEpochs
        validationInterval = request.validationInterval
        let start: RunStart
        if request.resume {
            lock = try RunStart.lockExisting(folder)
            start = try RunStart.resume(request, folder, images)
        } else {
            (start, lock) = try RunStart.begin(request, folder, images)
        }
        trainer = start.trainer
        changes = start.changes
        parent = start.record.parent
        seconds = start.record.seconds
        if start.isSaved { saved = (start.trainer.step, start.changes.count) }
        log = try start.openLog(folder)
        preview = SamplePreview(images: images, objective: start.trainer.recipe.objective)
        recallMeasurements()
        let store = SampleStore(folder)
        store.drop(after: trainer.step)
        samples = try store.steps().last.map(store.load)
        // How often to draw is a matter of who watches, not of the run: no change worth a line.
        trainer.steering.sampleInterval = request.sampleInterval
        // A branch is whole without its parent: what it goes back to, or is left at, is its own.
        if request.parent != nil { try save() }
        for change in request.changes { try apply(change) }
        try log.flush()
    }

    public var isFinished: Bool { trainer.isFinished && unfinished == nil }
    public var isSaved: Bool { saved.map { $0 == (trainer.step, changes.count) } ?? false }

    /// Changes a parameter from the next step on, and logs it where it is another value.
    public func apply(_ change: ParameterChange) throws {
        let before = trainer.steering
        try trainer.apply(change)
        guard trainer.steering != before else { return }
        let logged = SteeredChange(step: trainer.step, change: change)
        changes.append(logged)
        try log.append(.change(logged))
    }

    /// One step and what is due after it. Where something could not be written the next call takes that up before it steps on.
    ///
    /// - Throws: ``EngineFailure`` where a file cannot be written; everything is in memory still, and older checkpoints are untouched.
    public func advance() throws -> Outcome {
        let started = ContinuousClock.now
        defer { seconds += started.duration(to: .now).seconds }
        if unfinished == nil {
            do {
                let step = try trainer.advance()
                unfinished = StepReport(step: step)
                try log.append(.step(step))
            } catch let failure as NotFinite {
                return .wentBack(try goBack(failure))
            }
        }
        try finishStep()
        guard let report = unfinished else { preconditionFailure("a step was made and has a report") }
        unfinished = nil
        return .stepped(report)
    }

    private func finishStep() throws {
        guard let step = unfinished?.step else { return }
        try log.flush()
        let last = trainer.isFinished
        if unfinished?.validation == nil, step.endsEpoch || last || isDue(validationInterval) { try validate() }
        if unfinished?.samples == nil, step.endsEpoch || last || isDue(trainer.steering.sampleInterval) {
            unfinished?.samples = try drawSamples()
        }
        let isBest = best?.step == step.step
        if step.endsEpoch || last || isBest || isDue(checkpointInterval) { unfinished?.checkpoint = try save() }
    }

    private func isDue(_ interval: Int) -> Bool { interval > 0 && trainer.step % interval == 0 }

    private func validate() throws {
        let loss = Validation(images: images).loss(of: trainer)
        guard loss.isFinite else { return }
        unfinished?.validation = loss
        note(validation: loss, step: trainer.step)
        try log.append(.validation(step: trainer.step, loss: loss))
    }

    private func note(validation loss: Double, step: Int) {
        lastValidation = (step, loss)
        if loss < best?.loss ?? .infinity { best = (step, loss) }
    }

    /// Reads the measurements so far out of the log.
    func recallMeasurements() {
        (best, lastValidation) = (nil, nil)
        for case .validation(let step, let loss) in RunLog.entries(at: folder.logPath) {
            note(validation: loss, step: step)
        }
    }

    /// At the start of a run that draws samples: those of the untrained model.
    public func drawFirstSamples() throws -> SampleSet? {
        guard trainer.step == 0, samples == nil, trainer.steering.sampleInterval > 0 else { return nil }
        return try drawSamples()
    }

    /// Draws the fixed-seed samples and keeps them.
    private func drawSamples() throws -> SampleSet {
        var set = SampleSet(step: trainer.step, raw: try preview.picture(of: model))
        if trainer.average != nil {
            set.averaged = try trainer.withAveragedWeights { try preview.picture(of: model) }
        }
        try SampleStore(folder).save(set)
        try log.append(.samples(step: set.step))
        samples = set
        return set
    }

    /// Writes checkpoint and model unless they are there as things stand; checkpoints that need not be kept are removed afterwards.
    @discardableResult
    public func save() throws -> String? {
        guard !isSaved else { return nil }
        try log.synchronize()
        let path = checkpoints.path(step: trainer.step)
        try Checkpoint.save(trainer, changes: changes, to: path)
        let store = trainer.store
        let statistics = trainer.network.buffers.map { ($0.name, $0.buffer.value) }
        let weights = store.windows(store.values) + statistics
        let averaged = trainer.average.map { average in
            store.windows(average.average) + zip(statistics, average.statistics).map { ($0.0, $1) }
        }
        try ModelFolder.save(averaged ?? weights, raw: averaged == nil ? nil : weights, card: card, in: folder.path)
        try writeRecord()
        saved = (trainer.step, changes.count)
        let measured = lastValidation.flatMap { $0.step == trainer.step ? $0.loss : nil }
        try checkpoints.add(
            KeptCheckpoint(
                step: trainer.step,
                epoch: trainer.order.isBetweenPasses && trainer.step > 0 ? trainer.order.passes : nil,
                validationLoss: measured),
            epochLimit: keptEpochs)
        return path
    }

    func writeRecord() throws {
        let record = RunRecord(
            parent: parent, step: trainer.step, totalSteps: trainer.totalSteps, totalEpochs: trainer.totalEpochs,
            finished: trainer.isFinished, seconds: (seconds * 10).rounded() / 10)
        try AtomicFile.write(try JSON.encode(record), to: folder.recordPath)
    }

    /// Puts `trainer`, at a kept checkpoint, in the place of the present one and forgets what came after it.
    func goOn(from trainer: Trainer, changes: [SteeredChange], isSaved: Bool) throws {
        try log.drop { RunStart.keeps($0, upTo: trainer.step, changes: changes) }
        checkpoints.drop(after: trainer.step)
        SampleStore(folder).drop(after: trainer.step)
        self.trainer = trainer
        self.changes = changes
        unfinished = nil
        saved = isSaved ? (trainer.step, changes.count) : nil
        let store = SampleStore(folder)
        samples = try store.steps().last.map(store.load)
        recallMeasurements()
    }

    public var card: ModelCard {
        ModelCard(
            name: trainer.recipe.name, configuration: trainer.recipe.model, objective: trainer.recipe.objective,
            data: trainer.recipe.data, step: trainer.step)
    }

    /// The model as it stands, for samples while training.
    public var model: LoadedModel {
        LoadedModel(card: card, network: trainer.network, computeType: trainer.computeType)
    }
}
