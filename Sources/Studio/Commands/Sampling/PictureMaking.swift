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

    /// - Parameter make: from the model to the request.
    func run(_ make: (LoadedModel) throws -> SamplingRequest) throws {
        if let threads = sampling.threads { Threads.count = threads }
        let folder = try ModelCatalogue.folder(of: sampling.model)
        let model = try ModelFolder.load(folder, precision: sampling.precision, weights: sampling.weights)
        let request = try make(model)
        let weak = try request.weakModel.map { try ModelCatalogue.load($0, precision: sampling.precision) }
        let run = try SamplingRun(request, model: model, weak: weak)
        let record = PictureRecipe.Model(
            name: model.card.name, weights: try ModelFolder.weightsHash(folder), step: model.card.step)
        try finish(run, of: record, weak: try weakRecord(request, weak))
    }

    /// Pictures of the prompts, by a text-to-image pipeline.
    func runText() throws {
        if let threads = sampling.threads { Threads.count = threads }
        let folder = try ModelCatalogue.folder(of: sampling.model)
        let model = try TextModel(
            folder: folder, precision: sampling.precision, embeddings: sampling.embeddings,
            cleansPrompts: !sampling.rawPrompt)
        let run = try SamplingRun(try sampling.textRequest(), model: model)
        try finish(run, of: .init(name: model.name, weights: nil, step: 0), weak: nil)
    }

    private func finish(_ run: SamplingRun, of model: PictureRecipe.Model, weak: PictureRecipe.Model?) throws {
        var result = SampleOutput(run, wantsStates: output.keepTrajectory || output.isAnimation)
        try advance(run) { result.add(run) }
        let words = remake(model.name)
        let recipe = PictureRecipe(
            run.request, changes: run.changes, sampler: run.samplerName, model: model, weak: weak,
            precision: sampling.precision, size: (run.state.shape[2], run.state.shape[1]), program: Program.name,
            command: words)
        let arrange = run.request.edit.arrange
        if let path = output.output { try result.writePicture(to: path, recipe: recipe, arrange: arrange) }
        if let path = output.tensor { try result.writeTensors(to: path, keepTrajectory: output.keepTrajectory) }
        if output.json {
            try writeJSON(Record(model: model.name, output: output.output, tensor: output.tensor, command: words))
        }
    }

    private func weakRecord(_ request: SamplingRequest, _ weak: LoadedModel?) throws -> PictureRecipe.Model? {
        guard let weak else { return nil }
        let folder = try ModelCatalogue.folder(of: request.weakModel)
        return .init(name: weak.card.name, weights: try ModelFolder.weightsHash(folder), step: weak.card.step)
    }

    private func advance(_ run: SamplingRun, _ each: () -> Void) throws {
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        let started = ContinuousClock.now
        while !run.isFinished {
            if interrupt.isSet { throw Interrupted() }
            run.advance()
            try run.checkFinite()
            each()
            let spent = started.duration(to: .now).seconds
            let left = spent / Double(run.step - run.firstStep) * Double(run.totalSteps - run.step)
            line.show("step \(run.step)/\(run.totalSteps)  \(clock(left)) left")
        }
    }

    private func remake(_ modelName: String) -> String {
        var words = ["studio"] + command + sampling.words(modelName: modelName)
        if let path = output.output { words.append("--output \(shellQuoted(path))") }
        return words.joined(separator: " ")
    }
}
