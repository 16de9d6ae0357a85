import Engine

/// The lines of the lists of runs and checkpoints.
enum RunListPanel {
    static func run(_ run: RunSummary, _ model: StudioModel) -> [Span] {
        let width = model.otherRuns.map(\.folder.name.count).max() ?? 0
        let laid = model.overlaid.firstIndex { $0.folder == run.folder.path }
        let mark = laid.map { Span("■ ", OverlaidRun.roles[$0]) } ?? Span("  ")
        let state: Role = if case .training = run.state { .warning } else { .dim }
        let held = run.validationLoss.map { "  held out \(Format.measure(Float($0)))" } ?? ""
        return [
            mark, Span(run.folder.name + String(repeating: " ", count: width - run.folder.name.count), .value),
            Span("  step \(Format.grouped(run.step))", .dim),
            Span(run.loss.map { "  loss \(Format.measure(Float($0)))" } ?? "", .dim), Span(held, .dim),
            Span("  \(run.stateText)", state),
        ]
    }

    static func checkpoint(_ checkpoint: KeptCheckpoint, _ model: StudioModel) -> [Span] {
        let held = model.branchPoints.compactMap(\.validationLoss)
        let isBest = checkpoint.validationLoss != nil && checkpoint.validationLoss == held.min()
        return [
            Span("step \(Format.grouped(checkpoint.step))", .value),
            Span(checkpoint.epoch.map { "  end of epoch \($0)" } ?? "  within an epoch", .dim),
            Span(checkpoint.validationLoss.map { "  held out \(Format.measure(Float($0)))" } ?? "", .dim),
            Span(isBest ? "  the best" : "", .good),
        ]
    }
}
