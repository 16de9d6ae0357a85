/// Training as the engine's thread does it: steps, samples from fixed seeds, checkpoints.
final class TrainingJob: Job {
    let run: TrainingRun
    private let images: ImageSet
    private var sampleInterval: Int
    private var pace = Pace()

    init(_ request: TrainingRequest, images: ImageSet, snapshot: inout EngineSnapshot) throws {
        run = try TrainingRun(request, images: images)
        self.images = images
        sampleInterval = request.sampleInterval
        let trainer = run.trainer
        var status = TrainingStatus(
            recipe: trainer.recipe, output: run.folder, totalSteps: trainer.totalSteps,
            totalEpochs: trainer.totalEpochs, learningRate: trainer.learningRate, precision: trainer.computeType)
        status.step = trainer.step
        snapshot.training = status
        snapshot.model = run.model.summary
    }

    var activity: EngineSnapshot.Activity { .training }
    var isFinished: Bool { run.isFinished }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        guard !run.isFinished, var status = snapshot.training else { return [] }
        if sampleInterval > 0, status.samples == nil { try drawSamples(&status) }
        let started = ContinuousClock.now
        let (step, checkpoint) = try run.advance()
        pace.add(started.duration(to: .now).seconds)
        status.step = step.step
        status.epoch = step.epoch
        status.loss = step.loss
        status.smoothedLoss = status.smoothedLoss.map { 0.98 * $0 + 0.02 * step.loss } ?? step.loss
        status.learningRate = step.learningRate
        status.gradientNorm = step.gradientNorm.map { Float($0) }
        status.imagesPerSecond = pace.secondsPerStep.map { Double(status.recipe.batch) / $0 }
        status.secondsLeft = pace.secondsPerStep.map { $0 * Double(status.totalSteps - step.step) }
        if sampleInterval > 0, step.step % sampleInterval == 0 || run.isFinished { try drawSamples(&status) }
        snapshot.training = status
        snapshot.model = run.model.summary
        var events = [EngineEvent.loss(step: step.step, value: step.loss, learningRate: step.learningRate)]
        if let checkpoint { events.append(.checkpointSaved(path: checkpoint, step: step.step)) }
        return events
    }

    private func drawSamples(_ status: inout TrainingStatus) throws {
        status.samples = try SamplePreview.picture(of: run.model, images: images)
        status.samplesStep = run.trainer.step
    }

    func apply(_ change: ParameterChange) -> Bool {
        switch change {
        case .learningRate(let rate):
            run.trainer.baseLearningRate = rate
            return true
        case .sampleInterval(let steps):
            sampleInterval = steps
            return true
        case .guidance: return false
        }
    }

    func end(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let saved = try run.save()
        let ended = EngineEvent.trainingEnded(step: run.trainer.step, finished: run.isFinished)
        return (saved.map { [.checkpointSaved(path: $0, step: run.trainer.step)] } ?? []) + [ended]
    }
}

/// The time a step takes, averaged over the last ones.
struct Pace {
    private var recent: [Double] = []

    mutating func add(_ seconds: Double) {
        recent.append(seconds)
        if recent.count > 20 { recent.removeFirst() }
    }

    /// The median, so that a step with samples or a checkpoint in it does not count.
    var secondsPerStep: Double? { recent.isEmpty ? nil : recent.sorted()[recent.count / 2] }
}
