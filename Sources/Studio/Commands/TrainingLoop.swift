import Engine
import Foundation

/// A run trained to its end on the command line: Ctrl-C stops it and saves; where a file cannot be written it waits until it can.
struct TrainingLoop {
    let run: TrainingRun
    let json: Bool
    /// The run whose changes are made again; nil steers nothing.
    var replay: Replay?
    private static let retryAfter: UInt32 = 2

    func train() throws {
        let interrupt = InterruptFlag()
        var progress = TrainingProgress(total: run.trainer.totalSteps, json: json)
        var told: EngineFailure?
        defer { progress.end() }
        _ = try run.drawFirstSamples()
        while !isFinished {
            if interrupt.isSet {
                try run.save()
                progress.end()
                writeError("stopped at step \(run.trainer.step); go on with --resume --output \(run.folder.path)\n")
                throw Interrupted()
            }
            try replay?.steer(run)
            let batch = run.trainer.steering.batch
            let outcome: TrainingRun.Outcome
            do {
                outcome = try run.advance()
                told = nil
            } catch let failure as EngineFailure {
                progress.end()
                try wait(failure, interrupt, isNew: failure != told)
                told = failure
                continue
            }
            switch outcome {
            case .stepped(let report):
                do {
                    try progress.show(report, batch: batch)
                } catch {
                    // Nobody listens any more; what was learned is kept.
                    try run.save()
                    throw error
                }
            case .wentBack(let setback): throw refusal(setback)
            }
        }
        try replay?.steer(run)
        progress.end()
        // A finished run that is resumed has nothing to do, but its model is there all the same.
        try run.save()
        writeError("done: the model is in \(run.folder.path)\n")
    }

    private var isFinished: Bool { replay.map { run.trainer.step >= $0.lastStep } ?? run.isFinished }

    /// Training pauses with everything in memory; it goes on once there is room, or ends with Ctrl-C.
    private func wait(_ failure: EngineFailure, _ interrupt: InterruptFlag, isNew: Bool) throws {
        if isNew {
            StudioCommand.complain(failure)
            writeError(
                "training is paused at step \(run.trainer.step): it goes on when that is mended; Ctrl-C ends it\n")
        }
        sleep(Self.retryAfter)
        guard interrupt.isSet else { return }
        writeError("ended at step \(run.trainer.step) without saving; older checkpoints are in \(run.folder.path)\n")
        throw Interrupted()
    }

    private func refusal(_ setback: Setback) -> EngineFailure {
        var failure = setback.failure
        failure.hint =
            "the run is back at step \(setback.returnedTo); half the learning rate: "
            + "studio train --resume --output \(shellQuoted(run.folder.path)) --learning-rate \(setback.proposedLearningRate)"
        return failure
    }
}
