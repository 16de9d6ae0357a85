import Engine

/// The lines of the queue.
enum QueuePanel {
    static func title(_ model: StudioModel) -> String { model.engine.queue.isHeld ? "Queue (held)" : "Queue" }

    static let empty = "nothing is queued: & queues what a workspace would make"

    static func line(_ job: QueuedJob, _ model: StudioModel) -> [Span] {
        // Where it stands matters as much as what it is.
        let room = max(8, min(model.width, 100) - 34)
        let width = min(room, model.engine.queue.jobs.map { DisplayWidth.of($0.title) }.max() ?? 0)
        let title = DisplayWidth.of(job.title) > width ? String(job.title.prefix(width - 1)) + "…" : job.title
        let pad = String(repeating: " ", count: max(0, width - DisplayWidth.of(title)))
        let (mark, role) = sign(job)
        return [Span(mark + " ", role), Span(title + pad, .value), Span("  ")] + state(job, model)
    }

    private static func sign(_ job: QueuedJob) -> (String, Role) {
        switch job.state {
        case .running: ("●", .accent)
        case .waiting: ("·", .dim)
        case .done: ("✓", .good)
        case .failed: ("▲", .error)
        }
    }

    private static func state(_ job: QueuedJob, _ model: StudioModel) -> [Span] {
        switch job.state {
        case .running: return progress(job, model)
        case .waiting: return [Span(model.engine.queue.isHeld ? "held" : "waits", .dim)]
        case .done: return [Span("done", .dim)]
        case .failed(let failure): return [Span(failure.what, .error)]
        }
    }

    /// How far the running job is, and how long it will take.
    private static func progress(_ job: QueuedJob, _ model: StudioModel) -> [Span] {
        let engine = model.engine
        var (share, left): (Double, Double?) = (0, nil)
        switch job.work {
        case .train:
            guard let run = engine.training else { break }
            (share, left) = (Double(run.step) / Double(max(1, run.totalSteps)), run.secondsLeft)
        case .sample:
            guard let sampling = engine.sampling else { break }
            let rest = sampling.totalSteps - sampling.step
            share = Double(sampling.step) / Double(max(1, sampling.totalSteps))
            left = sampling.secondsPerStep.map { $0 * Double(rest) }
        case .grid:
            guard let grid = engine.grid else { break }
            share = Double(grid.step) / Double(max(1, grid.totalSteps))
            left = grid.secondsPerStep.map { $0 * Double(grid.totalSteps - grid.step) }
        case .compareNoise: share = engine.noise?.share ?? 0
        }
        let percent = Span(engine.isPaused ? "paused at \(Int(share * 100)) %" : "\(Int(share * 100)) %", .value)
        return [percent] + (left.map { [Span(" · \(Format.duration($0)) left", .dim)] } ?? [])
    }

    /// What is to be known of the selected job.
    static func context(_ model: StudioModel) -> [Span] {
        guard let job = model.selectedJob else {
            return [Span(" Jobs are done one after the other, the first one first.", .dim)]
        }
        switch job.state {
        case .failed(let failure):
            return [Span(" \(failure.sentence)", .error), Span(failure.hint.map { "  \($0)" } ?? "", .dim)]
        case .done(let place): return [Span(" \(place.tail(max(1, model.width - 2)))", .dim)]
        case .running: return [Span(" It goes on whatever workspace is shown.", .dim)]
        case .waiting: return [Span(" J and K move it down and up; it begins when nothing else is going.", .dim)]
        }
    }

    /// How many jobs wait, for the first line, the fuller text first.
    static func counts(_ model: StudioModel) -> [[Span]] {
        let count = model.engine.queue.waiting.count
        guard count > 0 else { return [] }
        let word = model.engine.queue.isHeld ? " held" : " queued"
        return [[Span("  \(count)", .value), Span(word, .dim)], [Span(" +\(count)", .dim)]]
    }
}
