import Engine

/// Where everything lies in a grid: names above and left, cells with a gap between in which the selected one is marked.
struct GridGeometry {
    let rect: Rect
    /// The columns for the rows' names, the lines for the columns'.
    let side: Int
    let top: Int
    /// The cells shown: all of them, or as many as fit around the selected one.
    let columns: Range<Int>
    let rows: Range<Int>
    private let width: Int
    private let height: Int
    private let gridColumns: Int
    /// Below this a picture shows nothing.
    private static let least = (width: 4, height: 2)

    init(_ grid: GridView, _ model: StudioModel, in rect: Rect) {
        self.rect = rect
        gridColumns = grid.request.columns
        let labels = grid.request.labels(classNames: model.classNames)
        let names = (labels.rows + [labels.left]).map(DisplayWidth.of).max() ?? 0
        side = min(names == 0 ? 1 : names + 2, max(1, rect.width / 3))
        top = labels.columns.isEmpty ? 1 : 2
        let room = (width: max(1, rect.width - side - 1), height: max(1, rect.height - top))
        func shown(_ count: Int, _ selected: Int, _ room: Int, _ least: Int) -> Range<Int> {
            let fits = min(count, max(1, room / (least + 1)))
            let first = min(max(0, selected - fits / 2), count - fits)
            return first..<first + fits
        }
        columns = shown(grid.request.columns, grid.column, room.width, Self.least.width)
        rows = shown(grid.request.rows, grid.row, room.height, Self.least.height)
        let high = max(1, room.height / rows.count - 1)
        let tile = grid.cells.compactMap(\.self).first?.picture
        let (cell, line) = (max(1, model.capabilities.cellWidth), max(1, model.capabilities.cellHeight))
        // No wider than the pictures or the names need.
        let natural =
            tile.map { (high * line * $0.width + cell * $0.height - 1) / (cell * max(1, $0.height)) } ?? high * 2
        let named = labels.columns.map(DisplayWidth.of).max() ?? 0
        width = max(1, min(room.width / columns.count - 1, max(natural, named)))
        height = high
    }

    /// The place of a cell's picture; nil where it is not shown.
    func cell(_ index: Int) -> Rect? {
        let (column, row) = (index % gridColumns, index / gridColumns)
        guard columns.contains(column), rows.contains(row) else { return nil }
        return Rect(
            x: rect.x + side + 1 + (column - columns.lowerBound) * (width + 1),
            y: rect.y + top + (row - rows.lowerBound) * (height + 1), width: width, height: height)
    }

    /// The cell at a place of the screen.
    func index(atX x: Int, y: Int) -> Int? {
        for row in rows {
            for column in columns {
                let index = row * gridColumns + column
                guard let cell = cell(index) else { continue }
                if (cell.x..<cell.x + cell.width).contains(x), (cell.y..<cell.y + cell.height).contains(y) {
                    return index
                }
            }
        }
        return nil
    }
}

/// A grid of samplings as it forms.
enum GridPanel {
    static func draw(_ model: StudioModel, in place: PanePlace, on canvas: inout Canvas) {
        guard let grid = model.grid else { return }
        if place.hasFrame {
            canvas.box(
                place.rect, title: [Span("Grid", .titleFocused)], note: note(model), border: .borderFocused)
        }
        let rect = place.inner
        guard rect.width > 4, rect.height > 3 else { return }
        let geometry = GridGeometry(grid, model, in: rect)
        let labels = grid.request.labels(classNames: model.classNames)
        drawNames(labels, grid, geometry, on: &canvas)
        for (index, cell) in grid.cells.enumerated() {
            guard let place = geometry.cell(index), let cell else { continue }
            canvas.picture(cell.picture, in: place)
        }
        if let place = geometry.cell(grid.selected) { mark(place, on: &canvas) }
    }

    private static func drawNames(
        _ labels: GridLabels, _ grid: GridView, _ geometry: GridGeometry, on canvas: inout Canvas
    ) {
        let rect = geometry.rect
        canvas.text(labels.above, x: rect.x + geometry.side + 1, y: rect.y, width: rect.width - geometry.side - 1, .dim)
        canvas.text(labels.left, x: rect.x, y: rect.y + geometry.top - 1, width: geometry.side, .dim)
        for column in geometry.columns where labels.columns.indices.contains(column) {
            guard let place = geometry.cell(geometry.rows.lowerBound * grid.request.columns + column) else { continue }
            let columns = min(place.width, DisplayWidth.of(labels.columns[column]))
            canvas.text(
                labels.columns[column], x: place.x + (place.width - columns) / 2, y: rect.y + 1, width: columns,
                column == grid.column ? .accent : .value)
        }
        for row in geometry.rows where labels.rows.indices.contains(row) {
            guard let place = geometry.cell(row * grid.request.columns + geometry.columns.lowerBound) else { continue }
            canvas.text(
                labels.rows[row], endingAt: rect.x + geometry.side - 1, y: place.y + place.height / 2,
                width: geometry.side - 1, row == grid.row ? .accent : .value)
        }
    }

    /// Corners around the selected cell, in the gaps.
    private static func mark(_ cell: Rect, on canvas: inout Canvas) {
        let (left, right) = (cell.x - 1, cell.x + cell.width)
        let (top, bottom) = (cell.y - 1, cell.y + cell.height)
        for y in cell.y..<bottom {
            canvas.set("│", x: left, y: y, .accent)
            canvas.set("│", x: right, y: y, .accent)
        }
        for x in cell.x..<right { canvas.set("─", x: x, y: bottom, .accent) }
        canvas.set("╰", x: left, y: bottom, .accent)
        canvas.set("╯", x: right, y: bottom, .accent)
        guard canvas.screen[left, top].character == " " else { return }
        canvas.set("╭", x: left, y: top, .accent)
        if canvas.screen[right, top].character == " " { canvas.set("╮", x: right, y: top, .accent) }
    }

    private static func note(_ model: StudioModel) -> [Span] {
        guard let status = model.engine.grid, status.request == model.grid?.request else { return [] }
        let saved = status.step - status.evaluations
        let shared = saved > 0 ? [Span("  \(saved) of them shared", .dim)] : []
        let ended = model.grid?.hasEnded == true && model.grid?.isFinished == false ? [Span("  stopped", .warning)] : []
        return [
            Span("\(Format.grouped(status.step))", .value),
            Span(" of \(Format.grouped(status.totalSteps)) steps", .dim),
        ] + shared + ended
    }

    /// What the selected cell is.
    static func context(_ model: StudioModel) -> [Span] {
        guard let grid = model.grid else { return [] }
        let values = grid.values(of: grid.selected, model.classNames).flatMap {
            [Span(" \($0.name) ", .dim), Span($0.value + " ", .value)]
        }
        guard let cell = grid.cells[grid.selected] else { return values }
        let place =
            cell.isFinished
            ? [Span(" finished", .good)]
            : [Span(" step ", .dim), Span("\(cell.step)", .value), Span(" of \(cell.totalSteps)", .dim)]
        return values + place
    }
}
