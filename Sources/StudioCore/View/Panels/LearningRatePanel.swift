import Engine
import Foundation

/// The search for a learning rate: the loss over the rate, and what is proposed.
enum LearningRatePanel {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard rect.height > 0, let search = model.engine.learningRateSearch else { return }
        let lines = lines(search, isGoing: model.isSearching, width: rect.width)
        for (index, line) in lines.prefix(rect.height).enumerated() {
            canvas.line(line, x: rect.x, y: rect.y + index, width: rect.width)
        }
        let rest = Rect(
            x: rect.x, y: rect.y + lines.count + 1, width: rect.width, height: rect.height - lines.count - 1)
        guard rest.height >= 5, rest.width >= 24, search.points.count > 1 else { return }
        curve(search, in: rest, on: &canvas)
    }

    /// How far it is, or what it came to.
    private static func lines(_ search: LearningRateSearchStatus, isGoing: Bool, width: Int) -> [[Span]] {
        guard let proposal = search.proposal else {
            guard isGoing || search.points.isEmpty else { return [[Span("the search failed: e shows why", .error)]] }
            let rate = search.points.last.map { "  rate \(Format.scientific($0.learningRate))" } ?? ""
            return [
                [
                    Span("step ", .dim), Span("\(search.points.count)", .value),
                    Span(" of at most \(search.totalPoints)\(rate)", .dim),
                ]
            ]
        }
        var why = "a tenth of \(Format.scientific(proposal.leastLossRate)), where the loss was least"
        if let diverged = proposal.divergedRate { why += "; it blew up at \(Format.scientific(diverged))" }
        if let noise = proposal.gradientNoiseScale {
            why += "; gradient noise scale \(Format.grouped(Int(min(noise, 1e15).rounded())))"
        }
        return [
            [
                Span("proposed learning rate ", .text), Span(Format.scientific(proposal.learningRate), .accent),
                Span("   Enter", .key), Span(" takes it  ", .dim), Span("Esc", .key), Span(" leaves", .dim),
            ]
        ] + Wrap.lines(why, width: max(1, width)).map { [Span($0, .dim)] }
    }

    private static func curve(_ search: LearningRateSearchStatus, in rect: Rect, on canvas: inout Canvas) {
        let points = search.points
        let losses = points.map(\.smoothedLoss).filter(\.isFinite)
        guard let first = points.first?.learningRate, let last = points.last?.learningRate, let least = losses.min(),
            let highest = losses.max()
        else { return }
        // The end, where it blows up, must not flatten the rest.
        let high = min(highest, max(2 * least, losses.first ?? highest) * 1.2)
        let margin = max((high - least) * 0.05, 1e-9)
        let y = CurveAxis(range: least - margin...high + margin, isLogarithmic: false)
        let x = CurveAxis(range: log10(first)...max(log10(last), log10(first) + 1), isLogarithmic: true)
        guard let plot = CurvePlot(x: x, y: y, in: rect) else { return }
        plot.drawAxes(unit: "rate", on: &canvas)
        plot.drawDots(points.map { ($0.learningRate, $0.loss) }, .curveRaw, on: &canvas)
        plot.drawLine(points.map { ($0.learningRate, $0.smoothedLoss) }, .curve, on: &canvas)
        guard let proposal = search.proposal, proposal.learningRate >= first else { return }
        plot.drawVertical(at: proposal.learningRate, "│", .accent, on: &canvas)
        plot.drawMark(at: proposal.learningRate, "▲", .accent, on: &canvas)
    }
}
