import Engine

/// The recipe that would be trained, the model that would be sampled, and the run.
enum ModelPanel {
    struct Line {
        var label: String
        var spans: [Span]
        var row: ModelRow?
    }

    static func lines(_ model: StudioModel) -> [Line] {
        var lines = [
            Line(label: "recipe", spans: [Span(model.recipe.name, .value)], row: .recipe),
            Line(label: "", spans: [Span(model.recipe.summary, .dim)]),
            Line(label: "data", spans: data(model)),
        ]
        if let sampled = model.sampledModel {
            let name = [Span(sampled.name, .value), Span(sampled.isLive ? " in training" : "", .accent)]
            lines.append(Line(label: "model", spans: name, row: .model))
            lines.append(Line(label: "", spans: [Span(details(sampled, model), .dim)]))
        } else {
            lines.append(Line(label: "model", spans: [Span("none yet: t trains one", .dim)], row: .model))
        }
        if model.isTraining, let run = model.engine.training {
            lines.append(Line(label: "run", spans: [Span(run.output, .dim)]))
        }
        return lines
    }

    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        for (index, line) in lines(model).prefix(rect.height).enumerated() {
            let y = rect.y + index
            let isSelected = isFocused && line.row == model.modelRow
            if isSelected {
                canvas.fill(Rect(x: rect.x - 1, y: y, width: rect.width + 2, height: 1), .selection)
                canvas.text("▸", x: rect.x - 1, y: y, width: 1, .selection)
            }
            let background: Role? = isSelected ? .selection : nil
            canvas.line([Span(line.label, .dim)], x: rect.x, y: y, width: min(8, rect.width), on: background)
            canvas.line(line.spans, x: rect.x + 8, y: y, width: rect.width - 8, on: background)
        }
    }

    static func summary(_ model: StudioModel) -> [Span] {
        let sampled = model.sampledModel.map { " · model \($0.name) at step \(Format.grouped($0.step))" } ?? ""
        return [Span("recipe ", .dim), Span(model.recipe.name, .value), Span(sampled, .dim)]
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
        let parts = ["step \(Format.grouped(sampled.step))", sampled.objective.title, parameters].compactMap { $0 }
        return parts.joined(separator: " · ")
    }
}
