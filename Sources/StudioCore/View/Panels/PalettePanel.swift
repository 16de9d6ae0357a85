/// The palette of commands: what is typed, and the commands that have it.
enum PalettePanel {
    private static let mostRows = 16

    static func draw(_ model: StudioModel, query: String, on canvas: inout Canvas) {
        let entries = model.paletteEntries
        let rows = min(mostRows, max(1, entries.count))
        let rect = OverlayFrame.list(width: model.width, height: model.height, count: rows + 1)
        let note = [Span(entries.isEmpty ? "" : "\(model.listIndex + 1) of \(entries.count)", .dim)]
        let inner = OverlayPanel.frame(rect, title: "Find a command", note: note, &canvas)
        guard inner.height > 0, inner.width > 2 else { return }
        canvas.fill(Rect(x: inner.x, y: inner.y, width: inner.width, height: 1), .input)
        let used = canvas.text(query, x: inner.x, y: inner.y, width: inner.width - 1, .input)
        canvas.screen.cursor = (x: inner.x + used, y: inner.y)
        let room = inner.height - 1
        if entries.isEmpty {
            canvas.text("no command has these letters", x: inner.x, y: inner.y + 1, width: inner.width, .dim)
        }
        let first = min(max(0, model.listIndex - room / 2), max(0, entries.count - room))
        for (row, index) in (first..<min(entries.count, first + max(0, room))).enumerated() {
            let place = Rect(x: inner.x, y: inner.y + 1 + row, width: inner.width, height: 1)
            draw(entries[index], isSelected: index == model.listIndex, in: place, on: &canvas)
        }
    }

    private static func draw(
        _ entry: PaletteEntry, isSelected: Bool, in rect: Rect, on canvas: inout Canvas
    ) {
        let background: Role? = isSelected ? .selection : nil
        if isSelected { canvas.fill(Rect(x: rect.x - 1, y: rect.y, width: rect.width + 2, height: 1), .selection) }
        canvas.line([Span(isSelected ? "▸" : " ", .accent)], x: rect.x - 1, y: rect.y, width: 1, on: background)
        let keys = Span(entry.keys, entry.obstacle == nil ? .key : .dim)
        let keyWidth = min(keys.width, rect.width / 3)
        let text = spans(entry) + (entry.obstacle.map { [Span(" (\($0))", .dim)] } ?? [])
        canvas.line(text, x: rect.x, y: rect.y, width: rect.width - keyWidth - 2, on: background)
        canvas.line([keys], x: rect.x + rect.width - keyWidth, y: rect.y, width: keyWidth, on: background)
    }

    /// The title with the letters that were found brought out.
    private static func spans(_ entry: PaletteEntry) -> [Span] {
        let plain: Role = entry.obstacle == nil ? .text : .dim
        let found = Set(entry.match.positions)
        var spans: [Span] = []
        for (index, character) in entry.title.enumerated() {
            let role: Role = found.contains(index) ? .accent : plain
            if spans.last?.role == role {
                spans[spans.count - 1].text.append(character)
            } else {
                spans.append(Span(String(character), role))
            }
        }
        return spans
    }
}
