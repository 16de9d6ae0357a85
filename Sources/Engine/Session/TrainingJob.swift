/// Training as the engine's thread does it.
final class TrainingJob: Job {
    let run: TrainingRun
    /// Whether the run stops when its epoch ends.
    var stopsAfterEpoch = false
    private var epochEnded = false
    private var pace = Pace()

    init(_ request: TrainingRequest, images: ImageSet, snapshot: inout EngineSnapshot) throws {
        run = try TrainingRun(request, images: images)
        snapshot.training = status
        snapshot.model = OpenedModel(run.model).summary
    }

    /// Where the run stands, without what only a step tells.
    var status: TrainingStatus {
        let trainer = run.trainer
        var status = TrainingStatus(
            recipe: trainer.recipe, output: run.folder.path, totalSteps: trainer.totalSteps,
            totalEpochs: trainer.totalEpochs, learningRate: trainer.learningRate, precision: trainer.computeType)
        status.parent = run.parent
        update(&status)
        return status
    }

    private func update(_ status: inout TrainingStatus) {
        let trainer = run.trainer
        status.step = trainer.step
        status.totalSteps = trainer.totalSteps
        status.totalEpochs = trainer.totalEpochs
        status.steering = trainer.steering
        status.samples = run.samples?.raw
        status.averagedSamples = run.samples?.averaged
        status.samplesStep = run.samples?.step
        status.bestValidationLoss = run.best?.loss
        status.bestStep = run.best?.step
        status.stopsAfterEpoch = stopsAfterEpoch
    }

    var activity: EngineSnapshot.Activity { .training }
    var isFinished: Bool { run.isFinished || (stopsAfterEpoch && epochEnded) }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        guard !isFinished, var status = snapshot.training else { return [] }
        var events: [EngineEvent] = []
        if let first = try run.drawFirstSamples() { events.append(first.event) }
        let started = ContinuousClock.now
        switch try run.advance() {
        case .wentBack(let setback):
            snapshot.isPaused = true
            status = self.status
            status.setback = setback
            snapshot.training = status
            return events + [.wentBack(setback), .failed(setback.failure)]
        case .stepped(let report):
            pace.add(started.duration(to: .now).seconds)
            epochEnded = report.step.endsEpoch
            show(report, in: &status)
            snapshot.training = status
            snapshot.model = OpenedModel(run.model).summary
            return events + self.events(report)
        }
    }

    private func show(_ report: StepReport, in status: inout TrainingStatus) {
        let step = report.step
        update(&status)
        status.epoch = step.epoch
        status.loss = step.loss
        status.smoothedLoss = status.smoothedLoss.map { 0.98 * $0 + 0.02 * step.loss } ?? step.loss
        status.learningRate = step.learningRate
        status.gradientNorm = Float(step.gradientNorm)
        status.imagesPerSecond = pace.secondsPerStep.map { Double(status.steering.batch) / $0 }
        status.secondsLeft = pace.secondsPerStep.map { $0 * Double(status.totalSteps - step.step) }
        showLoad(in: &status)
        if let validation = report.validation { status.validationLoss = validation }
    }

    private func showLoad(in status: inout TrainingStatus) {
        status.residentBytes = MachineLoad.residentBytes
        guard pace.isSteady, let images = status.imagesPerSecond else { return }
        status.utilization = images * status.recipe.model.trainingOperations / MachineLoad.peak(status.precision)
    }

    private func events(_ report: StepReport) -> [EngineEvent] {
        let step = report.step
        var events = step.events
        if let loss = report.validation { events.append(.validation(step: step.step, loss: loss)) }
        if let samples = report.samples { events.append(samples.event) }
        if let path = report.checkpoint { events.append(.checkpointSaved(path: path, step: step.step)) }
        return events
    }

    /// Applies a change and says what is to be told of it.
    func apply(_ change: ParameterChange) throws -> [EngineEvent] {
        try run.apply(change)
        return [.changed(step: run.trainer.step, change: change)]
    }

    /// Shows what a change or a command altered, even before the next step.
    func show(in snapshot: inout EngineSnapshot) {
        guard var status = snapshot.training else { return }
        update(&status)
        status.learningRate = run.trainer.learningRate
        snapshot.training = status
    }

    func end(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let saved = try run.save()
        let ended = EngineEvent.trainingEnded(step: run.trainer.step, finished: run.isFinished)
        return (saved.map { [.checkpointSaved(path: $0, step: run.trainer.step)] } ?? []) + [ended]
    }

    /// Ends without saving; the folder is as at the last checkpoint.
    func abandon(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let step = try run.abandon()
        show(in: &snapshot)
        return [.trainingEnded(step: step, finished: false)]
    }
}

extension SampleSet {
    var event: EngineEvent { .samples(step: step, raw: raw, averaged: averaged) }
}

/// The time a step takes, averaged over the last ones.
struct Pace {
    private var recent: [Double] = []

    mutating func add(_ seconds: Double) {
        recent.append(seconds)
        if recent.count > 20 { recent.removeFirst() }
    }

    /// Whether the first steps, which set everything up, are outweighed.
    var isSteady: Bool { recent.count >= 5 }

    /// The median, so that a step with samples or a checkpoint in it does not count.
    var secondsPerStep: Double? { recent.isEmpty ? nil : recent.sorted()[recent.count / 2] }
}
