import ArgumentParser
import Engine
import Foundation

/// `studio train RECIPE`
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model by a recipe.",
        discussion: """
            RECIPE is a built-in name (studio train --list) or a TOML file; studio train --show NAME > mine.toml is a start for one.
            With --resume, --learning-rate, --condition-dropout, --clip, --ema, --batch, --epochs and --steps steer the run from where \
            it stands, and are logged.
            """)

    @Argument(help: "A built-in recipe's name or a TOML file.") var recipe: String?
    @Flag(help: "List the built-in recipes.") var list = false
    @Option(help: "Print a recipe's TOML.") var show: String?
    @Option(help: "The images: a known name or a folder of IDX files.") var data: String?
    @Option(help: "The run's folder.") var output: String?
    @Option(parsing: .unconditional, help: "Passes over the training set.") var epochs: Int?
    @Option(parsing: .unconditional, help: "Optimizer steps; decides instead of epochs.") var steps: Int?
    @Option(parsing: .unconditional, help: "Images a step.") var batch: Int?
    @Option(parsing: .unconditional, help: "Channels at full resolution.") var hidden: Int?
    @Option(parsing: .unconditional, help: "Adam's learning rate.") var learningRate: Double?
    @Option(help: "constant, exponential or cosine.") var schedule: String?
    @Option(parsing: .unconditional, help: "Steps over which the rate first rises.") var warmup: Int?
    @Option(parsing: .unconditional, help: "AdamW's decay of the weights; 0 is Adam.") var weightDecay: Double?
    @Option(parsing: .unconditional, help: "Largest norm of the gradient; 0 does not clip.") var clip: Double?
    @Option(parsing: .unconditional, help: "Decay of the moving average of the weights; 0 keeps none.") var ema: Double?
    @Option(parsing: .unconditional, help: "Probability of leaving a condition out.") var conditionDropout: Double?
    @Option(parsing: .unconditional, help: "Seed of every random number.") var seed: UInt64?
    @Option(help: "What to compute in: auto takes bf16 where the processor multiplies it.") var precision: Precision?
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?
    @Option(parsing: .unconditional, help: "Steps between two checkpoints (one is written at each epoch too).")
    var checkpointInterval = 500
    @Option(parsing: .unconditional, help: "Epochs' ends to keep checkpoints of, beside the newest two and the best.")
    var keepCheckpoints = KeptCheckpoints.usualEpochLimit
    @Option(parsing: .unconditional, help: "Steps between two sets of samples; 0: at each epoch only.")
    var sampleInterval = 0
    @Option(parsing: .unconditional, help: "Steps between two held-out losses; 0: at each epoch only.")
    var validationInterval = 0
    @Flag(help: "Go on from the newest checkpoint in --output.") var resume = false
    @Option(help: "Branch from a checkpoint of this run, in a new folder.") var branchFrom: String?
    @Option(parsing: .unconditional, help: "The checkpoint's step (--branch-from); the newest when left out.")
    var atStep: Int?
    @Option(help: "Train again what this run's log tells, change by change, into --output.") var replay: String?
    @Flag(help: "Search a learning rate for the recipe (with --resume, for the run as it is) instead of training.")
    var findLearningRate = false
    @Flag(help: "One JSON object a line on standard output.") var json = false

    func validate() throws {
        guard list || show != nil || recipe != nil || (resume && output != nil) || branchFrom != nil || replay != nil
        else {
            throw ValidationError(
                "name a recipe (studio train --list shows them), or a run to go on with: --resume --output FOLDER")
        }
        guard checkpointInterval >= 1 else {
            throw ValidationError("--checkpoint-interval", expected: "1 or more", found: "\(checkpointInterval)")
        }
        for (name, value) in [
            ("--keep-checkpoints", keepCheckpoints), ("--sample-interval", sampleInterval),
            ("--validation-interval", validationInterval),
        ] where value < 0 {
            throw ValidationError(name, expected: "0 or more", found: "\(value)")
        }
        guard [resume, branchFrom != nil, replay != nil].filter({ $0 }).count <= 1 else {
            throw ValidationError("--resume, --branch-from and --replay are three different ways to begin: give one")
        }
        if atStep != nil, branchFrom == nil { throw ValidationError("--at-step needs --branch-from RUN") }
        if replay != nil, output == nil { throw ValidationError("say where the replay goes: --output FOLDER") }
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
        if let show {
            try writeOutput(try Recipe.text(named: show).trimmingCharacters(in: .newlines))
            return
        }
        if let threads { Threads.count = threads }
        if let replay {
            try replayRun(replay, to: output ?? "")
            return
        }
        let request = try makeRequest()
        if findLearningRate {
            try searchLearningRate(request)
            return
        }
        let run = try TrainingRun(request, images: try loadImages(request.recipe))
        introduce(run)
        try TrainingLoop(run: run, json: json).train()
    }

    private func loadImages(_ recipe: Recipe) throws -> ImageSet {
        let (images, notice) = try DataLocator().load(data ?? recipe.data)
        if let notice { writeError(notice + "\n") }
        return images
    }

    private func searchLearningRate(_ request: TrainingRequest) throws {
        let folder = RunFolder(request.output)
        let point =
            request.resume
            ? KeptCheckpoints(folder).newest.map { RunPoint(folder: folder.path, step: $0.step) } : request.parent
        let finder = try LearningRateFinder(recipe: request.recipe, images: try loadImages(request.recipe), from: point)
        try LearningRateTable(finder: finder, json: json).print()
    }

    private func introduce(_ run: TrainingRun) {
        let trainer = run.trainer
        let start = trainer.step > 0 ? "from step \(trainer.step) " : ""
        writeError(
            "\(trainer.recipe.name): \(trainer.network.parameterCount) parameters, \(start)to step \(trainer.totalSteps), "
                + "\(trainer.computeType.rawValue), run in \(run.folder.path)\n")
    }

    private func replayRun(_ name: String, to output: String) throws {
        let replay = try Replay(of: try RunCatalogue.folder(named: name))
        let request = TrainingRequest(
            recipe: replay.recipe, output: output, sampleInterval: sampleInterval,
            checkpointInterval: checkpointInterval, keptEpochs: keepCheckpoints, validationInterval: validationInterval)
        let run = try TrainingRun(request, images: try loadImages(replay.recipe))
        writeError("\(replay.source.path) again, to step \(replay.lastStep), with \(replay.changes.count) changes\n")
        try TrainingLoop(run: run, json: json, replay: replay).train()
        guard try replay.isEqual(to: run) else {
            throw EngineFailure(
                "the replay did not end in the same bits", place: run.folder.path,
                hint: "another machine, another build or other images round otherwise")
        }
        writeError("the same bits as \(replay.source.path) at step \(replay.lastStep)\n")
    }
}

// MARK: - What is asked for

extension TrainCommand {
    private func makeRequest() throws -> TrainingRequest {
        if resume { return try resumed() }
        if let branchFrom { return try branched(branchFrom) }
        guard let recipe else {
            throw ValidationError(
                "Name a recipe (studio train --list), or a run to go on with: --resume --output FOLDER.")
        }
        let chosen = try changed(try Recipe.named(recipe))
        return request(chosen, output ?? Places.newRun(named: chosen.name))
    }

    private func resumed() throws -> TrainingRequest {
        let place = try output ?? Places.runs + "/" + Recipe.named(recipe ?? "").name
        let folder = (try? RunCatalogue.folder(named: place)) ?? RunFolder(place)
        let stored = try folder.recipe()
        try refuseOthers(than: stored, of: folder)
        var request = request(stored, folder.path)
        request.resume = true
        request.changes = changes
        return request
    }

    /// What decides a run from its first step cannot be changed in the middle of it; saying it again is no harm.
    private func refuseOthers(than stored: Recipe, of folder: RunFolder) throws {
        var said = stored
        if let recipe { said.name = try Recipe.named(recipe).name }
        if let hidden { said.model.hidden = hidden }
        if let schedule { said.schedule = try choice(schedule, "--schedule") }
        if let warmup { said.warmup = warmup }
        if let weightDecay { said.optimizer.weightDecay = weightDecay }
        if let seed { said.seed = seed }
        if let precision { said.precision = precision }
        guard let difference = stored.difference(from: said) else { return }
        throw EngineFailure(
            "the run was started with another recipe", expected: difference.mine, found: difference.other,
            place: folder.path, hint: "resume with --resume --output FOLDER alone, or start a new run")
    }

    private func branched(_ name: String) throws -> TrainingRequest {
        let parent = try RunCatalogue.folder(named: name)
        let stored = try parent.recipe()
        try refuseOthers(than: stored, of: parent)
        guard let step = atStep ?? KeptCheckpoints(parent).newest?.step else {
            throw EngineFailure("the run has no checkpoint to branch from", place: parent.path)
        }
        var request = request(stored, output ?? Places.newRun(named: parent.name))
        request.parent = RunPoint(folder: parent.path, step: step)
        request.changes = changes
        return request
    }

    private func request(_ recipe: Recipe, _ folder: String) -> TrainingRequest {
        TrainingRequest(
            recipe: recipe, output: folder, sampleInterval: sampleInterval, checkpointInterval: checkpointInterval,
            keptEpochs: keepCheckpoints, validationInterval: validationInterval)
    }

    /// What the command line changes in a run that goes on.
    private var changes: [ParameterChange] {
        [
            learningRate.map { .learningRate($0) }, conditionDropout.map { .conditionDropout($0) },
            clip.map { .clip($0 == 0 ? nil : $0) }, ema.map { .ema($0 == 0 ? nil : $0) }, batch.map { .batch($0) },
            epochs.map { .epochs($0) }, steps.map { .steps($0) },
        ].compactMap { $0 }
    }

    /// The recipe with what the command line says instead.
    private func changed(_ recipe: Recipe) throws -> Recipe {
        var recipe = recipe
        if let data {
            // A folder is remembered by its full path, so that the run goes on from anywhere.
            recipe.data =
                FileManager.default.fileExists(atPath: data) ? URL(fileURLWithPath: data).standardized.path : data
        }
        if let epochs { (recipe.epochs, recipe.steps) = (epochs, nil) }
        if let steps { recipe.steps = steps }
        if let batch { recipe.batch = batch }
        if let hidden { recipe.model.hidden = hidden }
        if let learningRate { recipe.optimizer.learningRate = learningRate }
        if let schedule { recipe.schedule = try choice(schedule, "--schedule") }
        if let warmup { recipe.warmup = warmup }
        if let weightDecay { recipe.optimizer.weightDecay = weightDecay }
        if let clip { recipe.clip = clip == 0 ? nil : clip }
        if let ema { recipe.ema = ema == 0 ? nil : ema }
        if let conditionDropout { recipe.conditionDropout = conditionDropout }
        if let seed { recipe.seed = seed }
        if let precision { recipe.precision = precision }
        do {
            try recipe.validate()
        } catch let failure as EngineFailure {
            throw WrongUsage(option: failure)
        }
        return recipe
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
