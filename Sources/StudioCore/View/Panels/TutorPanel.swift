import Engine

/// The lesson, above the panes.
enum TutorPanel {
    /// The lines it takes of `room`.
    static func height(_ model: StudioModel, width: Int, room: Int) -> Int {
        guard let tutor = model.tutor, room >= 8 else { return 0 }
        guard tutor.isOpen, room >= 16, width >= 20 else { return 1 }
        return min(lines(model, width: width - 4).count + 2, room / 2)
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard let tutor = model.tutor else { return }
        let lesson = Lesson.all[tutor.lesson]
        let place = "Lesson \(tutor.lesson + 1) of \(Lesson.all.count)"
        guard rect.height >= 3 else {
            let mark = tutor.isDone ? Span(" ✓ ", .good) : Span(" · ", .dim)
            canvas.line(
                [mark, Span(place + ": ", .dim), Span(lesson.title, .title)], x: rect.x, y: rect.y, width: rect.width)
            return
        }
        canvas.box(
            rect, title: [Span("\(place): \(lesson.title)", .titleFocused)], note: keys(model), border: .border)
        for (index, line) in lines(model, width: rect.width - 4).prefix(rect.height - 2).enumerated() {
            canvas.line(line, x: rect.x + 2, y: rect.y + 1 + index, width: rect.width - 4)
        }
    }

    private static func lines(_ model: StudioModel, width: Int) -> [[Span]] {
        guard let tutor = model.tutor else { return [] }
        let task = KeyedText.lines(Lesson.all[tutor.lesson].task, model, width: width)
        guard let seen = tutor.seen[tutor.lesson] else { return task }
        return task
            + Wrap.lines(seen, width: width - 2).enumerated().map { index, line in
                [Span(index == 0 ? "✓ " : "  ", .good), Span(line, .text)]
            }
    }

    private static func keys(_ model: StudioModel) -> [Span] {
        func entry(_ id: String, _ word: String) -> [Span] {
            [KeyedText.key(id, model), Span(" \(word)  ", .dim)]
        }
        return entry("lesson-next", "next") + entry("lesson-back", "before") + entry("lesson-fold", "fold")
            + entry("lesson-end", "end")
    }
}
