import Engine

/// The path being typed, in the line above the keys.
enum PathLine {
    static func draw(_ entry: PathEntry, _ complaint: String?, in rect: Rect, on canvas: inout Canvas) {
        let question = [Span(" \(entry.question): ", .text)]
        let used = canvas.line(question, x: rect.x, y: rect.y, width: rect.width)
        // Nothing typed yet is no mistake.
        let note = entry.text.isEmpty ? "" : complaint ?? ""
        let noteWidth = note.isEmpty ? 0 : DisplayWidth.of(note) + 2
        let room = rect.width - used - 1 - noteWidth
        guard room > 1 else { return }
        let x = rect.x + used
        canvas.fill(Rect(x: x, y: rect.y, width: room, height: 1), .input)
        // The end of a path says more than its beginning.
        var tail = entry.text
        while DisplayWidth.of(tail) > room - 1 { tail.removeFirst() }
        let columns = canvas.text(tail, x: x, y: rect.y, width: room, .input)
        canvas.screen.cursor = (x: x + min(columns, room - 1), y: rect.y)
        canvas.text("  " + note, x: x + room, y: rect.y, width: noteWidth, .error)
    }
}
