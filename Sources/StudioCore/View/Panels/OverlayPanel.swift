import Engine

/// Where what lies over the panes is.
enum OverlayFrame {
    static func text(width: Int, height: Int) -> Rect {
        centred(width: min(width, 92), height: height - 2, in: (width, height))
    }

    static func list(width: Int, height: Int, count: Int) -> Rect {
        centred(width: min(width, 100), height: min(count + 2, height - 2), in: (width, height))
    }

    static func form(width: Int, height: Int) -> Rect {
        centred(width: min(width, 72), height: GridFormPanel.height, in: (width, height))
    }

    static func question(width: Int, height: Int) -> Rect {
        centred(width: min(width, 58), height: 6, in: (width, height))
    }

    /// In the middle and above the status line; the whole of what is above it where there is little.
    static func centred(width: Int, height: Int, in size: (width: Int, height: Int)) -> Rect {
        let room = max(0, size.height - 1)
        let height = min(room, max(height, min(room, 3)))
        return Rect(x: (size.width - width) / 2, y: (room - height) / 2, width: width, height: height)
    }
}

/// Help, messages, lists and questions.
enum OverlayPanel {
    static func draw(_ model: StudioModel, on canvas: inout Canvas) {
        let (width, height) = (model.width, model.height)
        switch model.overlay {
        case nil: return
        case .help?:
            text(HelpText.lines(model), title: "Keys", model, OverlayFrame.text(width: width, height: height), &canvas)
        case .messages(let least)?:
            text(
                MessageText.lines(model, least: least), title: MessageText.title(least), model,
                OverlayFrame.text(width: width, height: height), &canvas)
        case .commandLine(let line)?:
            let rect = OverlayFrame.text(width: width, height: height)
            let lines = CommandLineText.lines(line, model, width: rect.width - 4)
            let fitted = OverlayFrame.centred(width: rect.width, height: lines.count + 2, in: (width, height))
            text(lines, title: "Command", model, fitted, &canvas)
        case .recipes?:
            list(model.recipes.map { recipe(of: $0, model) }, title: "Recipe to train", model, &canvas)
        case .models?: list(model.modelEntries.map { entry(of: $0, model) }, title: "Model to sample", model, &canvas)
        case .enlargers?:
            list(
                model.enlargers.map { saved in
                    let size = "  to \(saved.facts.side)×\(saved.facts.side)"
                    return [Span(saved.name, .value), Span("\(size)  \(saved.folder)", .dim)]
                }, title: "Second stage to enlarge with", model, &canvas)
        case .runs?:
            list(
                model.otherRuns.map { RunListPanel.run($0, model) }, title: "Runs to compare with",
                empty: "no other run is here", model, &canvas)
        case .checkpoints?:
            let name = SavedModel.name(of: model.branchedFolder ?? "")
            list(
                model.branchPoints.map { RunListPanel.checkpoint($0, model) }, title: "Checkpoints of \(name)",
                empty: "none is kept yet: an epoch's end keeps one", model, &canvas)
        case .learningRate?:
            let inner = frame(
                OverlayFrame.text(width: width, height: height), title: "Learning rate for \(model.recipe.name)",
                &canvas)
            LearningRatePanel.draw(model, in: inner, on: &canvas)
        case .themes?: list(model.themes.map { [Span($0.name, .value)] }, title: "Theme", model, &canvas)
        case .presets?:
            list(
                model.presets.all.map(PresetText.line), title: "Presets",
                empty: "nothing is kept yet: n keeps what the panes say under a name", model, &canvas)
        case .tour(let page)?: tour(page, model, &canvas)
        case .palette(let query)?: PalettePanel.draw(model, query: query, on: &canvas)
        case .recall(let query)?: RecallPanel.draw(model, query: query, on: &canvas)
        case .gridForm?:
            let rect = OverlayFrame.form(width: width, height: height)
            GridFormPanel.draw(model, in: frame(rect, title: "Grid", &canvas), on: &canvas)
        // In the place of the panes.
        case .grid?: return
        case .queue?:
            list(
                model.engine.queue.jobs.map { QueuePanel.line($0, model) }, title: QueuePanel.title(model),
                empty: QueuePanel.empty, model, &canvas)
        case .quit?, .abandon?, .overwrite?, .cancelJob?:
            question(model, OverlayFrame.question(width: width, height: height), &canvas)
        }
    }

    /// An empty frame; returns the room in it.
    static func frame(_ rect: Rect, title: String, note: [Span] = [], _ canvas: inout Canvas) -> Rect {
        canvas.fill(rect, .text)
        guard rect.height >= 3 else { return rect }
        canvas.box(rect, title: [Span(title, .titleFocused)], note: note, border: .borderFocused)
        return Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2)
    }

    private static func text(
        _ lines: [[Span]], title: String, _ model: StudioModel, _ rect: Rect, _ canvas: inout Canvas
    ) {
        let more = lines.count > rect.height - 2
        let last = min(lines.count, model.scroll + rect.height - 2)
        let note = more ? [Span("\(model.scroll + 1)–\(last) of \(lines.count)", .dim)] : []
        let inner = frame(rect, title: title, note: note, &canvas)
        for (index, line) in lines.dropFirst(model.scroll).prefix(inner.height).enumerated() {
            canvas.line(line, x: inner.x, y: inner.y + index, width: inner.width)
        }
    }

    private static func tour(_ page: Int, _ model: StudioModel, _ canvas: inout Canvas) {
        let width = min(model.width, 76)
        let lines = TourText.lines(page, model, width: width - 4)
        let rect = OverlayFrame.centred(width: width, height: lines.count + 4, in: (model.width, model.height))
        let note = [Span("\(page + 1) of \(TourText.pages.count)", .dim)]
        let inner = frame(rect, title: TourText.pages[page].title, note: note, &canvas)
        // An empty line above and below, where there is room.
        let top = inner.height >= lines.count + 2 ? 1 : 0
        for (index, line) in lines.prefix(inner.height).enumerated() {
            canvas.line(line, x: inner.x, y: inner.y + top + index, width: inner.width)
        }
    }

    private static func list(
        _ entries: [[Span]], title: String, empty: String = "", _ model: StudioModel, _ canvas: inout Canvas
    ) {
        let rect = OverlayFrame.list(width: model.width, height: model.height, count: max(1, entries.count))
        let more = entries.count > rect.height - 2
        let note = more ? [Span("\(model.listIndex + 1) of \(entries.count)", .dim)] : []
        let inner = frame(rect, title: title, note: note, &canvas)
        if entries.isEmpty { canvas.text(empty, x: inner.x, y: inner.y, width: inner.width, .dim) }
        let first = min(max(0, model.listIndex - inner.height / 2), max(0, entries.count - inner.height))
        for (row, index) in (first..<min(entries.count, first + max(0, inner.height))).enumerated() {
            let isSelected = index == model.listIndex
            let y = inner.y + row
            if isSelected { canvas.fill(Rect(x: inner.x - 1, y: y, width: inner.width + 2, height: 1), .selection) }
            let spans = [Span(isSelected ? "▸ " : "  ", .accent)] + entries[index]
            canvas.line(spans, x: inner.x - 1, y: y, width: inner.width + 1, on: isSelected ? .selection : nil)
        }
    }

    private static func recipe(of recipe: Recipe, _ model: StudioModel) -> [Span] {
        let isHere = model.dataSets.contains(recipe.data) || KnownSet.named(recipe.data) == nil
        let name = recipe.name.padding(to: model.recipes.map(\.name.count).max() ?? 0)
        return [Span(name, isHere ? .value : .dim), Span("  " + recipe.summary, .dim)]
            + (isHere ? [] : [Span("  (\(recipe.data) is not here)", .warning)])
    }

    static func entry(of entry: ModelEntry, _ model: StudioModel) -> [Span] {
        switch entry {
        case .newest:
            let text = model.isTraining ? "the one in training" : "the newest"
            return [Span(text, .value), Span(model.isTraining ? "" : "  whichever that is", .dim)]
        case .saved(let folder):
            guard let saved = model.models.first(where: { $0.folder == folder }) else { return [] }
            let name = saved.name.padding(to: model.models.map(\.name.count).max() ?? 0)
            let steps = saved.facts.step.map { "step \(Format.grouped($0)) · " } ?? ""
            let trouble = saved.trouble.map { [Span("  \($0.what)", .warning)] } ?? []
            let title = Span("  \(steps)\(saved.facts.title)", .dim)
            return [Span(name, .value), title] + trouble + [Span("  \(folder)", .dim)]
        }
    }

    private static func question(_ model: StudioModel, _ rect: Rect, _ canvas: inout Canvas) {
        let (title, lines) = question(model, width: rect.width - 4)
        let inner = frame(rect, title: title, &canvas)
        let shown = inner.height >= lines.count ? lines : Array(lines.suffix(inner.height))
        for (index, line) in shown.enumerated() {
            canvas.line(line, x: inner.x, y: inner.y + index, width: inner.width)
        }
    }

    private static func question(_ model: StudioModel, width: Int) -> (title: String, lines: [[Span]]) {
        if case .overwrite(let path, _)? = model.overlay {
            let answers = [Span("y", .key), Span(" writes over it    "), Span("n", .key), Span(" leaves it")]
            return (
                "Write over", [[Span(path.tail(width), .value)], [Span("is there already.", .warning)], [], answers]
            )
        }
        if case .cancelJob(let id)? = model.overlay {
            let job = model.engine.queue[id]
            let answers = [Span("y", .key), Span(" ends it    "), Span("n", .key), Span(" goes on")]
            return (
                "End the job",
                [
                    [Span(job?.title ?? "The job", .value), Span(" is going.")],
                    [Span("It leaves the queue; what a run has learned is kept.", .dim)], [], answers,
                ]
            )
        }
        if model.overlay == .quit, !model.isTraining, let job = model.engine.queue.running {
            let answers = [Span("y", .key), Span(" quits    "), Span("n", .key), Span(" stays")]
            return (
                "Quit",
                [
                    [Span(job.title, .value), Span(" is going.")],
                    [Span("It is made from its beginning another time.", .dim)], [], answers,
                ]
            )
        }
        let abandons = model.overlay == .abandon
        let run = model.engine.training
        let lines: [[Span]] = [
            [Span("\(run?.recipe.name ?? "A run")", .value), Span(" is at step \(Format.grouped(run?.step ?? 0)).")],
            [
                Span(
                    abandons
                        ? "All since its last checkpoint would be lost; x saves."
                        : "Quitting saves it; g goes on with it another time.", abandons ? .warning : .dim)
            ],
            [],
            [
                Span("y", .key), Span(abandons ? " abandons    " : " saves and quits    "), Span("n", .key),
                Span(abandons ? " goes on" : " stays"),
            ],
        ]
        return (abandons ? "Abandon" : "Quit", lines)
    }
}

extension String {
    /// Its end as far as that fits: the end of a path says more than its beginning.
    func tail(_ columns: Int) -> String {
        guard DisplayWidth.of(self) > columns else { return self }
        var tail = self[...]
        while !tail.isEmpty, DisplayWidth.of(String(tail)) > columns - 1 { tail.removeFirst() }
        return "…" + tail
    }

    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
