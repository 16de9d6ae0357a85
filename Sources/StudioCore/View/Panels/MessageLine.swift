import Engine

/// What happened, or else what the selected thing means: the lines above the keys.
enum MessageLine {
    /// The lines wanted of `room`: none where nothing is said and the window is low.
    static func height(_ model: StudioModel, width: Int, room: Int) -> Int {
        guard model.messages.current != nil || model.input != nil || model.path != nil else {
            return room >= 12 ? 1 : 0
        }
        return min(lines(model, width: width).count, max(1, room / 2), room)
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        if let path = model.path { return PathLine.draw(path, model.pathComplaint, in: rect, on: &canvas) }
        for (index, line) in lines(model, width: rect.width).prefix(rect.height).enumerated() {
            canvas.line(line, x: rect.x, y: rect.y + index, width: rect.width)
        }
    }

    private static func lines(_ model: StudioModel, width: Int) -> [[Span]] {
        if model.input != nil || model.path != nil { return [inputLine(model)] }
        guard let message = model.messages.current else { return [context(model)] }
        let others = model.messages.waiting.count - 1
        let more =
            (message.count > 1 ? " (×\(message.count))" : "")
            + (others > 0 ? " (+\(others) more: Esc, or e for all)" : "")
        let (mark, role): (String, Role) =
            switch message.kind {
            case .answer, .detail: ("· ", .text)
            case .notice: ("● ", .good)
            case .error: ("▲ ", .error)
            }
        let room = max(1, width - 3)
        let text = Wrap.lines(message.text + more, width: room).enumerated().map { index, line in
            [Span(index == 0 ? " " + mark : "   ", role), Span(line, message.kind == .notice ? .text : role)]
        }
        let hint = Wrap.lines(message.hint ?? "", width: room).map { [Span("   "), Span($0, .dim)] }
        return text + hint
    }

    private static func inputLine(_ model: StudioModel) -> [Span] {
        let field = model.field.field
        let (low, high) = model.rangeText
        let range = Span("  \(low) … \(high)", .dim)
        if let complaint = model.inputComplaint {
            return [Span(" \(field.title): ", .text), Span(complaint, .error), range]
        }
        return [Span(" \(field.title)", .text), range, Span("  was \(model.text(of: model.field))", .dim)]
    }

    private static func promptHint(_ model: StudioModel) -> String {
        if let trouble = model.prompts.known.trouble { return trouble }
        return switch model.promptRow {
        case .picked: "What is to be made. A line is a prompt of its own: the pictures take them in turn."
        case .second: "What it is to be the other way: through the view, or from near."
        case .negative: "Guidance pushes away from this instead of from no prompt."
        }
    }

    /// What the selected thing is.
    private static func context(_ model: StudioModel) -> [Span] {
        if model.overlay == .grid { return GridPanel.context(model) }
        if model.overlay == .queue { return QueuePanel.context(model) }
        switch model.focus {
        case .parameters:
            let field = model.field.field
            if let obstacle = field.obstacle(model) { return [Span(" \(field.title): \(obstacle)", .dim)] }
            if model.field == .seed, model.seedChanges {
                return [Span(" \(field.help) Every sampling takes another; S keeps this one.", .dim)]
            }
            guard case .number = model.domain(of: model.field) else { return [Span(" \(field.help)", .dim)] }
            let (low, high) = model.rangeText
            return [Span(" \(field.help)  \(low) … \(high)", .dim)]
        case .prompt where model.readsText: return [Span(" \(promptHint(model))", .dim)]
        case .prompt:
            let text =
                model.promptObstacle
                ?? (model.promptRow == .picked
                    ? "The classes to make, in turn. With none picked the model makes what it likes."
                    : "Guidance pushes away from this class instead of from no class.")
            return [Span(" \(text)", .dim)]
        case .model:
            return [Span(model.selectedModelRow == .recipe ? " What t trains." : " What s samples.", .dim)]
        case .board: return [Span(" \(model.boardHint)", .dim)]
        case .preview: return [Span(" [ and ] go back and forth, Home and End to the first and the newest.", .dim)]
        case .timeline: return TimelinePanel.context(model)
        case .comparison: return ComparisonPanel.context(model)
        case .pictures, .recipe: return [Span(" ")] + GalleryPanel.summary(model)
        case .shelf, .about: return [Span(" ")] + ShelfPanel.summary(model)
        case .loss:
            let changes = model.changesAtCursor
            if !changes.isEmpty {
                return [Span(" ▲ ", .changed), Span(changes.map(\.text).joined(separator: ", "), .text)]
            }
            let smoothing = model.losses.smoothing
            let bright = smoothing == .none ? "every step" : "average of \(smoothing.rawValue) steps"
            return [Span(" Bright: \(bright), faint: every step; ┊ an epoch, ▲ a live change.", .dim)]
        }
    }
}
