import Foundation

/// The loss over the steps: every value faint, the running average bright, axes with round numbers.
enum LossCurve {
    static func draw(_ points: [LossHistory.Point], isLogarithmic: Bool, in rect: Rect, on canvas: inout Canvas) {
        guard let first = points.first, let last = points.last else { return }
        let scale: (Float) -> Double? = { value in
            guard value.isFinite else { return nil }
            return isLogarithmic ? (value > 0 ? log10(Double(value)) : nil) : Double(value)
        }
        let range = range(of: points, scale: scale)
        let height = rect.height - 2
        let ticks =
            isLogarithmic
            ? Ticks.logarithmic(range, count: height / 2) : Ticks.linear(range, count: max(3, height * 2 / 5))
        let labels = ticks.map { label(isLogarithmic ? pow(10, $0) : $0, among: ticks, isLogarithmic) }
        let margin = (labels.map(\.count).max() ?? 0) + 1
        let plot = Rect(x: rect.x + margin + 1, y: rect.y, width: rect.width - margin - 1, height: height)
        guard plot.width >= 4, height >= 2 else { return }
        drawAxes(
            plot, ticks: zip(ticks, labels).map { ($0, $1) }, range, steps: first.step...max(first.step, last.step),
            &canvas)
        var raw = BrailleGrid(width: plot.width, height: plot.height)
        var smooth = raw
        plotPoints(points, range: range, scale: scale, raw: &raw, smooth: &smooth)
        for row in 0..<plot.height {
            for column in 0..<plot.width {
                if let dots = smooth.character(column: column, row: row) {
                    canvas.set(dots, x: plot.x + column, y: plot.y + row, .curve)
                } else if let dots = raw.character(column: column, row: row) {
                    canvas.set(dots, x: plot.x + column, y: plot.y + row, .curveRaw)
                }
            }
        }
    }

    /// From the lowest value to one that all but the highest few stay under: one bad step must not flatten the rest.
    private static func range(of points: [LossHistory.Point], scale: (Float) -> Double?) -> ClosedRange<Double> {
        let values = points.compactMap { scale($0.value) }.sorted()
        guard let low = values.first, let highest = values.last else { return 0...1 }
        let high = values.count < 20 ? highest : values[(values.count - 1) * 98 / 100]
        let margin = max((high - low) * 0.05, abs(high) * 0.01, 1e-9)
        return low - margin...high + margin
    }

    private static func plotPoints(
        _ points: [LossHistory.Point], range: ClosedRange<Double>, scale: (Float) -> Double?, raw: inout BrailleGrid,
        smooth: inout BrailleGrid
    ) {
        guard let first = points.first?.step, let last = points.last?.step else { return }
        let rows = Double(raw.rows - 1)
        let span = range.upperBound - range.lowerBound
        func row(_ value: Double) -> Int {
            Int(((range.upperBound - min(max(value, range.lowerBound), range.upperBound)) / span * rows).rounded())
        }
        var previous: (column: Int, row: Int)?
        for point in points {
            let column = last == first ? 0 : (point.step - first) * (raw.columns - 1) / (last - first)
            if let value = scale(point.value) { raw.set(x: column, y: row(value)) }
            guard let value = scale(point.smoothed) else { continue }
            let y = row(value)
            if let previous, column > previous.column {
                for x in previous.column + 1...column {
                    let part = Double(x - previous.column) / Double(column - previous.column)
                    let here = previous.row + Int((Double(y - previous.row) * part).rounded())
                    let before =
                        previous.row
                        + Int((Double(y - previous.row) * (part - 1 / Double(column - previous.column))).rounded())
                    smooth.vertical(x: x, from: here == before ? here : before + (here > before ? 1 : -1), to: here)
                }
            } else if previous == nil {
                smooth.set(x: column, y: y)
            }
            if previous == nil || column > (previous?.column ?? 0) { previous = (column, y) }
        }
    }

    private static func drawAxes(
        _ plot: Rect, ticks: [(value: Double, label: String)], _ range: ClosedRange<Double>, steps: ClosedRange<Int>,
        _ canvas: inout Canvas
    ) {
        let axis = plot.x - 1
        for y in plot.y..<plot.y + plot.height { canvas.set("│", x: axis, y: y, .axis) }
        for tick in ticks {
            let place = (range.upperBound - tick.value) / (range.upperBound - range.lowerBound)
            let y = plot.y + Int((place * Double(plot.height * 4 - 1)).rounded()) / 4
            guard y >= plot.y, y < plot.y + plot.height else { continue }
            canvas.set("┤", x: axis, y: y, .axis)
            canvas.text(tick.label, endingAt: axis, y: y, width: tick.label.count, .axis)
        }
        let bottom = plot.y + plot.height
        canvas.text("└" + String(repeating: "─", count: plot.width), x: axis, y: bottom, width: plot.width + 1, .axis)
        let span = Double(max(1, steps.upperBound - steps.lowerBound))
        var free = axis
        for value in Ticks.linear(
            Double(steps.lowerBound)...Double(max(steps.upperBound, steps.lowerBound + 1)),
            count: max(1, plot.width / 10))
        {
            guard value == value.rounded() else { continue }
            let x = plot.x + Int(((value - Double(steps.lowerBound)) / span * Double(plot.width - 1)).rounded())
            let label = Format.grouped(Int(value))
            let left = min(max(axis, x - label.count / 2), plot.x + plot.width - label.count)
            guard left >= free, x < plot.x + plot.width else { continue }
            canvas.set("┬", x: x, y: bottom, .axis)
            canvas.text(label, x: left, y: bottom + 1, width: label.count, .axis)
            free = left + label.count + 1
        }
        if free + 5 <= plot.x + plot.width {
            canvas.text("step", endingAt: plot.x + plot.width, y: bottom + 1, width: 4, .axis)
        }
    }

    private static func label(_ value: Double, among ticks: [Double], _ isLogarithmic: Bool) -> String {
        if value != 0, abs(value) < 0.001 || abs(value) >= 10_000 { return Format.scientific(value) }
        guard !isLogarithmic, ticks.count > 1 else { return Format.fixed(value, 0...4).trimmedPoint }
        let places = max(0, -Int(floor(log10(ticks[1] - ticks[0]) + 1e-9)))
        return Format.fixed(value, places...places)
    }
}

extension String {
    fileprivate var trimmedPoint: String { hasSuffix(".") ? String(dropLast()) : self }
}
