import Foundation

// Ways back: after a loss that is not finite, and when a run is abandoned.

extension TrainingRun {
    /// Returns to the newest checkpoint whose model still gives finite numbers, or to the start, and says so in the log.
    func goBack(_ failure: NotFinite) throws -> Setback {
        let failed = trainer.steering.learningRate
        let (good, changes, isSaved) = try lastGood()
        try goOn(from: good, changes: changes, isSaved: isSaved)
        let setback = Setback(
            failedStep: failure.step, reason: failure.what, returnedTo: good.step, learningRate: failed,
            proposedLearningRate: min(failed, good.steering.learningRate) / 2)
        try log.append(.setback(setback))
        try log.flush()
        return setback
    }

    private func lastGood() throws -> (Trainer, [SteeredChange], isSaved: Bool) {
        for checkpoint in checkpoints.all().reversed() {
            let candidate = try Trainer(recipe: trainer.recipe, images: images)
            // A damaged file is passed over for the one before.
            guard let changes = try? Checkpoint.load(checkpoints.path(step: checkpoint.step), into: candidate),
                Validation(images: images).loss(of: candidate).isFinite
            else { continue }
            return (candidate, changes, true)
        }
        return (try Trainer(recipe: trainer.recipe, images: images), [], false)
    }

    /// Forgets everything since the last checkpoint: the folder is as it was then.
    ///
    /// - Returns: the step the folder is at.
    public func abandon() throws -> Int {
        let step = checkpoints.newest?.step ?? 0
        let fresh = try Trainer(recipe: trainer.recipe, images: images)
        let changes = step > 0 ? try Checkpoint.load(checkpoints.path(step: step), into: fresh) : []
        try goOn(from: fresh, changes: changes, isSaved: step > 0)
        return step
    }
}

extension Setback {
    /// What happened, for people.
    public var failure: EngineFailure {
        EngineFailure(
            "training stopped being finite: \(reason)", expected: "a finite number", place: "step \(failedStep)",
            hint: "the run is back at step \(returnedTo); half the learning rate is \(proposedLearningRate)")
    }
}
