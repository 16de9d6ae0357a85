import Engine
import Foundation

/// A search for a learning rate, point by point, and what it proposes.
struct LearningRateTable {
    let finder: LearningRateFinder
    let json: Bool
    /// The most characters of a bar.
    private static let barWidth = 40.0

    private struct Point: Encodable {
        var learning_rate: Double
        var loss: Double
        var smoothed_loss: Double
    }

    private struct Proposal: Encodable {
        var proposed_learning_rate: Double
        var least_loss_learning_rate: Double
        var diverged_learning_rate: Double?
        var gradient_noise_scale: Double?
    }

    /// Ctrl-C proposes from what there is by then.
    func print() throws {
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        while !finder.isFinished, !interrupt.isSet {
            guard let point = try finder.advance() else { break }
            line.show("rate \(text(point.learningRate))  loss \(fixed(point.smoothedLoss, 4))")
            if json {
                try writeJSON(
                    Point(learning_rate: point.learningRate, loss: point.loss, smoothed_loss: point.smoothedLoss))
            }
        }
        line.end()
        let found = try finder.proposal()
        if json {
            try writeJSON(
                Proposal(
                    proposed_learning_rate: found.learningRate, least_loss_learning_rate: found.leastLossRate,
                    diverged_learning_rate: found.divergedRate, gradient_noise_scale: found.gradientNoiseScale))
            return
        }
        let highest = finder.points.map(\.smoothedLoss).max() ?? 1
        // A line a quarter of a power of ten or so is enough to read.
        for point in finder.points.enumerated().filter({ $0.offset % 4 == 0 }).map(\.element) {
            let bar = String(repeating: "█", count: Int((Self.barWidth * point.smoothedLoss / highest).rounded()))
            try writeOutput(text(point.learningRate).padded(to: 10) + fixed(point.smoothedLoss, 4).padded(to: 10) + bar)
        }
        try writeOutput(
            "least loss at \(text(found.leastLossRate)); a tenth of it: --learning-rate \(text(found.learningRate))")
        if let rate = found.divergedRate { try writeOutput("the loss had blown up at \(text(rate))") }
        if let scale = found.gradientNoiseScale {
            try writeOutput("gradient noise scale \(fixed(scale, 0)) images: a batch far larger hardly helps a step")
        }
    }

    private func text(_ rate: Double) -> String { String(format: "%.1e", rate) }
}
