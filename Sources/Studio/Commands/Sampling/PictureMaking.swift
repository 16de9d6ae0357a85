import Engine
import Foundation

/// What every command that makes pictures does once it knows what to make: samples with progress, writes what was asked for, and puts the
/// recipe into it.
struct PictureMaking {
    /// The files of the picture and mask that it starts from, for the command that remakes what is made.
    var image = ""
    var mask = ""
    var sampling: SamplingOptions
    var output: OutputOptions

    private struct Record: Encodable {
        var model: String
        var output: String?
        var tensor: String?
        var command: String
    }

    /// What the pictures are made with.
    struct Models {
        var model: OpenedModel
        var weak: OpenedModel?
    }

    /// - Parameter make: from the model to the request.
    func run(_ make: (OpenedModel) throws -> SamplingRequest) throws {
        let model = try sampling.open(sampling.model)
        let request = try make(model)
        for prompt in try model.cutPrompts(request) {
            writeError(
                "the prompt “\(prompt.prompt.prefix(24).description.harmless)…” is cut after \(prompt.most) of \(prompt.tokens) tokens: "
                    + "“\(prompt.cut.harmless)” is not read\n")
        }
        let models = Models(model: model, weak: try request.weakModel.map { try sampling.open($0) })
        if let grid = try sampling.grid.grid(of: request) { return try form(grid, models) }
        try finish(try SamplingRun(request, model: model, weak: models.weak), models)
    }

    private func finish(_ run: SamplingRun, _ models: Models) throws {
        var result = SampleOutput(run, wantsStates: output.keepTrajectory || output.isAnimation)
        try advance {
            run.isFinished ? nil : (run.step, run.totalSteps, run.firstStep)
        } by: {
            run.advance()
            try run.checkFinite()
            result.add(run)
        }
        if let path = output.output {
            let labels = output.labels ? run.request.labels(classNames: models.model.classNames) : nil
            let recipe = try recipe(
                of: run.request, changes: run.changes, sampler: run.samplerName, models,
                size: (run.state.shape[2], run.state.shape[1]))
            try result.writePicture(to: path, recipe: recipe, edit: run.request.edit, labels: labels)
        }
        if let path = output.tensor { try result.writeTensors(to: path, keepTrajectory: output.keepTrajectory) }
        try record(run.request, models)
    }

    /// The recipe of `request`, or of a grid whose base that is.
    func recipe(
        of request: SamplingRequest, changes: [LoggedChange], sampler: String, _ models: Models,
        size: (width: Int, height: Int), grid: GridRequest? = nil
    ) throws -> PictureRecipe {
        PictureRecipe(
            request, changes: changes, sampler: sampler, model: try models.model.record(of: request),
            weak: try models.weak?.record(of: request), precision: sampling.precision, size: size, grid: grid,
            program: Program.name, command: remake(request, models))
    }

    /// Steps until there is no place to be at any more, with progress.
    func advance(_ place: () -> (step: Int, total: Int, first: Int)?, by step: () throws -> Void) throws {
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        let started = ContinuousClock.now
        while let (done, total, first) = place() {
            if interrupt.isSet { throw Interrupted() }
            if done > first {
                let left = started.duration(to: .now).seconds / Double(done - first) * Double(total - done)
                line.show("step \(done)/\(total)  \(clock(left)) left")
            }
            try step()
        }
    }

    func record(_ request: SamplingRequest, _ models: Models) throws {
        guard output.json else { return }
        try writeJSON(
            Record(
                model: models.model.name, output: output.output, tensor: output.tensor, command: remake(request, models)
            ))
    }

    private func remake(_ request: SamplingRequest, _ models: Models) -> String {
        var words = ["studio"] + request.commandWords(image: image, mask: mask)
        words += sampling.words(modelName: models.model.name).words
        if output.labels { words.append("--labels") }
        if let path = output.output { words.append("--output \(shellQuoted(path))") }
        return words.joined(separator: " ")
    }
}
