/// The palette of commands: what is typed, and the commands that have it.
enum PalettePanel {
    static func draw(_ model: StudioModel, query: String, on canvas: inout Canvas) {
        let entries = model.paletteEntries
        SearchPanel.draw(
            model, title: "Find a command", query: query, count: entries.count, empty: "no command has these letters",
            on: &canvas
        ) { index, isSelected, place, canvas in draw(entries[index], isSelected: isSelected, in: place, on: &canvas) }
    }

    private static func draw(
        _ entry: PaletteEntry, isSelected: Bool, in rect: Rect, on canvas: inout Canvas
    ) {
        let background: Role? = isSelected ? .selection : nil
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
