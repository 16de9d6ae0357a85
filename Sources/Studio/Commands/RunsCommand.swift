import ArgumentParser
import Engine
import Foundation

/// `studio runs list|show|compare|delete`
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Training runs: what is here, how they went, side by side.",
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self, RunsDeleteCommand.self])
}

/// A run as one JSON object.
struct RunJSON: Encodable {
    var name: String
    var folder: String
    var recipe: String
    var state: String
    var process: Int32?
    var parent: RunPoint?
    var step: Int
    var total_steps: Int
    var epoch: Int
    var loss: Double?
    var validation_loss: Double?
    var best_step: Int?
    var best_validation_loss: Double?
    var seconds: Double
    var bytes: Int
    var changes: [SteeredChange]
    var checkpoints: [KeptCheckpoint]
    var samples: [Int]

    init(_ run: RunSummary) {
        name = run.folder.name
        folder = run.folder.path
        recipe = run.recipe.name
        switch run.state {
        case .training(let number): (state, process) = ("training", number)
        case .stopped: state = "stopped"
        case .finished: state = "finished"
        }
        parent = run.record.parent
        step = run.step
        total_steps = run.record.totalSteps
        epoch = run.epoch
        loss = run.loss
        validation_loss = run.validationLoss
        best_step = run.best?.step
        best_validation_loss = run.best?.loss
        seconds = run.record.seconds
        bytes = run.byteCount
        changes = run.changes
        checkpoints = run.checkpoints
        samples = run.sampleSteps
    }
}

/// `studio runs list`
struct RunsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The runs that are here.")

    @Argument(help: "A folder of runs; the usual one when left out.") var folder: String?
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        let place = folder ?? Places.runs
        for folder in RunCatalogue.all(in: place) {
            do {
                let run = try RunSummary(of: folder)
                if json {
                    try writeJSON(RunJSON(run))
                } else {
                    try writeOutput(line(run))
                }
            } catch let failure as EngineFailure {
                // One that cannot be read must not hide the others.
                writeError("\(folder.name): \(failure.sentence)\n")
            }
        }
    }

    private func line(_ run: RunSummary) -> String {
        run.folder.name.padded(to: 28) + "step \(run.step) of \(run.record.totalSteps)".padded(to: 24)
            + (run.loss.map { "loss \(fixed($0, 4))" } ?? "").padded(to: 14)
            + (run.best.map { "best \(fixed($0.loss, 4))" } ?? "").padded(to: 14)
            + "\(fixed(Double(run.byteCount) / 1e6, 0)) MB".padded(to: 9) + run.stateText
    }
}

/// `studio runs delete RUN…`
struct RunsDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove runs for good: their checkpoints, logs, samples and models.")

    @Argument(help: "Runs: folders or names.") var runs: [String]

    func run() throws {
        // All of them are found before the first is removed.
        let folders = try runs.map { try RunCatalogue.folder(named: $0) }
        for folder in folders {
            try folder.delete()
            let rest = FileManager.default.fileExists(atPath: folder.path)
            writeError("\(folder.path) is removed\(rest ? ", but for files that are not the run's" : "")\n")
        }
    }
}
