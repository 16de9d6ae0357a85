import Engine
import Foundation

/// Tells a run that another process trains, until that ends or Ctrl-C.
struct RunFollowing {
    let follower: RunFollower
    let json: Bool
    private static let pause: UInt32 = 200_000

    private struct Record: Encodable {
        var step: Int
        var loss: Float?
        var learning_rate: Double?
        var validation_loss: Double?
        var change: ParameterChange?
    }

    func run() throws {
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        while true {
            for event in try follower.poll() {
                try tell(event)
                if case .trainingEnded(let step, let finished) = event {
                    line.end()
                    writeError("\(follower.folder.path): \(finished ? "finished" : "stopped") at step \(step)\n")
                    return
                }
            }
            if interrupt.isSet { throw Interrupted() }
            let status = follower.status
            let pace = status.imagesPerSecond.map { "  \(fixed($0, 1)) img/s" } ?? ""
            line.show(
                "step \(status.step)/\(status.totalSteps)  epoch \(status.epoch)  "
                    + "loss \(fixed(Double(status.smoothedLoss ?? 0), 4))\(pace)")
            usleep(Self.pause)
        }
    }

    private func tell(_ event: EngineEvent) throws {
        let record: Record? =
            switch event {
            case .loss(let step, let value, let rate): Record(step: step, loss: value, learning_rate: rate)
            case .validation(let step, let loss): Record(step: step, validation_loss: loss)
            case .changed(let step, let change): Record(step: step, change: change)
            default: nil
            }
        guard let record else { return }
        if json {
            try writeJSON(record)
        } else if record.loss == nil {
            try writeOutput(
                "step \(record.step): "
                    + (record.change.map { "\($0.name) is now \($0.valueText)" }
                        ?? "held-out loss \(fixed(record.validation_loss ?? 0, 4))"))
        }
    }
}
