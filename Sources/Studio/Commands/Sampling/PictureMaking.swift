import Engine
import Foundation

/// What every command that makes pictures does once it knows what to make: samples with progress, writes what was asked for, and puts the
/// recipe into it.
struct PictureMaking {
    /// The subcommand's name and its own options, for the command that remakes the picture.
    var command: [String]
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
        var folder: String
        var model: LoadedModel
        var weak: LoadedModel?

        var record: PictureRecipe.Model {
            get throws {
                .init(
                    name: model.card.name, weights: try ModelFolder.weightsHash(folder), step: model.card.step)
            }
        }
    }

    /// - Parameter make: from the model to the request.
    func run(_ make: (LoadedModel) throws -> SamplingRequest) throws {
        if let threads = sampling.threads { Threads.count = threads }
        let folder = try ModelCatalogue.folder(of: sampling.model)
        let model = try ModelFolder.load(folder, precision: sampling.precision, weights: sampling.weights)
        let request = try make(model)
        let weak = try request.weakModel.map { try ModelCatalogue.load($0, precision: sampling.precision) }
        let models = Models(folder: folder, model: model, weak: weak)
        if let grid = try sampling.grid.grid(of: request) { return try form(grid, models) }
        let run = try SamplingRun(request, model: model, weak: weak)
        try finish(
            run, of: try models.record, weak: try weakRecord(request, weak), classNames: model.card.classNames)
    }

    /// Pictures of the prompts, by a text-to-image pipeline.
    func runText() throws {
        if let threads = sampling.threads { Threads.count = threads }
        let folder = try ModelCatalogue.folder(of: sampling.model)
        let model = try TextModel(
            folder: folder, precision: sampling.precision, embeddings: sampling.embeddings,
            cleansPrompts: !sampling.rawPrompt)
        let run = try SamplingRun(try sampling.textRequest(), model: model)
        try finish(run, of: .init(name: model.name, weights: nil, step: 0), weak: nil, classNames: [])
    }

    private func finish(
        _ run: SamplingRun, of model: PictureRecipe.Model, weak: PictureRecipe.Model?, classNames: [String]
    ) throws {
        var result = SampleOutput(run, wantsStates: output.keepTrajectory || output.isAnimation)
        try advance {
            run.isFinished ? nil : (run.step, run.totalSteps, run.firstStep)
        } by: {
            run.advance()
            try run.checkFinite()
            result.add(run)
        }
        if let path = output.output {
            let labels = output.labels ? run.request.labels(classNames: classNames) : nil
            let recipe = PictureRecipe(
                run.request, changes: run.changes, sampler: run.samplerName, model: model, weak: weak,
                precision: sampling.precision, size: (run.state.shape[2], run.state.shape[1]), program: Program.name,
                command: remake(model.name))
            try result.writePicture(to: path, recipe: recipe, edit: run.request.edit, labels: labels)
        }
        if let path = output.tensor { try result.writeTensors(to: path, keepTrajectory: output.keepTrajectory) }
        try record(model.name)
    }

    /// The recipe of a grid whose base `request` is.
    func recipe(
        of grid: GridRequest, sampler: String, _ models: Models, size: (width: Int, height: Int)
    ) throws -> PictureRecipe {
        PictureRecipe(
            grid.base, changes: grid.base.changes, sampler: sampler, model: try models.record,
            weak: try weakRecord(grid.base, models.weak), precision: sampling.precision, size: size, grid: grid,
            program: Program.name, command: remake(models.model.card.name))
    }

    private func weakRecord(_ request: SamplingRequest, _ weak: LoadedModel?) throws -> PictureRecipe.Model? {
        guard let weak else { return nil }
        let folder = try ModelCatalogue.folder(of: request.weakModel)
        return .init(name: weak.card.name, weights: try ModelFolder.weightsHash(folder), step: weak.card.step)
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

    func record(_ name: String) throws {
        guard output.json else { return }
        try writeJSON(Record(model: name, output: output.output, tensor: output.tensor, command: remake(name)))
    }

    private func remake(_ modelName: String) -> String {
        var words = ["studio"] + command + sampling.words(modelName: modelName)
        if output.labels { words.append("--labels") }
        if let path = output.output { words.append("--output \(shellQuoted(path))") }
        return words.joined(separator: " ")
    }
}
