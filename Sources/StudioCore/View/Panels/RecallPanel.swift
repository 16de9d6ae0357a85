/// The search through prompts: what is typed, and the prompts that have it.
enum RecallPanel {
    static func draw(_ model: StudioModel, query: String, on canvas: inout Canvas) {
        let found = model.recalled
        let rect = OverlayFrame.list(width: model.width, height: model.height, count: min(16, max(1, found.count)) + 1)
        let note = [Span(found.isEmpty ? "" : "\(model.listIndex + 1) of \(found.count)", .dim)]
        let inner = OverlayPanel.frame(rect, title: "Find a prompt", note: note, &canvas)
        guard inner.height > 0, inner.width > 2 else { return }
        canvas.fill(Rect(x: inner.x, y: inner.y, width: inner.width, height: 1), .input)
        let used = canvas.text(query, x: inner.x, y: inner.y, width: inner.width - 1, .input)
        canvas.screen.cursor = (x: inner.x + used, y: inner.y)
        let room = inner.height - 1
        if found.isEmpty {
            canvas.text("no prompt has these letters", x: inner.x, y: inner.y + 1, width: inner.width, .dim)
        }
        let first = min(max(0, model.listIndex - room / 2), max(0, found.count - room))
        for (row, index) in (first..<min(found.count, first + max(0, room))).enumerated() {
            let isSelected = index == model.listIndex
            let y = inner.y + 1 + row
            if isSelected { canvas.fill(Rect(x: inner.x - 1, y: y, width: inner.width + 2, height: 1), .selection) }
            let spans = [
                Span(isSelected ? "▸" : " ", .accent), Span(found[index].replacing("\n", with: " / "), .value),
            ]
            canvas.line(spans, x: inner.x - 1, y: y, width: inner.width + 1, on: isSelected ? .selection : nil)
        }
    }
}
