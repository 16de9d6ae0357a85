import Engine

/// The prompts as they are written: a block of rows each, with a mark before it, that of the row selected scrolled to the cursor.
struct PromptTextPanel {
    /// A row of a text on the screen.
    struct Line: Equatable {
        var row: PromptRow
        /// The characters; nil for the words that stand where nothing is written.
        var characters: Range<Int>?
        var isFirst: Bool
    }

    private static let margin = 2

    private let model: StudioModel
    private let width: Int
    /// The lines shown, from the top.
    let lines: [Line]

    init(_ model: StudioModel, width: Int, height: Int) {
        self.model = model
        self.width = width
        let blocks = model.promptRows.map { Self.block($0, model, width: width) }
        // Where there is little room the selected text has the most of it.
        var rooms = blocks.map { min(1, $0.count) }
        var left = height - rooms.reduce(0, +)
        let order = [model.promptRow] + model.promptRows.filter { $0 != model.promptRow }
        for row in order {
            guard let index = model.promptRows.firstIndex(of: row), left > 0 else { continue }
            let more = min(left, blocks[index].count - rooms[index])
            rooms[index] += more
            left -= more
        }
        lines = zip(blocks, rooms).flatMap { block, room -> [Line] in
            guard room < block.count, let row = block.first?.row else { return block }
            let cursor = Self.textLines(row, model, width: width).place(of: model.prompts[row].cursor).row
            let first = row == model.promptRow ? min(max(0, cursor - room / 2), block.count - room) : 0
            return Array(block[first..<first + room])
        }
    }

    static func lineCount(_ model: StudioModel, width: Int) -> Int {
        model.promptRows.reduce(0) { $0 + block($1, model, width: width).count }
    }

    private static func textLines(_ row: PromptRow, _ model: StudioModel, width: Int) -> TextLines {
        // A column for the cursor behind the last character.
        TextLines(model.prompts[row].characters, width: width - margin - 1)
    }

    private static func block(_ row: PromptRow, _ model: StudioModel, width: Int) -> [Line] {
        if model.prompts[row].isEmpty, !(model.isWriting && row == model.promptRow) {
            return [Line(row: row, characters: nil, isFirst: true)]
        }
        return textLines(row, model, width: width).rows.enumerated().map {
            Line(row: row, characters: $1, isFirst: $0 == 0)
        }
    }

    func draw(in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        for (index, line) in lines.prefix(rect.height).enumerated() {
            let y = rect.y + index
            let isSelected = isFocused && line.row == model.promptRow
            let isWritten = isSelected && model.isWriting
            if isSelected {
                let span = Rect(x: rect.x - 1, y: y, width: rect.width + 2, height: 1)
                canvas.fill(span, isWritten ? .input : .selection)
            }
            let ground: Role? = isWritten ? .input : isSelected ? .selection : nil
            if line.isFirst {
                canvas.line([Span(line.row.mark, .accent)], x: rect.x, y: y, width: Self.margin, on: ground)
            }
            let (x, room) = (rect.x + Self.margin, rect.width - Self.margin)
            guard let characters = line.characters else {
                canvas.line([Span(placeholder(line.row), .dim)], x: x, y: y, width: room, on: ground)
                continue
            }
            canvas.line(spans(line.row, characters), x: x, y: y, width: room, on: ground)
        }
        guard isFocused, model.isWriting, let place = cursor, place.row < rect.height else { return }
        let x = min(rect.x + Self.margin + place.column, rect.x + rect.width - 1)
        canvas.screen.cursor = (x: max(rect.x, x), y: rect.y + place.row)
    }

    private func spans(_ row: PromptRow, _ characters: Range<Int>) -> [Span] {
        let all = model.prompts[row].characters
        func text(_ range: Range<Int>) -> String { String(all[range].filter { $0 != "\n" }) }
        let role: Role = row == .negative ? .warning : .value
        guard let cut = cut(row), cut.contains(characters.upperBound - 1) || cut.overlaps(characters) else {
            return [Span(text(characters), role)]
        }
        // What is not read stands behind a mark.
        let read = characters.lowerBound..<min(max(cut.lowerBound, characters.lowerBound), characters.upperBound)
        let unread = read.upperBound..<min(characters.upperBound, max(read.upperBound, cut.upperBound))
        let mark = characters.contains(cut.lowerBound) ? "┆" : ""
        let rest = unread.upperBound..<characters.upperBound
        return [Span(text(read), role), Span(mark, .error), Span(text(unread), .dim), Span(text(rest), role)]
    }

    /// The characters of the cursor's line that are cut off; nil where there are none.
    private func cut(_ row: PromptRow) -> Range<Int>? {
        guard row == model.promptRow, let count = model.prompts.known.count, let read = count.read,
            count.question.text == model.prompt.line
        else { return nil }
        return model.prompt.lineStart + read..<model.prompt.lineEnd
    }

    private func placeholder(_ row: PromptRow) -> String {
        switch row {
        case .picked: "what is to be made"
        case .second: "what it is the other way"
        case .negative: "nothing to lead away from"
        }
    }

    /// Where the cursor is among the lines shown.
    private var cursor: (row: Int, column: Int)? {
        let place = Self.textLines(model.promptRow, model, width: width).place(of: model.prompt.cursor)
        let rows = Self.textLines(model.promptRow, model, width: width).rows
        let shown = lines.firstIndex { $0.row == model.promptRow && $0.characters == rows[place.row] }
        return shown.map { ($0, place.column) }
    }

    /// The text, and the character of it, at a cell within the pane.
    func hit(x: Int, y: Int) -> (row: PromptRow, index: Int)? {
        guard lines.indices.contains(y) else { return nil }
        let row = lines[y].row
        guard let characters = lines[y].characters else { return (row, 0) }
        let text = Self.textLines(row, model, width: width)
        let place = text.rows.firstIndex(of: characters) ?? 0
        return (row, text.index(row: place, column: x - Self.margin))
    }

    /// The character a row above or below the cursor; nil beyond the first and the last row.
    static func index(_ model: StudioModel, width: Int, rowsOn offset: Int) -> Int? {
        let text = textLines(model.promptRow, model, width: width)
        let place = text.place(of: model.prompt.cursor)
        guard text.rows.indices.contains(place.row + offset) else { return nil }
        return text.index(row: place.row + offset, column: place.column)
    }

    static func summary(_ model: StudioModel) -> [Span] {
        let wanted = model.prompts.wanted
        guard !wanted.isEmpty else { return [Span("no prompt yet: \(model.promptKey) writes one", .dim)] }
        let negative = model.prompts.unwanted.map { "  − \($0)" } ?? ""
        return [Span(wanted.joined(separator: " / "), .value), Span(negative, .warning)]
    }

    /// What reads the prompts, where that is not the model itself, and how many there are.
    static func note(_ model: StudioModel) -> [Span] {
        let count = model.prompts.wanted.count
        let reader = model.prompts.reader == .ownEncoder ? nil : SavedModel.name(of: model.prompts.reader.path)
        let texts = [reader, count > 1 ? "\(count) prompts in turn" : nil].compactMap(\.self)
        return tokens(model) + texts.map { Span("  \($0)", .dim) }
    }

    /// How many tokens the cursor's line has, of those that are read.
    private static func tokens(_ model: StudioModel) -> [Span] {
        let known = model.prompts.known
        if known.trouble != nil { return [Span("no text encoder: o", .warning)] }
        guard let count = known.count else { return [] }
        return [Span("\(count.tokens)", count.tokens > count.most ? .error : .value), Span("/\(count.most)", .dim)]
    }
}

extension PromptRow {
    /// What stands before it.
    fileprivate var mark: String {
        switch self {
        case .picked: "+"
        case .second: "&"
        case .negative: "−"
        }
    }
}

extension StudioModel {
    /// The columns of the prompt pane.
    private var promptWidth: Int { Layout(self).places[.prompt]?.inner.width ?? 40 }

    /// Goes a row up or down in the prompt.
    mutating func moveInPrompt(by offset: Int) -> [Effect] {
        if let index = PromptTextPanel.index(self, width: promptWidth, rowsOn: offset) {
            prompt.move(to: index)
        } else if let other = prompts.history.next(offset, from: prompt.text) {
            prompt.set(other)
        }
        return []
    }

    /// A press within the prompt pane: goes there, and writes.
    mutating func clickPrompt(x: Int, y: Int, in rect: Rect) -> [Effect] {
        guard let hit = PromptTextPanel(self, width: rect.width, height: rect.height).hit(x: x, y: y) else { return [] }
        let effects = hit.row == promptRow ? [] : endWriting(keeps: true)
        promptRow = hit.row
        let begun = isWriting ? [] : beginWriting()
        prompt.move(to: hit.index)
        return effects + begun
    }
}
