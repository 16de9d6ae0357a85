import Engine

/// The pictures made: all of them as thumbnails, one large, or some side by side.
enum GalleryPanel {
    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let gallery = model.gallery
        guard !gallery.shown.isEmpty else { return empty(model, in: rect, on: &canvas) }
        switch gallery.mode {
        case .browse: thumbnails(model, in: rect, isFocused: isFocused, on: &canvas)
        case .open:
            if let entry = gallery.current { large(entry, model, in: rect, on: &canvas) }
        case .compare: compare(model, in: rect, on: &canvas)
        }
    }

    private static func thumbnails(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let geometry = GalleryGeometry(model, in: rect)
        for index in geometry.visible {
            guard let place = geometry.place(of: index), let entry = model.gallery.entry(at: index) else { continue }
            let isSelected = index == model.gallery.selected
            switch model.gallery.thumbnails[entry.key] {
            case .some(.some(let picture)): canvas.picture(picture, in: place)
            case .some(.none): centred("cannot be read", in: place, .warning, on: &canvas)
            case .none: centred("○", in: place, .dim, on: &canvas)
            }
            caption(entry, model, isSelected: isSelected, isFocused: isFocused, under: place, on: &canvas)
            guard isSelected else { continue }
            for y in place.y...place.y + place.height {
                canvas.set("▏", x: place.x - 1, y: y, isFocused ? .accent : .dim)
                canvas.set("▕", x: place.x + place.width, y: y, isFocused ? .accent : .dim)
            }
        }
    }

    private static func caption(
        _ entry: GalleryEntry, _ model: StudioModel, isSelected: Bool, isFocused: Bool, under place: Rect,
        on canvas: inout Canvas
    ) {
        let y = place.y + place.height
        let marks = marks(entry, model)
        let used = marks.reduce(0) { $0 + $1.width }
        let name = entry.key.name.plainName.tail(max(1, place.width - used))
        let background: Role? = isSelected ? (isFocused ? .selection : .selectionIdle) : nil
        if let background { canvas.fill(Rect(x: place.x, y: y, width: place.width, height: 1), background) }
        let x = place.x + max(0, place.width - used - DisplayWidth.of(name)) / 2
        canvas.line(marks + [Span(name, .dim)], x: x, y: y, width: place.x + place.width - x, on: background)
    }

    private static func marks(_ entry: GalleryEntry, _ model: StudioModel) -> [Span] {
        let held = model.gallery.held.firstIndex(of: entry.key.path).map { [Span("\($0 + 1) ", .accent)] } ?? []
        return held + (entry.isStarred ? [Span("★ ", .changed)] : [])
    }

    private static func large(_ entry: GalleryEntry, _ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard let complaint = model.gallery.details[entry.key]?.complaint else {
            // The thumbnail stands in until the picture is there.
            let thumbnail = model.gallery.thumbnails[entry.key] ?? nil
            if let picture = model.gallery.pictures[entry.key] ?? thumbnail {
                canvas.picture(picture, in: rect)
            } else {
                centred("○", in: rect, .dim, on: &canvas)
            }
            return
        }
        for (line, text) in Wrap.lines(complaint, width: max(1, rect.width)).prefix(rect.height).enumerated() {
            canvas.text(text, x: rect.x, y: rect.y + line, width: rect.width, .warning)
        }
    }

    private static func compare(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let parts = model.gallery.heldEntries.enumerated().compactMap { number, entry -> PreviewParts.Part? in
            let thumbnail = model.gallery.thumbnails[entry.key] ?? nil
            return (model.gallery.pictures[entry.key] ?? thumbnail).map { ("\(number + 1) \(entry.key.name)", $0) }
        }
        if parts.isEmpty { return centred("○", in: rect, .dim, on: &canvas) }
        PreviewParts.draw(parts, alone: nil, in: rect, on: &canvas)
    }

    private static func empty(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let lines: [String]
        if !model.gallery.isListed {
            lines = ["Looking for the pictures."]
        } else if model.gallery.filter.isEmpty {
            lines = ["There are no pictures yet.", "In Generate s samples and w saves;", "they stand here then."]
        } else {
            lines = ["No picture is like that.", "Esc ends the filter."]
        }
        for (index, line) in lines.prefix(rect.height).enumerated() {
            centred(
                line,
                in: Rect(
                    x: rect.x, y: rect.y + max(0, (rect.height - lines.count) / 2) + index, width: rect.width, height: 1
                ),
                .dim, on: &canvas)
        }
    }

    private static func centred(_ text: String, in rect: Rect, _ role: Role, on canvas: inout Canvas) {
        let columns = min(rect.width, DisplayWidth.of(text))
        canvas.text(
            text, x: rect.x + (rect.width - columns) / 2, y: rect.y + max(0, rect.height - 1) / 2, width: columns, role)
    }

    // MARK: In words

    /// What stands in the frame: how many there are, and which are shown.
    static func note(_ model: StudioModel) -> [Span] {
        let gallery = model.gallery
        guard gallery.isListed else { return [] }
        let reading = gallery.unread > 0 ? [Span("  reading \(Format.grouped(gallery.unread))", .dim)] : []
        let filter = gallery.filter.isEmpty ? [] : [Span("  /" + gallery.filter, .changed)]
        let held = gallery.held.isEmpty ? [] : [Span("  \(gallery.held.count) held", .accent)]
        guard !gallery.shown.isEmpty else { return [Span("none", .value)] + filter }
        let place = [
            Span(Format.grouped(gallery.selected + 1), .value),
            Span(" of \(Format.grouped(gallery.shown.count))", .dim),
        ]
        return place + filter + held + reading
    }

    /// What the selected picture is, in one line.
    static func summary(_ model: StudioModel) -> [Span] {
        guard let entry = model.gallery.current else {
            return [Span(model.galleryObstacle ?? "", .dim)]
        }
        var spans = marks(entry, model) + [Span(entry.key.name, .value), Span("  \(entry.date)", .dim)]
        guard let facts = entry.facts else { return spans }
        if facts.width > 0 { spans.append(Span("  \(facts.width)×\(facts.height)", .dim)) }
        if !facts.kind.isEmpty { spans.append(Span("  " + facts.kind, .text)) }
        if !facts.model.isEmpty { spans.append(Span("  " + facts.model, .text)) }
        let classes = facts.classes.map(String.init).joined(separator: ", ")
        if !classes.isEmpty { spans.append(Span("  class \(classes)", .text)) }
        if !facts.subject.isEmpty { spans.append(Span("  “\(facts.subject)”", .text)) }
        return spans
    }
}

extension String {
    /// A file's name without its ending.
    fileprivate var plainName: String {
        guard let dot = lastIndex(of: "."), dot > startIndex else { return self }
        return String(self[..<dot])
    }
}
