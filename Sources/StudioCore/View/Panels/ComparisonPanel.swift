import Engine

/// Ways to take noise away, one below the other: a column for each strength of noise.
enum ComparisonPanel {
    /// Where everything lies.
    private struct Geometry {
        let rect: Rect
        /// The columns shown: all of them, or as many as fit around the selected one.
        let columns: Range<Int>
        let width: Int
        let height: Int
        let hasFigures: Bool
        static let side = 10
        private static let least = 6

        init(_ status: NoiseStatus, _ model: StudioModel, in rect: Rect) {
            self.rect = rect
            let room = max(1, rect.width - Self.side)
            let fits = min(status.states.count, max(1, room / Self.least))
            let first = min(max(0, model.noise.column - fits / 2), status.states.count - fits)
            columns = first..<first + fits
            // Pictures under one line of strengths, each with its figure below where that leaves enough of it.
            let share = max(1, (rect.height - 1) / max(1, status.rows.count))
            hasFigures = share > 4
            let high = hasFigures ? share - 1 : share
            height = high
            let tile = status.rows.first?.pictures.first
            let (cell, line) = (max(1, model.capabilities.cellWidth), max(1, model.capabilities.cellHeight))
            let natural =
                tile.map { (high * line * $0.width + cell * $0.height - 1) / (cell * max(1, $0.height)) } ?? high
            width = max(1, min(room / fits - 1, max(natural, Self.least)))
        }

        func x(of column: Int) -> Int { rect.x + Self.side + (column - columns.lowerBound) * (width + 1) }
        func y(of row: Int) -> Int { rect.y + 1 + row * (hasFigures ? height + 1 : height) }
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard let status = model.engine.noise else { return PreviewPanel.welcome(model, in: rect, on: &canvas) }
        guard rect.width > Geometry.side + 4, rect.height > 2 else { return }
        let geometry = Geometry(status, model, in: rect)
        canvas.text("σ", x: rect.x, y: rect.y, width: 1, .dim)
        for column in geometry.columns {
            let role: Role = column == model.noise.column ? .accent : .value
            let name = sigma(status.states[column])
            canvas.text(name, x: geometry.x(of: column), y: rect.y, width: geometry.width, role)
        }
        for (index, row) in status.rows.enumerated() {
            let y = geometry.y(of: index)
            guard y + geometry.height <= rect.y + rect.height else { break }
            canvas.text(
                title(row.method), x: rect.x, y: y + geometry.height / 2, width: Geometry.side - 1, .text)
            for column in geometry.columns {
                let x = geometry.x(of: column)
                canvas.picture(
                    row.pictures[column], in: Rect(x: x, y: y, width: geometry.width, height: geometry.height))
                guard geometry.hasFigures else { continue }
                canvas.text(
                    decibels(row.decibels[column], within: geometry.width), x: x, y: y + geometry.height,
                    width: geometry.width,
                    column == model.noise.column ? .accent : .dim)
            }
        }
    }

    /// The column at a place of the screen.
    static func column(_ model: StudioModel, atX x: Int, in rect: Rect) -> Int? {
        guard let status = model.engine.noise else { return nil }
        let geometry = Geometry(status, model, in: rect)
        return geometry.columns.first { (geometry.x(of: $0)...geometry.x(of: $0) + geometry.width).contains(x) }
    }

    /// The selected column in numbers.
    static func context(_ model: StudioModel) -> [Span] {
        guard let status = model.engine.noise, status.states.indices.contains(model.noise.column) else {
            return [Span(" s puts noise on the picture and takes it away in several ways.", .dim)]
        }
        let state = status.states[model.noise.column]
        let time = state.time.map { $0 == $0.rounded() ? Format.fixed($0, 0...0) : Format.fixed($0, 2...3) }
        let place =
            [Span(" σ ", .dim), Span(sigma(state), .value)]
            + (time.map { [Span("  t ", .dim), Span($0, .value)] } ?? [])
        let figures = status.rows.flatMap { row in
            [Span("  \(title(row.method)) ", .dim), Span(decibels(row.decibels[model.noise.column]), .value)]
        }
        return place + figures + [Span("  (more is nearer to the picture)", .dim)]
    }

    static func summary(_ model: StudioModel) -> [Span] {
        model.engine.noise == nil ? [Span("nothing compared yet", .dim)] : context(model)
    }

    /// What noise was put on and taken away by.
    static func note(_ model: StudioModel) -> [Span] {
        guard let request = model.engine.noise?.request, request.needsModel, let name = model.engine.model?.name else {
            return []
        }
        let told = request.label.map { label in
            model.classNames.indices.contains(label) ? model.classNames[label] : "\(label)"
        }
        return [Span(name, .value), Span((request.prompt ?? told).map { "  told it is \($0)" } ?? "", .dim)]
    }

    private static func title(_ method: NoiseComparison.Method?) -> String {
        switch method {
        case nil, .none?: "noisy"
        case .gaussian: "blurred"
        case .oneStep: "one step"
        case .iterative: "iterative"
        }
    }

    private static func sigma(_ state: ForwardProcess.State) -> String {
        state.sigma.isFinite ? Format.fixed(state.sigma, 1...2) : "∞"
    }

    private static func decibels(_ value: Double, within width: Int = .max) -> String {
        guard value.isFinite else { return "exact" }
        let unit = " dB"
        let number = Format.fixed(value, 1...1)
        return number.count + unit.count <= width ? number + unit : number
    }
}
