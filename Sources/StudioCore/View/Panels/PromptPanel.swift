import Engine

/// The classes to make as a row of chips, and the one to guide away from.
enum PromptPanel {
    /// A chip's place within the pane.
    struct Chip: Equatable {
        var number: Int
        var x: Int
        var y: Int
        var width: Int
    }

    /// The chips in rows of `width` columns.
    static func chips(_ model: StudioModel, width: Int) -> [Chip] {
        var chips: [Chip] = []
        var (x, y) = (0, 0)
        for (number, name) in model.classNames.enumerated() {
            let columns = DisplayWidth.of(name) + 2
            if x > 0, x + columns > width { (x, y) = (0, y + 1) }
            chips.append(Chip(number: number, x: x, y: y, width: columns))
            x += columns
        }
        return chips
    }

    static func lineCount(_ model: StudioModel, width: Int) -> Int {
        if model.readsText { return PromptTextPanel.lineCount(model, width: width) }
        return model.classNames.isEmpty ? 2 : (chips(model, width: width).last?.y ?? 0) + 2
    }

    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        if model.readsText {
            return PromptTextPanel(model, width: rect.width, height: rect.height)
                .draw(in: rect, isFocused: isFocused, on: &canvas)
        }
        let names = model.classNames
        guard !names.isEmpty else {
            canvas.text("no classes: this model makes", x: rect.x, y: rect.y, width: rect.width, .dim)
            if rect.height > 1 {
                canvas.text("what it has seen, of any kind", x: rect.x, y: rect.y + 1, width: rect.width, .dim)
            }
            return
        }
        let chips = chips(model, width: rect.width)
        // The last line is for the negative; where the chips need more lines than there are, those around the selected one show.
        let room = max(1, rect.height - 1)
        let row = chips.first { $0.number == model.chip }?.y ?? 0
        let first = min(max(0, row - room + 1), max(0, (chips.last?.y ?? 0) - room + 1))
        for chip in chips where chip.y >= first && chip.y < first + room {
            let isCursor = isFocused && model.promptRow == .picked && chip.number == model.chip
            let isPicked = model.sampling.classes.contains(chip.number)
            let name = names[chip.number]
            let role: Role = isPicked ? .picked : isCursor ? .selection : .dim
            canvas.text(
                isCursor ? "[\(name)]" : " \(name) ", x: rect.x + chip.x, y: rect.y + chip.y - first,
                width: min(chip.width, rect.width - chip.x), role)
        }
        guard rect.height > 1 else { return }
        let isSelected = isFocused && model.promptRow == .negative
        let y = rect.y + min(room, (chips.last?.y ?? 0) + 1)
        if isSelected { canvas.fill(Rect(x: rect.x - 1, y: y, width: rect.width + 2, height: 1), .selection) }
        let negative = model.sampling.negative.map { names.indices.contains($0) ? names[$0] : "\($0)" }
        let value = negative ?? "no class"
        canvas.line(
            [Span("away from ", .dim), Span(isSelected ? "‹ \(value) ›" : value, negative == nil ? .dim : .warning)],
            x: rect.x, y: y, width: rect.width, on: isSelected ? .selection : nil)
    }

    /// What a click at (`x`, `y`) within the pane means: a chip, or the row below.
    static func hit(_ model: StudioModel, x: Int, y: Int, width: Int) -> (row: PromptRow, chip: Int?)? {
        let chips = chips(model, width: width)
        if let chip = chips.first(where: { y == $0.y && x >= $0.x && x < $0.x + $0.width }) {
            return (.picked, chip.number)
        }
        return !chips.isEmpty && y > (chips.last?.y ?? 0) ? (.negative, nil) : nil
    }

    static func summary(_ model: StudioModel) -> [Span] {
        if model.readsText { return PromptTextPanel.summary(model) }
        guard !model.classNames.isEmpty else { return [Span("no classes", .dim)] }
        let picked = model.sampling.classes.sorted().filter { $0 < model.classNames.count }.map { model.classNames[$0] }
        let classes = picked.isEmpty ? "anything" : picked.joined(separator: " ")
        let negative = model.sampling.negative.flatMap { number in
            model.classNames.indices.contains(number) ? "  away from \(model.classNames[number])" : nil
        }
        return [Span(classes, .value), Span(negative ?? "", .warning)]
    }

    /// How many classes are picked, for the frame.
    static func note(_ model: StudioModel) -> [Span] {
        if model.readsText { return PromptTextPanel.note(model) }
        let (picked, count) = (model.sampling.classes.count, model.classNames.count)
        guard count > 0 else { return [] }
        return [Span(picked == 0 ? "anything" : picked == count ? "all \(count)" : "\(picked) of \(count)", .dim)]
    }
}
