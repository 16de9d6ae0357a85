import Engine

/// The recipe that would be trained, the model that would be sampled, and the run.
enum ModelPanel {
    struct Line {
        var label: String
        var spans: [Span]
        var row: ModelRow?
    }

    private static let labelWidth = 8

    static func lines(_ model: StudioModel, width: Int) -> [Line] {
        let room = max(1, width - labelWidth)
        func detail(_ text: String) -> [Line] {
            Wrap.lines(text, width: room).map { Line(label: "", spans: [Span($0, .dim)]) }
        }
        var lines: [Line] = []
        if model.workspace.row.hasRecipe {
            lines.append(Line(label: "recipe", spans: [Span(model.recipe.name, .value)], row: .recipe))
            lines += detail(model.recipe.summary)
            lines.append(Line(label: "data", spans: data(model)))
        }
        if let sampled = model.sampledModel {
            lines.append(Line(label: "model", spans: [Span(sampled.name, .value)], row: .model))
            lines += detail(details(sampled, model))
            if let memory = memory(sampled, model) { lines.append(Line(label: "memory", spans: memory)) }
        } else {
            lines.append(Line(label: "model", spans: [Span("none yet: t trains one", .dim)], row: .model))
        }
        if model.isTraining, let run = model.engine.training {
            lines.append(Line(label: "run", spans: [Span(SavedModel.name(of: run.output), .dim)]))
            if model.workspace.row.hasRecipe, let load = load(run) { lines.append(Line(label: "load", spans: load)) }
        }
        return lines
    }

    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        for (index, line) in shown(model, in: rect).enumerated() {
            let y = rect.y + index
            let isSelected = isFocused && line.row == model.selectedModelRow
            if isSelected {
                canvas.fill(Rect(x: rect.x - 1, y: y, width: rect.width + 2, height: 1), .selection)
                canvas.text("▸", x: rect.x - 1, y: y, width: 1, .selection)
            }
            let background: Role? = isSelected ? .selection : nil
            canvas.line([Span(line.label, .dim)], x: rect.x, y: y, width: min(labelWidth, rect.width), on: background)
            canvas.line(line.spans, x: rect.x + labelWidth, y: y, width: rect.width - labelWidth, on: background)
        }
    }

    /// The lines there is room for: without the explanations where they do not all fit, and the choices first.
    static func shown(_ model: StudioModel, in rect: Rect) -> [Line] {
        let all = lines(model, width: rect.width)
        if all.count <= rect.height { return all }
        let labelled = all.filter { !$0.label.isEmpty }
        if labelled.count <= rect.height { return labelled }
        return Array((labelled.filter { $0.row != nil } + labelled.filter { $0.row == nil }).prefix(rect.height))
    }

    static func summary(_ model: StudioModel) -> [Span] {
        let step = model.sampledModel?.facts.step.map { " at step \(Format.grouped($0))" } ?? ""
        let sampled = model.sampledModel.map { " · model \($0.name)\(step)" } ?? ""
        guard model.workspace.row.hasRecipe else {
            return [Span(model.sampledModel?.name ?? "none yet: t trains one", .value), Span(step, .dim)]
        }
        return [Span("recipe ", .dim), Span(model.recipe.name, .value), Span(sampled, .dim)]
    }

    /// The memory the program holds, and the share of the processor's measured peak that the run makes use of.
    private static func load(_ run: TrainingStatus) -> [Span]? {
        guard let bytes = run.residentBytes else { return nil }
        let memory = [Span("\(Format.grouped(bytes >> 20)) MB", .value)]
        guard let share = run.utilization else { return memory }
        return memory + [Span(" · ", .dim), Span("\(Int((share * 100).rounded())) %", .value), Span(" of peak", .dim)]
    }

    /// What the weights of a pipeline take: they are read when they are first used.
    private static func memory(_ sampled: SampledModel, _ model: StudioModel) -> [Span]? {
        guard let summary = model.engine.model, summary.facts == sampled.facts, summary.objective == nil else {
            return nil
        }
        let (held, total) = (Format.bytes(summary.heldBytes), Format.bytes(summary.totalBytes))
        let amount = summary.heldBytes < summary.totalBytes ? "\(held) of \(total)" : held
        return [Span(amount, .value), Span(" in \(Precision(of: summary.computeType).rawValue)", .dim)]
    }

    private static func data(_ model: StudioModel) -> [Span] {
        let wanted = model.recipe.data
        if model.dataSets.contains(wanted) || KnownSet.named(wanted) == nil { return [Span(wanted, .value)] }
        guard wanted == "mnist", model.dataSets.contains("fashion-mnist") else {
            return [Span("\(wanted) is not here", .warning)]
        }
        return [Span("fashion-mnist", .value), Span(" instead of mnist", .warning)]
    }

    private static func details(_ sampled: SampledModel, _ model: StudioModel) -> String {
        let parameters = model.engine.model.flatMap { summary in
            summary.name == sampled.name ? "\(Format.count(summary.parameterCount)) parameters" : nil
        }
        let parts = [
            sampled.isLive ? "in training" : nil, sampled.facts.step.map { "step \(Format.grouped($0))" },
            sampled.facts.title, parameters,
        ].compactMap { $0 }
        return parts.joined(separator: " · ")
    }
}
