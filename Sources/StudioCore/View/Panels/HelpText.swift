import Engine

/// The help, made from the table of commands: what works where the person is first, the rest after.
enum HelpText {
    private static let keyColumns = 22

    static func lines(_ model: StudioModel) -> [[Span]] {
        var model = model
        model.overlay = nil
        let width = OverlayFrame.text(width: model.width, height: model.height).width - 4
        let here = model.places
        let elsewhere = Place.allCases.filter { !here.contains($0) }
        var lines: [[Span]] = []
        for place in here + elsewhere {
            let isHere = here.contains(place)
            // A key that a nearer place has taken does not do this here.
            let commands = CommandTable.at(place).map { command in
                (command, isHere ? command.keyList(in: model) : model.keymap.list(of: command))
            }.filter { !$0.1.isEmpty }
            guard !commands.isEmpty else { continue }
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(place.title, isHere ? .accent : .title)])
            for (command, keys) in commands {
                lines += entry(command, keys, obstacle: isHere ? command.obstacle(model) : nil, width: width)
            }
        }
        lines += [[], [Span("About", .title)]]
        for text in [model.graphicsNote, "Theme: \(model.theme.name)"].compactMap({ $0 }) {
            lines += Wrap.lines(text, width: width).map { [Span($0, .dim)] }
        }
        return lines
    }

    private static func entry(_ command: Command, _ keys: String, obstacle: String?, width: Int) -> [[Span]] {
        let columns = min(keyColumns, width / 3)
        var rows: [[Span]] = []
        // A long list of keys has a line of its own.
        let fits = DisplayWidth.of(keys) < columns
        if !fits { rows.append([Span(keys, obstacle == nil ? .key : .dim)]) }
        let text = command.help + (obstacle.map { " (Not now: \($0).)" } ?? "")
        for (index, line) in Wrap.lines(text, width: max(1, width - columns)).enumerated() {
            let left = fits && index == 0 ? keys : ""
            let pad = String(repeating: " ", count: max(0, columns - DisplayWidth.of(left)))
            rows.append([Span(left + pad, obstacle == nil ? .key : .dim), Span(line, obstacle == nil ? .text : .dim)])
        }
        return rows
    }
}
