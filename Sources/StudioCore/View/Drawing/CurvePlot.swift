/// Curves of dots within two axes.
struct CurvePlot {
    /// The cells within the axes.
    let area: Rect
    private let x: CurveAxis
    private let y: CurveAxis
    private let yTicks: [(place: Double, label: String)]

    /// Divides `rect` into axes and curves; nil where there is no room for both.
    init?(x: CurveAxis, y: CurveAxis, in rect: Rect) {
        let height = rect.height - 2
        yTicks = y.ticks(count: y.isLogarithmic ? height / 2 : max(3, height * 2 / 5))
        let margin = (yTicks.map(\.label.count).max() ?? 0) + 1
        area = Rect(x: rect.x + margin + 1, y: rect.y, width: rect.width - margin - 1, height: height)
        self.x = x
        self.y = y
        guard area.width >= 4, area.height >= 2 else { return nil }
    }

    /// The axes with round numbers; `unit` stands at the end of the lower one.
    func drawAxes(unit: String, on canvas: inout Canvas) {
        let axis = area.x - 1
        for y in area.y..<area.y + area.height { canvas.set("│", x: axis, y: y, .axis) }
        for tick in yTicks {
            let y = area.y + Int(((1 - tick.place) * Double(area.height * 4 - 1)).rounded()) / 4
            canvas.set("┤", x: axis, y: y, .axis)
            canvas.text(tick.label, endingAt: axis, y: y, width: tick.label.count, .axis)
        }
        let bottom = area.y + area.height
        canvas.text("└" + String(repeating: "─", count: area.width), x: axis, y: bottom, width: area.width + 1, .axis)
        let right = area.x + area.width
        var free = axis
        for tick in x.ticks(count: max(1, area.width / 10)) {
            let x = area.x + Int((tick.place * Double(area.width - 1)).rounded())
            let left = min(max(axis, x - tick.label.count / 2), right - tick.label.count)
            guard left >= free, !tick.label.contains(".") || self.x.isLogarithmic else { continue }
            canvas.set("┬", x: x, y: bottom, .axis)
            canvas.text(tick.label, x: left, y: bottom + 1, width: tick.label.count, .axis)
            free = left + tick.label.count + 1
        }
        if free + unit.count < right { canvas.text(unit, endingAt: right, y: bottom + 1, width: unit.count, .axis) }
    }

    /// A dot for each point.
    func drawDots(_ points: [(x: Double, y: Double)], _ role: Role, on canvas: inout Canvas) {
        var grid = BrailleGrid(width: area.width, height: area.height)
        for point in points {
            if let (column, row) = dot(point, grid) { grid.set(x: column, y: row) }
        }
        draw(grid, role, on: &canvas)
    }

    /// The points joined up.
    func drawLine(_ points: [(x: Double, y: Double)], _ role: Role, on canvas: inout Canvas) {
        var grid = BrailleGrid(width: area.width, height: area.height)
        var previous: (column: Int, row: Int)?
        for point in points {
            guard let (column, row) = dot(point, grid) else { continue }
            guard let last = previous else {
                grid.set(x: column, y: row)
                previous = (column, row)
                continue
            }
            guard column > last.column else { continue }
            join(last, (column, row), in: &grid)
            previous = (column, row)
        }
        draw(grid, role, on: &canvas)
    }

    private func join(_ start: (column: Int, row: Int), _ end: (column: Int, row: Int), in grid: inout BrailleGrid) {
        let width = end.column - start.column
        func row(_ column: Int) -> Int {
            let part = Double(column - start.column) / Double(width)
            return start.row + Int((Double(end.row - start.row) * part).rounded())
        }
        for column in start.column + 1...end.column {
            let (before, here) = (row(column - 1), row(column))
            grid.vertical(x: column, from: here == before ? here : before + (here > before ? 1 : -1), to: here)
        }
    }

    /// A line from top to bottom at `value`, behind the curves.
    func drawVertical(at value: Double, _ character: Character, _ role: Role, on canvas: inout Canvas) {
        guard let column = column(of: value) else { return }
        for y in area.y..<area.y + area.height where canvas.screen[column, y].character == " " {
            canvas.set(character, x: column, y: y, role)
        }
    }

    /// A mark on the lower axis.
    func drawMark(at value: Double, _ character: Character, _ role: Role, on canvas: inout Canvas) {
        guard let column = column(of: value) else { return }
        canvas.set(character, x: column, y: area.y + area.height, role)
    }

    private func column(of value: Double) -> Int? {
        x.place(value).map { area.x + Int($0 * Double(area.width * 2 - 1) + 1e-9) / 2 }
    }

    private func dot(_ point: (x: Double, y: Double), _ grid: BrailleGrid) -> (Int, Int)? {
        guard let across = x.place(point.x), let up = y.place(point.y) else { return nil }
        return (Int(across * Double(grid.columns - 1) + 1e-9), Int(((1 - up) * Double(grid.rows - 1)).rounded()))
    }

    private func draw(_ grid: BrailleGrid, _ role: Role, on canvas: inout Canvas) {
        for row in 0..<area.height {
            for column in 0..<area.width {
                guard let dots = grid.character(column: column, row: row) else { continue }
                canvas.set(dots, x: area.x + column, y: area.y + row, role)
            }
        }
    }
}
