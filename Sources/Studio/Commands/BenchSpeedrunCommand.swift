import ArgumentParser
import Engine
import Foundation

/// `studio bench speedrun`
struct BenchSpeedrunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speedrun",
        abstract: "Time a recipe from random weights to digits that a classifier reads.",
        discussion: """
            A classifier is trained first, not timed, and its accuracy on the test images told. Then the recipe is trained from random \
            weights, timed; samples are drawn at guidance 5, one class after another, and read. The exit status is 1 where fewer than \
            90 % are read as asked for. docs/speedrun.md tells the protocol.
            """)

    @Option(help: "A built-in recipe's name or a TOML file; several are read by the same classifier.")
    var recipe = ["digits-speedrun"]
    @Option(help: "The images: a known name or a folder of IDX files.") var data: String?
    @Option(parsing: .unconditional, help: "Optimizer steps instead of the recipe's.") var steps: Int?
    @Option(parsing: .unconditional, help: "Samples to read.") var samples = 1000
    @Option(parsing: .unconditional, help: "Steps each sample takes.") var samplingSteps = 10
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?
    @Option(help: "A PNG of the first hundred samples (of the last recipe).") var output: String?
    @Flag(help: "One JSON object a line.") var json = false

    func validate() throws {
        try checkThreads(threads)
        for (name, value, most) in [
            ("--samples", samples, 1_000_000), ("--sampling-steps", samplingSteps, SamplingRequest.mostSteps),
        ] where !(1...most).contains(value) {
            throw ValidationError(name, expected: "1…\(most)", found: "\(value)")
        }
    }

    func run() throws {
        if let threads { Threads.count = threads }
        let recipes = try recipe.map { try shortened(Recipe.named($0)) }
        let (images, notice) = try DataLocator().load(data ?? recipes[0].data)
        if let notice { writeError(notice + "\n") }
        for recipe in recipes { try Speedrun.check(recipe, images: images) }
        let judge = try trainJudge(images)
        var misses: [String] = []
        for recipe in recipes {
            let speedrun = try Speedrun(
                recipe: recipe, images: images, judge: judge, samples: samples, samplingSteps: samplingSteps)
            let result = try train(speedrun)
            try tell(result, recipe)
            if let output { try PNG.write(result.picture, text: [:], to: output) }
            if !result.reachesTarget { misses.append("\(fixed(result.accuracy * 100, 1)) % (\(recipe.name))") }
        }
        guard misses.isEmpty else {
            throw EngineFailure(
                "too few of the samples were read as asked for", expected: "\(fixed(Speedrun.target * 100, 0)) %",
                found: misses.joined(separator: ", "))
        }
    }

    private func shortened(_ recipe: Recipe) throws -> Recipe {
        var recipe = recipe
        if let steps { recipe.steps = steps }
        do {
            try recipe.validate()
        } catch let failure as EngineFailure {
            throw WrongUsage(option: failure)
        }
        return recipe
    }

    private func trainJudge(_ images: ImageSet) throws -> Judge {
        let started = ContinuousClock.now
        var line = ProgressLine()
        let judge = try Judge.trained(on: images) { done in line.show("classifier \(fixed(done * 100, 0)) %") }
        line.end()
        let seconds = started.duration(to: .now).seconds
        try tell(Figure("speedrun.judge.training", seconds, "s"))
        try tell(Figure("speedrun.judge.accuracy", judge.accuracy(on: images.test) * 100, "%"))
        return judge
    }

    private func train(_ speedrun: Speedrun) throws -> Speedrun.Result {
        var line = ProgressLine()
        defer { line.end() }
        return try speedrun.run { done, loss in
            line.show("\(speedrun.recipe.name) \(fixed(done * 100, 0)) %  loss \(fixed(Double(loss), 4))")
        }
    }

    private func tell(_ result: Speedrun.Result, _ recipe: Recipe) throws {
        let name = recipe.name == "digits-speedrun" ? "speedrun" : "speedrun.\(recipe.name)"
        try tell(Figure("\(name).training", result.trainingSeconds, "s"))
        try tell(Figure("\(name).images", Double(result.images), "images"))
        try tell(Figure("\(name).sampling", result.samplingSeconds, "s"))
        try tell(Figure("\(name).accuracy", result.accuracy * 100, "%"))
        for (label, accuracy) in result.accuracies.enumerated() {
            try tell(Figure("\(name).accuracy.\(label)", accuracy * 100, "%"))
        }
    }

    private func tell(_ figure: Figure) throws {
        if json { return try writeJSON(figure) }
        try writeOutput(figure.name.padded(to: 38) + fixed(figure.value, 2) + " " + figure.unit)
    }
}
