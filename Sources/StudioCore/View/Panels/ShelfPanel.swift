import Engine

/// The models on this machine.
enum ShelfPanel {
    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        guard !model.models.isEmpty else {
            for (row, text) in Wrap.lines(empty, width: max(1, rect.width)).prefix(rect.height).enumerated() {
                canvas.text(text, x: rect.x, y: rect.y + row, width: rect.width, .dim)
            }
            return
        }
        let first = first(model, height: rect.height)
        for (row, saved) in model.models.dropFirst(first).prefix(rect.height).enumerated() {
            let isSelected = first + row == model.selectedModelIndex
            let y = rect.y + row
            let background: Role? = isSelected ? (isFocused ? .selection : .selectionIdle) : nil
            if let background { canvas.fill(Rect(x: rect.x - 1, y: y, width: rect.width + 2, height: 1), background) }
            let mark = saved.folder == model.savedModel?.folder ? "● " : "  "
            canvas.line(
                [Span(mark, .good)] + OverlayPanel.entry(of: .saved(folder: saved.folder), model), x: rect.x, y: y,
                width: rect.width, on: background)
        }
    }

    private static let empty =
        "There is no model yet. t trains one; a pipeline in diffusers' layout is found in models/ beside the program, or opened by studio --model FOLDER."

    /// The first model shown where there is room for `height`: the selected one stays in the middle as far as possible.
    private static func first(_ model: StudioModel, height: Int) -> Int {
        min(max(0, model.selectedModelIndex - height / 2), max(0, model.models.count - height))
    }

    /// The place of the model at a row of the pane.
    static func index(_ model: StudioModel, atRow row: Int, height: Int) -> Int? {
        let index = first(model, height: height) + row
        return row >= 0 && row < height && model.models.indices.contains(index) ? index : nil
    }

    static func summary(_ model: StudioModel) -> [Span] {
        [
            Span("\(model.models.count)", .value), Span(model.models.count == 1 ? " model" : " models", .dim),
            Span(model.sampledModel.map { ", \($0.name) is sampled" } ?? "", .dim),
        ]
    }
}

/// What is known of the selected model.
enum AboutPanel {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(model, width: rect.width)
        let first = min(model.shelf.scroll, max(0, lines.count - rect.height))
        for (row, line) in lines.dropFirst(first).prefix(rect.height).enumerated() {
            canvas.line(line, x: rect.x, y: rect.y + row, width: rect.width)
        }
    }

    static func lines(_ model: StudioModel, width: Int) -> [[Span]] {
        guard let selected = model.selectedModel else { return [] }
        switch model.shelf.about[selected.folder] {
        case nil, .some(nil): return [[Span("reading …", .dim)]]
        case .rows(let rows)??: return RowText.lines(rows + run(selected), width: width)
        case .trouble(let failure)??:
            return Wrap.lines(failure.sentence, width: max(1, width)).map { [Span($0, .warning)] }
                + Wrap.lines(failure.hint ?? "", width: max(1, width)).map { [Span($0, .dim)] }
        }
    }

    /// The recipe of the run that made it.
    private static func run(_ model: SavedModel) -> [TextRow] {
        guard let recipe = model.recipe else { return [] }
        return [TextRow("recipe", "\(recipe.name): \(recipe.summary)")]
    }

    static func summary(_ model: StudioModel) -> [Span] {
        guard let selected = model.selectedModel, case .rows(let rows)?? = model.shelf.about[selected.folder] else {
            return []
        }
        return rows.dropFirst(2).flatMap { [Span("\($0.name) ", .dim), Span($0.value + "  ", .value)] }
    }
}
