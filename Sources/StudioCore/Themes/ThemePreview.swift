/// A theme as it looks: every role, written in its own style.
public enum ThemePreview {
    private static let columns = 3
    private static let columnWidth = 19

    public static func screen(_ theme: Theme, colors: TerminalCapabilities.ColorDepth) -> Screen {
        let roles = Role.allCases
        let rows = (roles.count + columns - 1) / columns
        let width = columns * columnWidth + 4
        let shown = colors == .mono ? theme.withoutColors : theme
        let capabilities = TerminalCapabilities(colors: colors)
        var canvas = Canvas(width: width, height: rows + 4, theme: shown, capabilities: capabilities)
        canvas.box(
            Rect(x: 0, y: 0, width: width, height: rows + 4), title: [Span(theme.name, .titleFocused)],
            border: .borderFocused)
        for (index, role) in roles.enumerated() {
            canvas.text(
                role.rawValue, x: 2 + index / rows * columnWidth, y: 1 + index % rows, width: columnWidth - 1, role)
        }
        let filled = (width - 4) * 3 / 5
        let bar = [
            Span(String(repeating: "━", count: filled), .progress),
            Span(String(repeating: "━", count: width - 4 - filled), .progressRest),
        ]
        canvas.line(bar, x: 2, y: rows + 1, width: width - 4)
        let keys = [
            Span("s", .key), Span(" sample   ", .dim), Span("?", .key), Span(" help   ", .dim), Span(" 3 ", .picked),
            Span("  guidance ", .text), Span("5", .value), Span("  ● changed", .changed),
        ]
        canvas.line(keys, x: 2, y: rows + 2, width: width - 4)
        return canvas.screen
    }
}
