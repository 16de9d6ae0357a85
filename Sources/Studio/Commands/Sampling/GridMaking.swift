import ArgumentParser
import Engine

/// A grid of samplings, written as a picture with its axes, as an animation, or as numbers.
extension PictureMaking {
    func form(_ grid: GridRequest, _ models: Models) throws {
        guard !output.keepTrajectory else {
            throw WrongUsage(
                EngineFailure("--keep-trajectory is for a single sampling: a grid's cells differ in length"))
        }
        let run = try GridRun(grid, model: models.model, weak: models.weak)
        try advance {
            run.isFinished ? nil : (run.cellSteps, run.totalCellSteps, 0)
        } by: {
            _ = try run.advance()
        }
        if let path = output.output { try write(run, models, to: path) }
        if let path = output.tensor {
            try Safetensors.write([("images", run.states.channelsFirst())], metadata: [:], to: path)
        }
        try record(grid.base, models)
    }

    private func write(_ run: GridRun, _ models: Models, to path: String) throws {
        let names = models.model.classNames
        guard !output.isAnimation else {
            let frames = try run.film(classNames: names)
            return try GIF.write(frames, delays: GIF.delays(frames.count), to: path)
        }
        let (base, first) = (run.request.base, run.run(of: 0))
        let recipe = try recipe(
            of: base, changes: base.changes, sampler: base.sampler.isEmpty ? first.samplerName : base.sampler, models,
            size: (first.state.shape[2], first.state.shape[1]), grid: run.request)
        try PNG.write(run.picture(classNames: names), text: try recipe.chunks(), to: path)
    }
}
