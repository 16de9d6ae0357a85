import Engine

/// The loss: its figures, and its curve where there is room, a sparkline elsewhere.
enum LossPanel {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard model.curveSteps != nil else {
            canvas.text("no loss yet: t trains", x: rect.x, y: rect.y, width: rect.width, .dim)
            return
        }
        canvas.line(readout(model) ?? figures(model), x: rect.x, y: rect.y, width: rect.width)
        let rest = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
        if rest.height >= 5, rest.width >= 24 {
            LossCurve.draw(model, in: rest, on: &canvas)
        } else if rest.height > 0 {
            let line = Sparkline.text(model.losses.points.map(\.smoothed), width: rest.width)
            canvas.text(line, x: rest.x, y: rest.y, width: rest.width, .curve)
        }
    }

    /// A sparkline and the figures, for a pane that is one line.
    static func summary(_ model: StudioModel) -> [Span] {
        guard !model.losses.points.isEmpty else { return figures(model) }
        return [Span(Sparkline.text(model.losses.points.map(\.smoothed), width: 12) + "  ", .curve)] + figures(model)
    }

    /// What is drawn and how, for the frame.
    static func note(_ model: StudioModel) -> [Span] {
        guard let all = model.curveSteps else { return [] }
        let smoothing = model.losses.smoothing
        let parts = [
            model.curve.quantity == .loss ? nil : model.curve.quantity.title,
            smoothing == .steps50 ? nil : smoothing == .none ? "no average" : "average of \(smoothing.rawValue)",
            model.curve.isLogarithmic ? "log scale" : nil,
            model.curve.span.map { "\(Format.grouped($0)) of \(Format.grouped(all.count)) steps" },
        ].compactMap { $0 }
        return parts.isEmpty ? [] : [Span(parts.joined(separator: " · "), .dim)]
    }

    /// What was measured at the cursor, and what was changed there; nil without a cursor.
    static func readout(_ model: StudioModel) -> [Span]? {
        guard let cursor = model.curve.cursor, let point = model.losses.point(nearest: cursor) else { return nil }
        var spans = [
            Span("step ", .dim), Span(Format.grouped(point.step), .accent), Span("  epoch ", .dim),
            Span("\(model.losses.epoch(of: point.step))", .value), Span("  loss ", .dim),
            Span(Format.measure(point.smoothed), .curve), Span("  raw ", .dim),
            Span(Format.measure(point.value), point.value.isFinite ? .value : .error), Span("  rate ", .dim),
            Span(Format.scientific(point.learningRate), .value),
        ]
        if let norm = point.gradientNorm { spans += [Span("  gradient ", .dim), Span(Format.measure(norm), .value)] }
        return spans
    }

    /// Loss, average, speed and learning rate in one line, the most telling first.
    static func figures(_ model: StudioModel) -> [Span] {
        guard let last = model.losses.points.last else { return [Span("no loss yet", .dim)] }
        var spans = [
            Span("loss ", .dim), Span(Format.measure(last.smoothed), .curve), Span("  raw ", .dim),
            Span(Format.measure(last.value), last.value.isFinite ? .value : .error),
        ]
        guard let run = model.engine.training else { return spans }
        if model.isTraining, let speed = run.imagesPerSecond {
            spans += [Span("  "), Span(Format.grouped(Int(speed.rounded())), .value), Span(" img/s", .dim)]
        }
        if let held = run.validationLoss {
            spans += [Span("  held out ", .dim), Span(Format.measure(Float(held)), .value)]
        }
        spans += [Span("  rate ", .dim), Span(Format.scientific(run.learningRate), .value)]
        if let norm = run.gradientNorm { spans += [Span("  gradient ", .dim), Span(Format.measure(norm), .value)] }
        return spans + [Span("  \(run.precision.rawValue)", .dim)]
    }
}
