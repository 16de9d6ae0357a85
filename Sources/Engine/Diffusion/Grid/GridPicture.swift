/// A grid as one picture, with its axes written beside it.
extension GridRun {
    /// The pictures of a cell: the clean estimate until they are finished.
    public func picture(of cell: Int) -> Picture {
        let run = run(of: cell)
        return picture(run.isFinished ? run.state : run.estimate ?? run.state, run)
    }

    private func picture(_ x: Tensor, _ run: SamplingRun) -> Picture {
        request.base.edit.arrange(x.pictures(range: run.range))
    }

    /// All cells and what tells them apart.
    ///
    /// - Parameter classNames: what classes are called.
    public func picture(classNames: [String]) -> Picture {
        request.labels(classNames: classNames).draw(cells.indices.map(picture))
    }

    /// The states of all cells on their way, as many frames as the longest has moments: each cell is as far in its own.
    ///
    /// - Throws: ``EngineFailure`` where one is on disk and cannot be read.
    public func film(classNames: [String]) throws -> [Picture] {
        let labels = request.labels(classNames: classNames)
        let runs = cells.indices.map(run)
        let last = max(1, (runs.map(\.momentCount).max() ?? 1) - 1)
        return try (0...last).map { frame in
            labels.draw(
                try runs.map { run in
                    picture(try run.state(at: (frame * (run.momentCount - 1) + last / 2) / last), run)
                })
        }
    }

    /// The states of all cells, `[cells · count, H, W, C]`.
    public var states: Tensor { stacked(cells.indices.map { run(of: $0).state }) }
}

extension GridRequest {
    /// What is written beside the cells.
    public func labels(classNames: [String]) -> GridLabels {
        GridLabels(
            columns: x?.labels(classNames: classNames) ?? [], rows: y?.labels(classNames: classNames) ?? [],
            above: x?.parameter.title ?? "", left: y?.parameter.title ?? "")
    }
}

extension GridAxis {
    /// The values for people.
    public func labels(classNames: [String]) -> [String] {
        guard parameter.kind == .label || parameter.kind == .negative else { return values }
        return values.map { Int($0).flatMap { classNames.indices.contains($0) ? classNames[$0] : nil } ?? $0 }
    }
}

extension GridParameter {
    /// Its name for people.
    public var title: String {
        let name = kind == .negative ? "away from" : kind.rawValue.replacing("-", with: " ")
        return step.map { "\(name) from step \($0)" } ?? name
    }
}
