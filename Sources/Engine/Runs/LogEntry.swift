import Foundation

/// A line of a run's log, all of it about the moment after `step` steps.
public enum LogEntry: Sendable, Equatable {
    case step(TrainingStep)
    case change(SteeredChange)
    /// The loss on held-out images with fixed noise.
    case validation(step: Int, loss: Double)
    /// Fixed-seed samples were written.
    case samples(step: Int)
    /// The run went back to this step.
    case setback(Setback)

    public var step: Int {
        switch self {
        case .step(let step): step.step
        case .change(let change): change.step
        case .validation(let step, _), .samples(let step): step
        case .setback(let setback): setback.returnedTo
        }
    }
}

extension LogEntry: Codable {
    private enum Key: String, CodingKey {
        case step, epoch, loss, change, samples, setback
        case endsEpoch = "ends_epoch"
        case learningRate = "learning_rate"
        case gradientNorm = "gradient_norm"
        case validationLoss = "validation_loss"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let step = try values.decode(Int.self, forKey: .step)
        if values.contains(.change) {
            self = .change(SteeredChange(step: step, change: try values.decode(ParameterChange.self, forKey: .change)))
        } else if values.contains(.validationLoss) {
            self = .validation(step: step, loss: try values.decode(Double.self, forKey: .validationLoss))
        } else if values.contains(.samples) {
            self = .samples(step: step)
        } else if values.contains(.setback) {
            self = .setback(try values.decode(Setback.self, forKey: .setback))
        } else {
            self = .step(
                TrainingStep(
                    step: step, epoch: try values.decode(Int.self, forKey: .epoch),
                    endsEpoch: try values.decodeIfPresent(Bool.self, forKey: .endsEpoch) ?? false,
                    loss: try values.decode(Float.self, forKey: .loss),
                    learningRate: try values.decode(Double.self, forKey: .learningRate),
                    gradientNorm: try values.decode(Double.self, forKey: .gradientNorm)))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(step, forKey: .step)
        switch self {
        case .step(let step):
            try values.encode(step.epoch, forKey: .epoch)
            if step.endsEpoch { try values.encode(true, forKey: .endsEpoch) }
            try values.encode(step.loss, forKey: .loss)
            try values.encode(step.learningRate, forKey: .learningRate)
            try values.encode(step.gradientNorm, forKey: .gradientNorm)
        case .change(let change): try values.encode(change.change, forKey: .change)
        case .validation(_, let loss): try values.encode(loss, forKey: .validationLoss)
        case .samples: try values.encode(true, forKey: .samples)
        case .setback(let setback): try values.encode(setback, forKey: .setback)
        }
    }
}
