import Engine

/// Choosing what a grid varies.
enum GridFormPanel {
    static let height = 10

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let rows = GridForm.Row.allCases
        for (index, row) in rows.enumerated() where index < rect.height {
            draw(row, model, x: rect.x, y: rect.y + index, width: rect.width, on: &canvas)
        }
        let lines = Wrap.lines(summary(model).text, width: max(1, rect.width))
        for (index, line) in lines.prefix(max(0, rect.height - rows.count)).enumerated() {
            canvas.text(line, x: rect.x, y: rect.y + rows.count + index, width: rect.width, summary(model).role)
        }
    }

    /// What would be formed, or why it cannot be.
    private static func summary(_ model: StudioModel) -> (text: String, role: Role) {
        if let complaint = model.gridComplaint { return (complaint, .error) }
        guard let grid = try? model.gridRequest() else { return ("", .dim) }
        let form = model.gridForm
        let cells = "\(grid.columns) × \(grid.rows) cells"
        guard form.step > 0 else { return ("\(cells); guidance, classes and seeds form as one batch", .dim) }
        let from = model.shownRequest == nil ? "" : " of branch \(model.tree.selected + 1)"
        return ("\(cells) that go on from step \(form.step)\(from)", .dim)
    }

    private static func draw(
        _ row: GridForm.Row, _ model: StudioModel, x: Int, y: Int, width: Int, on canvas: inout Canvas
    ) {
        let form = model.gridForm
        let isSelected = form.row == row
        if isSelected {
            canvas.fill(Rect(x: x - 1, y: y, width: width + 2, height: 1), .selection)
            canvas.line([Span("▸", .accent)], x: x - 1, y: y, width: 1, on: .selection)
        }
        let background: Role? = isSelected ? .selection : nil
        let (title, value) = texts(row, model)
        let used = canvas.line([Span(title, .dim)], x: x, y: y, width: min(width, 12), on: background)
        let start = x + max(12, used)
        let room = x + width - start
        guard isSelected, row.isTyped, form.kind != nil else {
            let shown = isSelected && !row.isTyped ? "‹ \(value) ›" : value
            canvas.line([Span(shown, .value)], x: start, y: y, width: room, on: background)
            return
        }
        canvas.fill(Rect(x: start, y: y, width: max(0, room), height: 1), .input)
        let columns = canvas.text(String(value.suffix(max(0, room - 1))), x: start, y: y, width: room, .input)
        canvas.screen.cursor = (x: start + min(columns, max(0, room - 1)), y: y)
    }

    private static func texts(_ row: GridForm.Row, _ model: StudioModel) -> (title: String, value: String) {
        let form = model.gridForm
        switch row {
        case .x: return ("columns", GridParameter(form.x).title)
        case .xValues: return ("  values", model.gridList(form.x))
        case .y: return ("rows", form.y.map { GridParameter($0).title } ?? "a single one")
        case .yValues: return ("  values", form.y.map(model.gridList) ?? "–")
        case .count: return ("pictures", form.count == 1 ? "1 in a cell" : "\(form.count) in a cell")
        case .step: return ("from step", form.step == 0 ? "0, the beginning" : "\(form.step)")
        }
    }
}
