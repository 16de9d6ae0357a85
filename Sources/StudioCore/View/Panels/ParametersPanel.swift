import Engine

/// The values that can be set in the workspace.
enum ParametersPanel {
    /// The first field shown where there is room for `height`: the selected one stays in the middle as far as possible.
    private static func first(_ model: StudioModel, height: Int) -> Int {
        let fields = model.fields
        let selected = fields.firstIndex(of: model.field) ?? 0
        return min(max(0, selected - height / 2), max(0, fields.count - height))
    }

    static func field(_ model: StudioModel, atRow row: Int, height: Int) -> FieldID? {
        let fields = model.fields
        let index = first(model, height: height) + row
        return row >= 0 && row < height && fields.indices.contains(index) ? fields[index] : nil
    }

    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let shown = model.fields.dropFirst(first(model, height: rect.height)).prefix(rect.height)
        for (row, id) in shown.enumerated() {
            draw(id, model, x: rect.x, y: rect.y + row, width: rect.width, isFocused: isFocused, on: &canvas)
        }
    }

    private static func draw(
        _ id: FieldID, _ model: StudioModel, x: Int, y: Int, width: Int, isFocused: Bool, on canvas: inout Canvas
    ) {
        let isSelected = isFocused && model.field == id
        let background: Role? = isSelected ? .selection : nil
        if isSelected {
            canvas.fill(Rect(x: x - 1, y: y, width: width + 2, height: 1), .selection)
            canvas.line([Span("▸", .accent)], x: x - 1, y: y, width: 1, on: .selection)
        }
        let mark = model.isLive(id) ? " ●" : id == .seed && model.seedChanges ? " ↻" : ""
        if isSelected, let input = model.input {
            drawInput(input, model, title: id.field.title, x: x, y: y, width: width, on: &canvas)
            return
        }
        let isBlocked = id.field.obstacle(model) != nil
        let role: Role = isBlocked ? .dim : model.isChanged(id) ? .changed : .value
        let value = model.text(of: id)
        let shown = isSelected && !isBlocked ? "‹ \(value) ›" : "  \(value)  "
        let columns = DisplayWidth.of(shown) + 2
        canvas.line([Span(id.field.title, .dim)], x: x, y: y, width: max(0, width - columns), on: background)
        let start = max(x, x + width - columns)
        if isSelected, !isBlocked, let share = model.domain(of: id).share(of: model.value(of: id)) {
            drawSlider(share, from: x + DisplayWidth.of(id.field.title) + 2, to: start, y: y, on: &canvas)
        }
        canvas.line([Span(shown, role), Span(mark, .good)], x: start, y: y, width: x + width - start, on: background)
    }

    private static let sliderWidths = 6...16

    /// A line with the value's place on it, just before the value.
    private static func drawSlider(_ share: Double, from left: Int, to right: Int, y: Int, on canvas: inout Canvas) {
        let width = min(right - left, sliderWidths.upperBound)
        guard width >= sliderWidths.lowerBound else { return }
        let place = Int((min(max(0, share), 1) * Double(width - 1)).rounded())
        let spans = [
            Span(String(repeating: "━", count: place), .progress), Span("●", .accent),
            Span(String(repeating: "─", count: width - 1 - place), .progressRest),
        ]
        canvas.line(spans, x: right - width, y: y, width: width, on: .selection)
    }

    private static func drawInput(
        _ input: String, _ model: StudioModel, title: String, x: Int, y: Int, width: Int, on canvas: inout Canvas
    ) {
        let columns = min(width, max(8, DisplayWidth.of(input) + 1))
        canvas.line([Span(title, .dim)], x: x, y: y, width: max(0, width - columns - 3), on: .selection)
        let start = x + max(0, width - columns - 2)
        let room = min(columns, x + width - start)
        canvas.fill(Rect(x: start, y: y, width: room, height: 1), .input)
        let tail = String(input.suffix(max(0, room - 1)))
        let used = canvas.text(tail, x: start, y: y, width: room, model.inputComplaint == nil ? .input : .error)
        canvas.screen.cursor = (x: start + min(used, max(0, room - 1)), y: y)
    }

    static func summary(_ model: StudioModel) -> [Span] {
        model.fields.flatMap { id in
            [Span("\(id.field.title) ", .dim), Span(model.text(of: id) + "  ", .value)]
        }
    }
}
