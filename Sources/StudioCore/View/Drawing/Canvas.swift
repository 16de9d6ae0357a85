/// A piece of a line: text and what it is.
struct Span {
    var text: String
    var role: Role

    init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }

    var width: Int { DisplayWidth.of(text) }
}

/// The screen being drawn, with the theme and what the terminal can show.
struct Canvas {
    var screen: Screen
    let theme: Theme
    let capabilities: TerminalCapabilities
    /// How large pictures are drawn.
    var magnifier = Magnifier()

    init(width: Int, height: Int, theme: Theme, capabilities: TerminalCapabilities) {
        self.theme = theme
        self.capabilities = capabilities
        screen = Screen(width: width, height: height, filledWith: Cell(" ", theme[.text]))
    }

    /// Writes `spans` from (`x`, `y`) within `width` columns; what does not fit ends in `…`. Returns the columns written.
    @discardableResult
    mutating func line(_ spans: [Span], x: Int, y: Int, width: Int, on background: Role? = nil) -> Int {
        guard width > 0 else { return 0 }
        let total = spans.reduce(0) { $0 + $1.width }
        let room = total > width ? width - 1 : width
        var column = 0
        var lastStyle = theme[.dim]
        drawing: for span in spans {
            let style = style(span.role, on: background)
            lastStyle = style
            for character in DisplayWidth.shown(span.text) {
                let columns = put(character, x: x + column, y: y, style: style, room: room - column)
                if columns == 0 { break drawing }
                column += columns
            }
        }
        guard total > width else { return column }
        put("…", x: x + column, y: y, style: lastStyle, room: 1)
        return column + 1
    }

    @discardableResult
    mutating func text(_ text: String, x: Int, y: Int, width: Int, _ role: Role = .text) -> Int {
        line([Span(text, role)], x: x, y: y, width: width)
    }

    /// Writes `text` so that it ends before column `right`.
    mutating func text(_ text: String, endingAt right: Int, y: Int, width: Int, _ role: Role) {
        let columns = min(width, DisplayWidth.of(text))
        self.text(text, x: right - columns, y: y, width: columns, role)
    }

    /// One character; returns the columns it took, 0 where it does not fit.
    @discardableResult
    private mutating func put(_ character: Character, x: Int, y: Int, style: Style, room: Int) -> Int {
        let character = capabilities.unicode ? character : Plain.character(for: character)
        let columns = DisplayWidth.of(character)
        guard columns > 0, columns <= room else { return 0 }
        screen[x, y] = Cell(character, style)
        // The right half may lie beyond the edge: then a wide character would hang over it.
        if columns == 2 {
            if x + 1 >= screen.width { screen[x, y] = Cell(" ", style) }
            screen[x + 1, y] = Cell(Cell.continuation, style)
        }
        return columns
    }

    mutating func set(_ character: Character, x: Int, y: Int, _ role: Role) {
        put(character, x: x, y: y, style: theme[role], room: 1)
    }

    mutating func fill(_ rect: Rect, _ role: Role) {
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width { screen[x, y] = Cell(" ", theme[role]) }
        }
    }

    /// A frame with a title in its upper edge and a note at that edge's end.
    mutating func box(_ rect: Rect, title: [Span], note: [Span] = [], border: Role) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let (right, bottom) = (rect.x + rect.width - 1, rect.y + rect.height - 1)
        for x in rect.x...right {
            set("─", x: x, y: rect.y, border)
            set("─", x: x, y: bottom, border)
        }
        for y in rect.y...bottom {
            set("│", x: rect.x, y: y, border)
            set("│", x: right, y: y, border)
        }
        set("╭", x: rect.x, y: rect.y, border)
        set("╮", x: right, y: rect.y, border)
        set("╰", x: rect.x, y: bottom, border)
        set("╯", x: right, y: bottom, border)
        let room = rect.width - 4
        guard room > 0 else { return }
        let used = line([Span(" ", border)] + title + [Span(" ", border)], x: rect.x + 1, y: rect.y, width: room + 2)
        // What does not fit is left out from its end.
        var note = note
        var noteWidth: Int { note.reduce(2) { $0 + $1.width } }
        while !note.isEmpty, used + noteWidth + 1 > rect.width - 2 { note.removeLast() }
        guard !note.isEmpty else { return }
        line([Span(" ", border)] + note + [Span(" ", border)], x: right - noteWidth, y: rect.y, width: noteWidth)
    }

    private func style(_ role: Role, on background: Role?) -> Style {
        var style = theme[role]
        guard let background else { return style }
        let under = theme[background]
        if under.attributes.contains(.reverse) { return under }
        style.background = under.background ?? style.background
        style.attributes.formUnion(under.attributes)
        return style
    }
}
