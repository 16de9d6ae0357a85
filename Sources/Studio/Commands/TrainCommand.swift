import ArgumentParser
import Engine
import Foundation

/// `studio train RECIPE`
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model by a recipe.",
        discussion: "RECIPE is a built-in name (studio train --list) or a TOML file.")

    @Argument(help: "A built-in recipe's name or a TOML file.") var recipe: String?
    @Flag(help: "List the built-in recipes.") var list = false
    @Option(help: "The images: a known name or a folder of IDX files.") var data: String?
    @Option(help: "The run's folder.") var output: String?
    @Option(parsing: .unconditional, help: "Passes over the training set.") var epochs: Int?
    @Option(parsing: .unconditional, help: "Optimizer steps; decides instead of epochs.") var steps: Int?
    @Option(parsing: .unconditional, help: "Images a step.") var batch: Int?
    @Option(parsing: .unconditional, help: "Channels at full resolution.") var hidden: Int?
    @Option(parsing: .unconditional, help: "Adam's learning rate.") var learningRate: Double?
    @Option(help: "constant or exponential.") var schedule: String?
    @Option(parsing: .unconditional, help: "Largest norm of the gradient.") var clip: Double?
    @Option(parsing: .unconditional, help: "Decay of the moving average of the weights.") var ema: Double?
    @Option(parsing: .unconditional, help: "Seed of every random number.") var seed: UInt64?
    @Option(help: "What to compute in: auto takes bf16 where the processor multiplies it.") var precision: Precision?
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?
    @Option(parsing: .unconditional, help: "Steps from one checkpoint to the next.") var checkpointInterval = 500
    @Flag(help: "Go on from the newest checkpoint in --output.") var resume = false
    @Flag(help: "One JSON object a line on standard output.") var json = false

    func validate() throws {
        guard list || recipe != nil || (resume && output != nil) else {
            throw ValidationError(
                "name a recipe (studio train --list shows them), or a run to go on with: --resume --output FOLDER")
        }
        guard checkpointInterval >= 1 else {
            throw ValidationError("--checkpoint-interval", expected: "1 or more", found: "\(checkpointInterval)")
        }
        try checkThreads(threads)
    }

    func run() throws {
        if list {
            for recipe in Recipe.allBuiltIn {
                if json {
                    try writeJSON(recipe)
                } else {
                    try writeOutput("\(recipe.name.padded(to: 28))\(recipe.summary)")
                }
            }
            return
        }
        if let threads { Threads.count = threads }
        let request = try makeRequest()
        let (images, notice) = try DataLocator().load(request.recipe.data)
        if let notice { writeError(notice + "\n") }
        let run = try TrainingRun(request, images: images)
        writeError(
            "\(request.recipe.name): \(run.trainer.network.parameterCount) parameters, \(run.trainer.totalSteps) steps, "
                + "\(run.trainer.computeType.rawValue), run in \(run.folder)\n")
        try train(run)
    }

    private func makeRequest() throws -> TrainingRequest {
        guard let recipe else {
            let output = output ?? ""
            let stored = try TrainingRun.recipe(in: output)
            return TrainingRequest(
                recipe: try changed(stored), output: output, resume: true, checkpointInterval: checkpointInterval)
        }
        let chosen = try changed(try Recipe.named(recipe))
        let folder = output ?? (resume ? Places.runs + "/" + chosen.name : Places.newRun(named: chosen.name))
        return TrainingRequest(
            recipe: chosen, output: folder, resume: resume, checkpointInterval: checkpointInterval)
    }

    /// The recipe with what the command line says instead.
    private func changed(_ recipe: Recipe) throws -> Recipe {
        var recipe = recipe
        if let data { recipe.data = data }
        if let epochs { (recipe.epochs, recipe.steps) = (epochs, nil) }
        if let steps { recipe.steps = steps }
        if let batch { recipe.batch = batch }
        if let hidden { recipe.model.hidden = hidden }
        if let learningRate { recipe.optimizer.learningRate = learningRate }
        if let schedule { recipe.schedule = try choice(schedule, "--schedule") }
        if let clip { recipe.clip = clip }
        if let ema { recipe.ema = ema }
        if let seed { recipe.seed = seed }
        if let precision { recipe.precision = precision }
        do {
            try recipe.validate()
        } catch let failure as EngineFailure {
            throw WrongUsage(option: failure)
        }
        return recipe
    }

    private func train(_ run: TrainingRun) throws {
        let interrupt = InterruptFlag()
        var progress = TrainingProgress(total: run.trainer.totalSteps, batch: run.trainer.recipe.batch, json: json)
        while !run.isFinished {
            if interrupt.isSet {
                try run.save()
                progress.end()
                writeError("stopped at step \(run.trainer.step); go on with --resume --output \(run.folder)\n")
                throw Interrupted()
            }
            let step = try run.advance().step
            do {
                try progress.show(step)
            } catch {
                // Nobody listens any more; what was learned is kept.
                try run.save()
                throw error
            }
        }
        progress.end()
        // A finished run that is resumed has nothing to do, but its model is there all the same.
        try run.save()
        writeError("done: the model is in \(run.folder)\n")
    }
}

/// A value of an enumeration by its raw name, or a clear complaint.
func choice<T: RawRepresentable & CaseIterable>(_ text: String, _ option: String) throws -> T
where T.RawValue == String {
    if let value = T(rawValue: text) { return value }
    let known = T.allCases.map(\.rawValue).joined(separator: ", ")
    throw WrongUsage(EngineFailure("\(option) has a wrong value", expected: known, found: text))
}

func checkThreads(_ count: Int?) throws {
    guard let count, !(1...1024).contains(count) else { return }
    throw ValidationError("--threads", expected: "1…1024", found: "\(count)")
}

extension String {
    /// The text with spaces behind it up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
