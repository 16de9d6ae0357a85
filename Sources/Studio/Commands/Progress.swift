import Engine
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One line on standard error that is rewritten as things go on, where standard error is a terminal; silent elsewhere.
struct ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lastShown: ContinuousClock.Instant?

    /// Shows `text`, ten times a second at most.
    mutating func show(_ text: @autoclosure () -> String) {
        guard isTerminal else { return }
        let now = ContinuousClock.now
        if let lastShown, lastShown.duration(to: now) < .milliseconds(100) { return }
        lastShown = now
        writeError("\r\u{1B}[K" + text())
    }

    /// Clears the line.
    mutating func end() {
        if lastShown != nil { writeError("\r\u{1B}[K") }
        lastShown = nil
    }
}

/// Tells how training goes: a line that rewrites itself, or JSON lines.
struct TrainingProgress {
    let total: Int
    let json: Bool
    private var line = ProgressLine()
    private var last: ContinuousClock.Instant?
    private var secondsPerStep: Double?

    init(total: Int, json: Bool) {
        self.total = total
        self.json = json
        last = .now
    }

    private struct Record: Encodable {
        var step: Int
        var epoch: Int
        var loss: Float
        var learning_rate: Double
        var img_s: Double?
        var seconds_left: Double?
        var validation_loss: Double?
        var checkpoint: String?
    }

    /// - Parameter batch: the images of the step.
    mutating func show(_ report: StepReport, batch: Int) throws {
        let step = report.step
        let now = ContinuousClock.now
        if let last {
            let seconds = last.duration(to: now).seconds
            secondsPerStep = secondsPerStep.map { 0.9 * $0 + 0.1 * seconds } ?? seconds
        }
        last = now
        let rate = secondsPerStep.map { Double(batch) / $0 }
        let left = secondsPerStep.map { $0 * Double(total - step.step) }
        if json {
            try writeJSON(
                Record(
                    step: step.step, epoch: step.epoch, loss: step.loss, learning_rate: step.learningRate,
                    img_s: rate, seconds_left: left, validation_loss: report.validation, checkpoint: report.checkpoint))
        }
        let steps = total
        line.show(
            "step \(step.step)/\(steps)  epoch \(step.epoch)  loss \(fixed(Double(step.loss), 4))  "
                + "\(fixed(rate ?? 0, 1)) img/s  \(clock(left ?? 0)) left")
    }

    mutating func end() { line.end() }
}

/// Bytes in millions.
func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) + " MB" }

/// `value` with `digits` decimals.
func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// Seconds as `1:02:03` or `2:03`.
func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
        ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
}
