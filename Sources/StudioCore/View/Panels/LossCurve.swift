import Engine

/// What the run measured over its steps: every value faint, the running average bright, epochs, live changes and the cursor marked.
enum LossCurve {
    /// A value at a step, and the running average there.
    private struct Sample {
        var step: Double
        var value: Double
        var smoothed: Double
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard let all = model.curveSteps else { return }
        let steps = model.curve.shown(of: all)
        let samples = samples(model.losses, model).filter { steps.contains(Int($0.step)) }
        let isLogarithmic = model.curve.isLogarithmic
        let others = model.overlaid.map { self.samples($0.history, model).filter { steps.contains(Int($0.step)) } }
        let values = samples.map(\.value) + others.joined().map(\.smoothed)
        let y = CurveAxis(range: range(of: values, isLogarithmic), isLogarithmic: isLogarithmic)
        let x = CurveAxis(
            range: Double(steps.lowerBound)...Double(max(steps.upperBound, steps.lowerBound + 1)), isLogarithmic: false)
        guard let plot = CurvePlot(x: x, y: y, in: rect) else { return }
        plot.drawAxes(unit: "step", on: &canvas)
        plot.drawDots(samples.map { ($0.step, $0.value) }, .curveRaw, on: &canvas)
        for (other, role) in zip(others, OverlaidRun.roles) {
            plot.drawLine(other.map { ($0.step, $0.smoothed) }, role, on: &canvas)
        }
        plot.drawLine(samples.map { ($0.step, $0.smoothed) }, .curve, on: &canvas)
        drawLegend(model, plot.area, &canvas)
        drawMarks(model, steps, plot, &canvas)
    }

    /// Which curve is which, in the upper right corner: curves fall.
    private static func drawLegend(_ model: StudioModel, _ area: Rect, _ canvas: inout Canvas) {
        guard !model.overlaid.isEmpty else { return }
        let own = model.lossFolder.map { (SavedModel.name(of: $0), Role.curve) }
        let entries = [own].compactMap(\.self) + zip(model.overlaid, OverlaidRun.roles).map { ($0.name, $1) }
        for (index, (name, role)) in entries.prefix(area.height).enumerated() {
            let width = min(area.width, DisplayWidth.of(name) + 2)
            canvas.line(
                [Span("■ ", role), Span(name, .dim)], x: area.x + area.width - width, y: area.y + index, width: width)
        }
    }

    private static func drawMarks(
        _ model: StudioModel, _ steps: ClosedRange<Int>, _ plot: CurvePlot, _ canvas: inout Canvas
    ) {
        if let cursor = model.curve.cursor { plot.drawVertical(at: Double(cursor), "│", .accent, on: &canvas) }
        let ends = model.losses.epochEnds.filter { steps.contains($0.step) && $0.step < steps.upperBound }
        // Too many of them would be a wall.
        if ends.count <= plot.area.width / 4 {
            for end in ends { plot.drawVertical(at: Double(end.step), "┊", .border, on: &canvas) }
        }
        for change in model.losses.changes where steps.contains(change.step) {
            plot.drawMark(at: Double(change.step), "▲", .changed, on: &canvas)
        }
    }

    /// The rate has no average: it is what it was.
    private static func samples(_ history: LossHistory, _ model: StudioModel) -> [Sample] {
        let points = history.points
        switch model.curve.quantity {
        case .loss:
            return points.map { Sample(step: Double($0.step), value: Double($0.value), smoothed: Double($0.smoothed)) }
        case .learningRate:
            return points.map { Sample(step: Double($0.step), value: $0.learningRate, smoothed: $0.learningRate) }
        case .gradientNorm:
            var average: Float?
            return points.enumerated().compactMap { index, point in
                guard let norm = point.gradientNorm else { return nil }
                let smoothed = model.losses.smoothing.average(average, norm, after: index)
                average = smoothed
                return Sample(step: Double(point.step), value: Double(norm), smoothed: Double(smoothed))
            }
        }
    }

    /// From the lowest value to one that all but the highest few stay under: one bad step must not flatten the rest.
    private static func range(of values: [Double], _ isLogarithmic: Bool) -> ClosedRange<Double> {
        let values = values.compactMap { CurveAxis.scaled($0, isLogarithmic: isLogarithmic) }.sorted()
        guard let low = values.first, let highest = values.last else { return 0...1 }
        let high = values.count < 20 ? highest : values[(values.count - 1) * 98 / 100]
        let margin = max((high - low) * 0.05, abs(high) * 0.01, 1e-9)
        return low - margin...high + margin
    }
}
