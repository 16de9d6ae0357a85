/// A line that is typed, and below it the entries that it finds.
enum SearchPanel {
    private static let mostRows = 16

    /// - Parameters:
    ///   - empty: what is said where nothing is found.
    ///   - draw: draws an entry by its place in a line of the list, or as the selected one.
    static func draw(
        _ model: StudioModel, title: String, query: String, count: Int, empty: String, on canvas: inout Canvas,
        entry draw: (_ index: Int, _ isSelected: Bool, _ place: Rect, _ canvas: inout Canvas) -> Void
    ) {
        let rows = min(mostRows, max(1, count))
        let rect = OverlayFrame.list(width: model.width, height: model.height, count: rows + 1)
        let note = [Span(count == 0 ? "" : "\(model.listIndex + 1) of \(count)", .dim)]
        let inner = OverlayPanel.frame(rect, title: title, note: note, &canvas)
        guard inner.height > 0, inner.width > 2 else { return }
        canvas.fill(Rect(x: inner.x, y: inner.y, width: inner.width, height: 1), .input)
        let used = canvas.text(query, x: inner.x, y: inner.y, width: inner.width - 1, .input)
        canvas.screen.cursor = (x: inner.x + used, y: inner.y)
        let room = inner.height - 1
        if count == 0 { canvas.text(empty, x: inner.x, y: inner.y + 1, width: inner.width, .dim) }
        let first = min(max(0, model.listIndex - room / 2), max(0, count - room))
        for (row, index) in (first..<min(count, first + max(0, room))).enumerated() {
            let place = Rect(x: inner.x, y: inner.y + 1 + row, width: inner.width, height: 1)
            let isSelected = index == model.listIndex
            if isSelected {
                canvas.fill(Rect(x: place.x - 1, y: place.y, width: place.width + 2, height: 1), .selection)
            }
            draw(index, isSelected, place, &canvas)
        }
    }
}
