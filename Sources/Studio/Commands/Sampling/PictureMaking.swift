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
        var result = SampleOutput(run, wantsStates: output.keepTrajectory || output.isAnimation)
        try advance(run) { result.add(run) }
        let words = remake(model.card.name)
        let recipe = PictureRecipe(
            request, changes: run.changes, sampler: run.samplerName, model: model,
            weights: try ModelFolder.weightsHash(folder),
            weak: try weakRecord(request, weak),
            precision: sampling.precision, size: (run.state.shape[2], run.state.shape[1]),
            program: Program.name, command: words)
        if let path = output.output { try result.writePicture(to: path, recipe: recipe, arrange: request.edit.arrange) }
        if let path = output.tensor { try result.writeTensors(to: path, keepTrajectory: output.keepTrajectory) }
        if output.json {
            try writeJSON(Record(model: model.card.name, output: output.output, tensor: output.tensor, command: words))
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
