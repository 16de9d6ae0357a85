import Foundation

/// The loss of one or several runs as a picture: every step faint, its average bold, held-out losses as dots, epochs' ends and changes
/// as marks, axes with labels.
public enum CurvePlot {
    private static let background = PlotColor(255, 255, 255)
    private static let ink = PlotColor(40, 40, 40)
    private static let grid = PlotColor(225, 225, 225)
    /// Okabe and Ito's colours, told apart by most eyes.
    private static let palette = [
        PlotColor(0, 114, 178), PlotColor(213, 94, 0), PlotColor(0, 158, 115), PlotColor(204, 121, 167),
        PlotColor(230, 159, 0), PlotColor(86, 180, 233),
    ]
    private static let margin = (left: 64, right: 16, top: 28, bottom: 40)

    /// - Parameter runs: at most six are told apart by colour; the loss of all is on one logarithmic axis.
    public static func draw(_ runs: [(name: String, history: RunHistory)], width: Int = 960, height: Int = 540)
        -> Picture
    {
        var canvas = PlotCanvas(width: max(width, 240), height: max(height, 160), background: background)
        let losses = runs.flatMap { run in
            run.history.smoothedLosses() + run.history.validations.map(\.loss)
                + middle(run.history.steps.map { Double($0.loss) })
        }
        let y = PlotAxis(losses, isLogarithmic: true)
        let x = PlotAxis([0] + runs.flatMap { $0.history.steps.map { Double($0.step) } }, isLogarithmic: false)
        let area = Area(canvas, x, y)
        drawAxes(area, on: &canvas)
        for (index, run) in runs.enumerated() {
            drawRun(run.history, palette[index % palette.count], area, marks: runs.count == 1, on: &canvas)
        }
        drawLegend(runs.map(\.name), on: &canvas)
        return canvas.picture
    }

    /// All but the two hundredths at each end, so that a few wild steps do not press the curve flat.
    private static func middle(_ values: [Double]) -> [Double] {
        let sorted = values.sorted()
        return Array(sorted.dropFirst(sorted.count / 50).dropLast(sorted.count / 50))
    }

    /// The inside of the axes.
    private struct Area {
        let left, top, width, height: Double
        let x, y: PlotAxis

        init(_ canvas: PlotCanvas, _ x: PlotAxis, _ y: PlotAxis) {
            left = Double(margin.left)
            top = Double(margin.top)
            width = Double(canvas.width - margin.left - margin.right)
            height = Double(canvas.height - margin.top - margin.bottom)
            (self.x, self.y) = (x, y)
        }

        func column(_ value: Double) -> Double { left + x.place(value) * width }
        func row(_ value: Double) -> Double { top + (1 - y.place(value)) * height }
        var bottom: Double { top + height }
        var right: Double { left + width }
    }

    private static func drawAxes(_ area: Area, on canvas: inout PlotCanvas) {
        for value in area.y.ticks(6) {
            let row = area.row(value)
            canvas.line(area.left, row, area.right, row, grid)
            let label = PlotAxis.label(value)
            canvas.text(label, Int(area.left) - 8 - BitmapFont.width(label), Int(row) - 3, ink)
        }
        for value in area.x.ticks(8) {
            let column = area.column(value)
            canvas.line(column, area.top, column, area.bottom, grid)
            let label = PlotAxis.label(value)
            canvas.text(label, Int(column) - BitmapFont.width(label) / 2, Int(area.bottom) + 8, ink)
        }
        canvas.line(area.left, area.top, area.left, area.bottom, ink)
        canvas.line(area.left, area.bottom, area.right, area.bottom, ink)
        canvas.text("loss (log)", 6, 8, ink)
        canvas.text("step", Int(area.right) - BitmapFont.width("step"), Int(area.bottom) + 24, ink)
    }

    private static func drawRun(
        _ history: RunHistory, _ color: PlotColor, _ area: Area, marks: Bool, on canvas: inout PlotCanvas
    ) {
        if marks { drawMarks(history, area, on: &canvas) }
        drawSteps(history, color, area, on: &canvas)
        var last: (x: Double, y: Double)?
        for (step, loss) in zip(history.steps, history.smoothedLosses()) {
            let point = (x: area.column(Double(step.step)), y: area.row(loss))
            if let from = last {
                guard point.x - from.x >= 1 || step.step == history.steps.last?.step else { continue }
                canvas.line(from.x, from.y, point.x, point.y, color, thickness: 2)
            }
            last = point
        }
        for measured in history.validations {
            let (x, y) = (area.column(Double(measured.step)), area.row(measured.loss))
            canvas.line(x, y, x, y, ink, thickness: 7)
            canvas.line(x, y, x, y, color, thickness: 5)
        }
    }

    /// The loss of every step, faint: from one to the next, or as each column's range where a column of pixels holds many.
    private static func drawSteps(
        _ history: RunHistory, _ color: PlotColor, _ area: Area, on canvas: inout PlotCanvas
    ) {
        let points = history.steps.map { (x: area.column(Double($0.step)), y: area.row(Double($0.loss))) }
        if Double(points.count) < area.width {
            for (a, b) in zip(points, points.dropFirst()) { canvas.line(a.x, a.y, b.x, b.y, color, opacity: 0.3) }
            return
        }
        let columns = Dictionary(grouping: points) { Int($0.x.rounded()) }
        for (column, points) in columns {
            let rows = points.map(\.y)
            canvas.line(
                Double(column), rows.min() ?? 0, Double(column), rows.max() ?? 0, color, opacity: 0.3)
        }
    }

    /// Epochs' ends as ticks on the axis, changes and setbacks as lines with their names.
    private static func drawMarks(_ history: RunHistory, _ area: Area, on canvas: inout PlotCanvas) {
        for step in history.steps where step.endsEpoch {
            let x = area.column(Double(step.step))
            canvas.line(x, area.bottom - 6, x, area.bottom, ink)
        }
        let changes = history.changes.map { ($0.step, "\($0.change.name) \($0.change.valueText)") }
        let setbacks = history.setbacks.map { ($0.returnedTo, "went back from \($0.failedStep)") }
        for (index, mark) in (changes + setbacks).enumerated() {
            let x = area.column(Double(mark.0))
            for y in stride(from: area.top, to: area.bottom, by: 6) { canvas.line(x, y, x, y + 2, ink, opacity: 0.6) }
            let width = BitmapFont.width(mark.1)
            let left = min(Int(x) + 4, Int(area.right) - width)
            canvas.text(mark.1, left, Int(area.top) + 4 + 10 * (index % 8), ink)
        }
    }

    private static func drawLegend(_ names: [String], on canvas: inout PlotCanvas) {
        var x = margin.left + 24
        for (index, name) in names.enumerated() {
            let color = palette[index % palette.count]
            canvas.line(Double(x), 12, Double(x + 14), 12, color, thickness: 3)
            canvas.text(name, x + 20, 9, ink)
            x += 36 + BitmapFont.width(name)
        }
    }
}
