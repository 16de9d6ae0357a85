import Engine

/// The first line: what the studio is doing, how far it is, and how long it will take.
enum HeaderLine {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, .text)
        let title = [Span(" studio ", .picked), Span("  ")]
        var x = rect.x + canvas.line(title, x: rect.x, y: rect.y, width: rect.width)
        let (state, share, rest) = parts(model)
        let room = rect.x + rect.width - x - 1
        x += canvas.line(state, x: x, y: rect.y, width: room)
        guard let share else { return }
        let percent = " \(Int(share * 100)) %"
        let restWidth = rest.reduce(0) { $0 + $1.width }
        let bar = min(30, rect.x + rect.width - x - 4 - percent.count - restWidth - 2)
        guard bar >= 6 else { return }
        x += 2
        let filled = Int((share * Double(bar)).rounded(.down))
        canvas.text(String(repeating: "━", count: filled), x: x, y: rect.y, width: filled, .progress)
        canvas.text(String(repeating: "─", count: bar - filled), x: x + filled, y: rect.y, width: bar - filled, .progressRest)
        canvas.line([Span(percent, .value), Span("  ")] + rest, x: x + bar, y: rect.y, width: rect.x + rect.width - x - bar)
    }

    /// What goes on, how much of it is done (0…1), and the time left.
    private static func parts(_ model: StudioModel) -> (state: [Span], share: Double?, rest: [Span]) {
        let engine = model.engine
        let paused = engine.isPaused ? [Span("paused  ", .warning)] : []
        if engine.activity == .sampling, let sampling = engine.sampling {
            let total = max(1, sampling.request.steps)
            let state =
                paused + [
                    Span("sampling ", .accent), Span(counted(sampling.request.count, "picture"), .value),
                    Span(model.isTraining ? " · the run waits" : "", .dim), Span("  step ", .dim),
                    Span("\(sampling.step)", .value), Span(" of \(total)", .dim),
                ]
            let left = sampling.secondsPerStep.map { $0 * Double(total - sampling.step) }
            return (state, Double(sampling.step) / Double(total), left.map(timeLeft) ?? [])
        }
        if model.isTraining, let run = engine.training {
            let total = max(1, run.totalSteps)
            let state =
                paused + [
                    Span("training ", .accent), Span(run.recipe.name, .value), Span("  step ", .dim),
                    Span(Format.grouped(run.step), .value), Span(" of \(Format.grouped(total))", .dim),
                    Span("  epoch ", .dim), Span("\(run.epoch)", .value), Span(" of \(run.totalEpochs)", .dim),
                ]
            return (state, Double(run.step) / Double(total), run.secondsLeft.map(timeLeft) ?? [])
        }
        return ([Span("ready", .dim)], nil, [])
    }

    private static func timeLeft(_ seconds: Double) -> [Span] {
        [Span(Format.duration(seconds), .value), Span(" left", .dim)]
    }

    private static func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
}
