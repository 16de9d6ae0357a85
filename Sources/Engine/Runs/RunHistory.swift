import Foundation

/// The loss on held-out images after a step.
public struct MeasuredLoss: Sendable, Equatable, Codable {
    public var step: Int
    public var loss: Double
}

/// A run's log as series.
public struct RunHistory: Sendable, Equatable, Codable {
    public var steps: [TrainingStep] = []
    public var validations: [MeasuredLoss] = []
    public var changes: [SteeredChange] = []
    public var setbacks: [Setback] = []

    public init(_ entries: [LogEntry]) {
        for entry in entries {
            switch entry {
            case .step(let step): steps.append(step)
            case .validation(let step, let loss): validations.append(MeasuredLoss(step: step, loss: loss))
            case .change(let change): changes.append(change)
            case .setback(let setback): setbacks.append(setback)
            case .samples: break
            }
        }
    }

    public init(of folder: RunFolder) throws {
        _ = try folder.record()
        self.init(RunLog.entries(at: folder.logPath))
    }

    /// The loss averaged exponentially over about `span` steps (a twentieth of a short run), the average corrected for its start.
    public func smoothedLosses(span: Int = 50) -> [Double] {
        var average: Double?
        return steps.enumerated().map { index, step in
            let next = RunningAverage.next(average, Double(step.loss), after: index, memory: span)
            average = next
            return next
        }
    }

    public var best: MeasuredLoss? { validations.min { $0.loss < $1.loss } }

    /// One line a step: what it was and what was measured or changed after it.
    public func csv(run: String? = nil) -> String {
        let head = "step,epoch,loss,smoothed_loss,learning_rate,gradient_norm,validation_loss,change"
        let measured = Dictionary(validations.map { ($0.step, $0.loss) }, uniquingKeysWith: { $1 })
        let changed = Dictionary(grouping: changes, by: \.step)
        var lines = [run == nil ? head : "run," + head]
        for (step, smoothed) in zip(steps, smoothedLosses()) {
            let change = (changed[step.step] ?? []).map { "\($0.change.name)=\($0.change.valueText)" }
            let fields = [
                "\(step.step)", "\(step.epoch)", "\(step.loss)", "\(smoothed)", "\(step.learningRate)",
                "\(step.gradientNorm)", measured[step.step].map { "\($0)" } ?? "", change.joined(separator: " "),
            ]
            lines.append(((run.map { [Self.quoted($0)] } ?? []) + fields).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { "\",\n".contains($0) }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
