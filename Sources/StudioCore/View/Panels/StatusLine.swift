/// The last line: the keys that work here.
enum StatusLine {
    private static let gap = 3

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, .text)
        var right = rect.x + rect.width
        if model.showsTraffic {
            let rate = "\(Format.grouped((model.bytesPerSecond + 500) / 1000)) KB/s "
            canvas.text(rate, endingAt: right, y: rect.y, width: rate.count, .value)
            right -= rate.count + 1
        }
        var x = rect.x + 1
        for entry in entries(model, width: right - x) {
            x += canvas.line(entry, x: x, y: rect.y, width: right - x) + gap
        }
    }

    /// The commands worth showing, as many as fit by their rank; help stands at the end.
    private static func entries(_ model: StudioModel, width: Int) -> [[Span]] {
        let ranked = model.reachableCommands.compactMap { command in
            command.rank(model).flatMap { rank in command.obstacle(model) == nil ? (rank, command) : nil }
        }
        let sorted = ranked.sorted { $0.0 < $1.0 }
        var shown: [[Span]] = []
        var last: [[Span]] = []
        var used = 0
        for (_, command) in sorted {
            let entry = [Span(model.keymap.short(of: command), .key), Span(" \(command.title(model))", .dim)]
            let columns = entry.reduce(0) { $0 + $1.width }
            guard used + columns <= width else { continue }
            used += columns + gap
            if command.id == "help" { last.append(entry) } else { shown.append(entry) }
        }
        return shown + last
    }
}
