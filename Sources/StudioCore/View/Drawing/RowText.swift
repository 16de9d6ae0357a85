import Engine

/// Names with their values, each value under its name.
enum RowText {
    private static let nameColumns = 11

    static func lines(_ rows: [TextRow], width: Int) -> [[Span]] {
        rows.flatMap { line($0.name, [Span($0.value, .value)], width: width) }
    }

    /// - Parameter value: marks, and the text last.
    static func line(_ name: String, _ value: [Span], width: Int) -> [[Span]] {
        let columns = min(nameColumns, width / 3)
        let room = max(1, width - columns)
        let marks = value.dropLast()
        let text = value.last?.text ?? ""
        let used = marks.reduce(0) { $0 + $1.width }
        // Line ends inside are shown as what they are, not obeyed.
        let wrapped = Wrap.lines(text, width: max(1, room - used))
        let title = String(DisplayWidth.shown(name).prefix(columns - 1))
        let pad = String(repeating: " ", count: max(0, columns - DisplayWidth.of(title)))
        return (wrapped.isEmpty ? [""] : wrapped).enumerated().map { index, line in
            index == 0
                ? [Span(title + pad, .dim)] + marks + [Span(line, .value)]
                : [Span(String(repeating: " ", count: columns + used), .dim), Span(line, .value)]
        }
    }
}
