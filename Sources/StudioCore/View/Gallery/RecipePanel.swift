import Engine

/// What made the selected picture; of pictures side by side what differs.
enum RecipePanel {
    private static let hash = "weights"

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(model, width: rect.width)
        let first = min(model.gallery.recipeScroll, max(0, lines.count - rect.height))
        for (index, line) in lines.dropFirst(first).prefix(rect.height).enumerated() {
            canvas.line(line, x: rect.x, y: rect.y + index, width: rect.width)
        }
    }

    /// All of it, each value under its name.
    static func lines(_ model: StudioModel, width: Int) -> [[Span]] {
        let gallery = model.gallery
        guard gallery.mode == .compare else {
            guard let entry = gallery.current else { return [] }
            guard let details = gallery.details[entry.key] else { return [[Span("reading …", .dim)]] }
            if let complaint = details.complaint {
                return Wrap.lines(complaint, width: max(1, width)).map { [Span($0, .warning)] }
            }
            // A hash is long and tells the least.
            let rows = details.rows.filter { $0.name != hash } + details.rows.filter { $0.name == hash }
            return RowText.lines(rows, width: width)
        }
        return differences(gallery, width: width)
    }

    /// The rows in which the pictures held differ, a line a picture.
    private static func differences(_ gallery: Gallery, width: Int) -> [[Span]] {
        let held = gallery.heldEntries
        let all = held.map { entry -> [String: String] in
            let rows = gallery.details[entry.key]?.rows ?? []
            return Dictionary(rows.map { ($0.name, $0.value) }, uniquingKeysWith: { $0 + "; " + $1 })
        }
        guard all.allSatisfy({ !$0.isEmpty }) else { return [[Span("reading …", .dim)]] }
        var names: [String] = []
        for entry in held {
            for row in gallery.details[entry.key]?.rows ?? [] where !names.contains(row.name) { names.append(row.name) }
        }
        // Each command names its own file.
        let different = names.filter { name in name != "command" && Set(all.map { $0[name] ?? "–" }).count > 1 }
        guard !different.isEmpty else { return [[Span("their recipes are the same", .dim)]] }
        return different.flatMap { name in
            all.enumerated().flatMap { number, rows in
                RowText.line(
                    number == 0 ? name : "", [Span("\(number + 1) ", .accent), Span(rows[name] ?? "–", .value)],
                    width: width)
            }
        }
    }

    /// In one line.
    static func summary(_ model: StudioModel) -> [Span] {
        guard let entry = model.gallery.current, let details = model.gallery.details[entry.key] else { return [] }
        return details.rows.flatMap { [Span("\($0.name) ", .dim), Span($0.value + "  ", .value)] }
    }
}
