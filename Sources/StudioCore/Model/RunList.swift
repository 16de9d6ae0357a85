import Engine

/// A run on disk whose curve is laid under the present one.
public struct OverlaidRun: Sendable, Equatable {
    public var folder: String
    /// Empty until the engine has read it.
    public var history = LossHistory()

    public var name: String { SavedModel.name(of: folder) }

    /// The looks of those laid under, in the order they were chosen; there are no more of them than looks.
    static let roles: [Role] = [.curveSecond, .curveThird, .curveFourth]
}

extension StudioModel {
    /// The run whose checkpoints can be returned to: the one going, or else the one that made the chosen model.
    var branchedFolder: String? { isTraining && !isFollowing ? engine.training?.output : savedModel?.folder }

    /// Its checkpoints, the newest first.
    var branchPoints: [KeptCheckpoint] {
        runs.first { $0.folder.path == branchedFolder }?.checkpoints.reversed() ?? []
    }

    var branchObstacle: String? {
        if isFollowing { return "a run is followed: x ends that" }
        return branchedFolder == nil ? "there is no run yet: t starts one" : nil
    }

    /// What the list of runs offers, the newest checkpoint's run first and the one shown left out.
    var otherRuns: [RunSummary] { runs.filter { $0.folder.path != lossFolder } }

    /// What the run whose curve and samples are shown learns to predict.
    var shownObjective: Objective? {
        if let run = engine.training, run.output == lossFolder { return run.recipe.objective }
        return runs.first { $0.folder.path == lossFolder }?.recipe.objective
    }

    /// Goes on from the selected checkpoint as a new run; the one that is going is saved and stays.
    mutating func branch() -> [Effect] {
        let points = branchPoints
        guard points.indices.contains(listIndex), let run = runs.first(where: { $0.folder.path == branchedFolder })
        else { return [] }
        overlay = nil
        let request = TrainingRequest(
            recipe: run.recipe, output: "", parent: RunPoint(folder: run.folder.path, step: points[listIndex].step),
            sampleInterval: sampleInterval)
        let stops = [isSampling, isTraining].filter(\.self).map { _ in Effect.engine(.stop) }
        return stops + [.engine(.train(request))]
    }

    /// Lays the selected run's curve under the present one, or takes it away.
    mutating func toggleOverlaid() -> [Effect] {
        guard otherRuns.indices.contains(listIndex) else { return [] }
        let folder = otherRuns[listIndex].folder.path
        if let index = overlaid.firstIndex(where: { $0.folder == folder }) {
            overlaid.remove(at: index)
            return []
        }
        guard overlaid.count < OverlaidRun.roles.count else {
            say("\(overlaid.count) curves lie under this one: take one of them away first")
            return []
        }
        overlaid.append(OverlaidRun(folder: folder))
        return [.engine(.loadCurve(folder: folder))]
    }

    /// Shows the selected run's curve and samples in the place of the present ones.
    mutating func showRun() -> [Effect] {
        guard otherRuns.indices.contains(listIndex) else { return [] }
        let run = otherRuns[listIndex]
        let folder = run.folder.path
        overlay = nil
        overlaid.removeAll { $0.folder == folder }
        look(at: folder)
        if case .training = run.state { return show(.train) + [.engine(.follow(folder: folder))] }
        return show(.train) + [.engine(.loadCurve(folder: folder)), .engine(.loadSamples(folder: folder))]
    }

    /// The curve and samples are those of the run in `folder` from now on.
    mutating func look(at folder: String) {
        losses = LossHistory(smoothing: losses.smoothing)
        samples = Film()
        (curve.cursor, curve.span) = (nil, nil)
        lossFolder = folder
    }

    /// Takes in what the engine read of a run on disk; what the run has done since stays.
    mutating func take(_ history: RunHistory, of folder: String) {
        let read = LossHistory(history, smoothing: losses.smoothing)
        if folder == lossFolder { losses = read.goingOn(with: losses) }
        for index in overlaid.indices where overlaid[index].folder == folder { overlaid[index].history = read }
    }

    mutating func take(_ sets: [SampleSet], of folder: String) {
        guard folder == lossFolder else { return }
        let read = sets.map { SampleFrame(step: $0.step, picture: $0.raw, averaged: $0.averaged) }
        samples = Film(read + samples.frames.filter { $0.step > read.last?.step ?? -1 })
    }
}
