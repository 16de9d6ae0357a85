/// The search through prompts: what is typed, and the prompts that have it.
enum RecallPanel {
    static func draw(_ model: StudioModel, query: String, on canvas: inout Canvas) {
        let found = model.recalled
        SearchPanel.draw(
            model, title: "Find a prompt", query: query, count: found.count, empty: "no prompt has these letters",
            on: &canvas
        ) { index, isSelected, place, canvas in
            let text = found[index].replacing("\n", with: " / ")
            canvas.line(
                [Span(isSelected ? "▸" : " ", .accent), Span(text, .value)], x: place.x - 1, y: place.y,
                width: place.width + 1, on: isSelected ? .selection : nil)
        }
    }
}
