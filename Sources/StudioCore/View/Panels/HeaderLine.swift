import Engine

/// The first line: the workspaces, what the studio is doing, how far it is, and how long it will take.
enum HeaderLine {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, .text)
        let tabs = WorkspaceTabs(model, in: rect)
        tabs.draw(model, in: rect, on: &canvas)
        var x = tabs.end + 1
        let room = rect.x + rect.width - x - 1
        let work = with(QueuePanel.counts(model), work(model), room: room)
        let rest = work.rest.reduce(0) { $0 + $1.width }
        // The longest description that leaves room for a bar, or else the shortest.
        let leastBar = work.share == nil ? 0 : rest + Self.leastBar
        let state = work.states.first { $0.reduce(leastBar) { $0 + $1.width } <= room } ?? work.states.last ?? []
        x += canvas.line(state, x: x, y: rect.y, width: room)
        guard let share = work.share else { return }
        let percent = " \(Int(share * 100)) %"
        let bar = min(30, rect.x + rect.width - x - 5 - percent.count - rest)
        guard bar >= 6 else { return }
        x += 2
        let filled = Int((share * Double(bar)).rounded(.down))
        let spans = [
            Span(String(repeating: "━", count: filled), .progress),
            Span(String(repeating: "─", count: bar - filled), .progressRest), Span(percent, .value), Span("  "),
        ]
        canvas.line(spans + work.rest, x: x, y: rect.y, width: rect.x + rect.width - x)
    }

    /// The columns of the shortest bar, with what stands around it.
    private static let leastBar = 16

    /// `work` and how much waits behind it, as fully as there is room for.
    private static func with(_ counts: [[Span]], _ work: Work, room: Int) -> Work {
        guard work.share != nil else {
            var work = work
            work.states = work.states.map { $0 + (counts.first ?? []) }
            return work
        }
        let least = (work.states.last ?? []).reduce(Self.leastBar) { $0 + $1.width }
        // The word after the time goes before the count does.
        let short = Array(work.rest.prefix(1)) + (counts.last ?? [])
        let rest = (counts.map { work.rest + $0 } + [short]).first { $0.reduce(least) { $0 + $1.width } <= room }
        return Work(states: work.states, share: work.share, rest: counts.isEmpty ? work.rest : rest ?? work.rest)
    }

    private struct Work {
        /// What goes on, the fullest description first.
        var states: [[Span]]
        /// How much of it is done, 0…1.
        var share: Double?
        var rest: [Span] = []
    }

    private static func work(_ model: StudioModel) -> Work {
        let engine = model.engine
        let paused = engine.isPaused ? [Span("paused  ", .warning)] : []
        if engine.activity == .preparing, let part = engine.work {
            let state = [Span(part.what, .accent)]
            guard part.total > 1 else { return Work(states: [state]) }
            let place = [Span("  \(part.done)", .value), Span(" of \(part.total)", .dim)]
            return Work(states: [state + place, state], share: Double(part.done) / Double(part.total))
        }
        if engine.activity == .sampling, let sampling = engine.sampling {
            return work(sampling, part: engine.work, paused: paused, runWaits: model.isTraining)
        }
        if model.isFormingGrid, let grid = engine.grid { return work(grid, paused: paused, runWaits: model.isTraining) }
        if model.isDenoising, let noise = engine.noise {
            let what = [Span("taking noise away", .accent)]
            let waits = [Span(model.isTraining ? " · the run waits" : "", .dim)]
            return Work(states: [paused + what + waits, paused + what], share: noise.share)
        }
        if model.isSearching, let search = engine.learningRateSearch {
            let what = [Span("finding a learning rate  ", .accent)]
            let step = [
                Span("step ", .dim), Span("\(search.points.count)", .value), Span(" of \(search.totalPoints)", .dim),
            ]
            return Work(
                states: [paused + what + step, paused + step],
                share: Double(search.points.count) / Double(max(1, search.totalPoints)))
        }
        guard model.isTraining, let run = engine.training else { return Work(states: [[Span("ready", .dim)]]) }
        let total = max(1, run.totalSteps)
        let step = [
            Span("step ", .dim), Span(Format.grouped(run.step), .value), Span(" of \(Format.grouped(total))", .dim),
        ]
        let epoch = [
            Span("  epoch ", .dim), Span("\(run.epoch)", .value), Span(" of \(run.totalEpochs)", .dim),
            Span(run.stopsAfterEpoch ? ", its last" : "", .warning),
        ]
        let verb = model.isFollowing ? "following " : "training "
        let name = [Span(verb, .accent), Span(run.recipe.name + "  ", .value)]
        let short = paused + [Span(verb + " ", .accent)] + step
        return Work(
            states: [paused + name + step + epoch, paused + name + step, short, paused + step],
            share: Double(run.step) / Double(total), rest: run.secondsLeft.map(timeLeft) ?? [])
    }

    private static func work(
        _ sampling: SamplingStatus, part: WorkPart?, paused: [Span], runWaits: Bool
    ) -> Work {
        let total = max(1, sampling.totalSteps)
        let count = sampling.request.count
        let step = [Span("step ", .dim), Span("\(sampling.step)", .value), Span(" of \(total)", .dim)]
        let what = [Span("sampling ", .accent), Span("\(count) picture\(count == 1 ? "" : "s")", .value)]
        let waits = [Span(runWaits ? " · the run waits  " : "  ", .dim)]
        let left = sampling.secondsPerStep.map { timeLeft($0 * Double(total - sampling.step)) } ?? []
        // Of a large network one step alone takes its time.
        let begun = part.map { Double($0.done) / Double(max(1, $0.total)) } ?? 0
        return Work(
            states: [paused + what + waits + step, paused + what + [Span("  ")] + step, paused + step],
            share: min(1, (Double(sampling.step) + begun) / Double(total)), rest: left)
    }

    private static func work(_ grid: GridStatus, paused: [Span], runWaits: Bool) -> Work {
        let total = max(1, grid.totalSteps)
        let cells = "\(grid.request.columns) × \(grid.request.rows)"
        let what = [Span("forming a grid ", .accent), Span(cells, .value)]
        let waits = [Span(runWaits ? " · the run waits" : "", .dim)]
        let left = grid.secondsPerStep.map { timeLeft($0 * Double(total - grid.step)) } ?? []
        return Work(
            states: [paused + what + waits, paused + what, paused + [Span("grid", .accent)]],
            share: Double(grid.step) / Double(total), rest: left)
    }

    private static func timeLeft(_ seconds: Double) -> [Span] {
        [Span(Format.duration(seconds), .value), Span(" left", .dim)]
    }
}
