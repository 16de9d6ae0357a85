import Foundation

/// A training run and its folder:
///
/// ```
/// recipe.json                       the recipe as used
/// log.jsonl                         a line a step: step, epoch, loss, learning_rate
/// checkpoints/step-00000600.safetensors   everything a bit-for-bit resume needs
/// config.json, model.safetensors    the newest weights, ready to be sampled
/// ```
public final class TrainingRun {
    public let folder: String
    public let trainer: Trainer
    public let checkpointInterval: Int
    private var log: RunLog
    private var savedStep: Int?

    /// Starts a run in `request.output`, or goes on with the one there where `request.resume` is set.
    ///
    /// - Throws: ``EngineFailure`` where the folder holds a run already, holds none to resume, or cannot be written.
    public init(_ request: TrainingRequest, images: ImageSet) throws {
        folder = request.output
        checkpointInterval = request.checkpointInterval
        let newest = Checkpoint.newest(in: folder)
        if request.resume {
            guard let newest else {
                throw EngineFailure(
                    "there is nothing to resume", expected: "a checkpoint", place: folder,
                    hint: "leave --resume out to start a run there")
            }
            trainer = try Trainer(recipe: request.recipe, images: images)
            try Checkpoint.load(newest, into: trainer)
            savedStep = trainer.step
        } else {
            guard newest == nil, !FileManager.default.fileExists(atPath: folder + "/recipe.json") else {
                throw EngineFailure(
                    "a run is there already", place: folder,
                    hint: "add --resume to go on with it, or choose another --output")
            }
            trainer = try Trainer(recipe: request.recipe, images: images)
            try Folder.make(folder + "/checkpoints")
            try AtomicFile.write(try JSON.encode(request.recipe), to: folder + "/recipe.json")
        }
        log = try RunLog(path: folder + "/log.jsonl", keepingStepsUpTo: trainer.step)
    }

    /// The recipe of the run in `folder`.
    public static func recipe(in folder: String) throws -> Recipe {
        try JSON.decode(Recipe.self, from: folder + "/recipe.json")
    }

    public var isFinished: Bool { trainer.isFinished }

    /// One step, logged; a checkpoint where one is due. Returns the checkpoint's path when it wrote one.
    public func advance() throws -> (step: TrainingStep, checkpoint: String?) {
        let result = try trainer.advance()
        try log.append(result)
        let due = trainer.isFinished || (checkpointInterval > 0 && trainer.step % checkpointInterval == 0)
        return (result, due ? try save() : nil)
    }

    /// Writes checkpoint and model unless this step's are there; older checkpoints but one are removed.
    @discardableResult
    public func save() throws -> String? {
        guard savedStep != trainer.step else { return nil }
        try log.synchronize()
        let path = try Checkpoint.save(trainer, in: folder)
        try ModelFolder.save(trainer.inferenceEntries, card: card, in: folder)
        savedStep = trainer.step
        Checkpoint.removeOlder(in: folder, keeping: 2)
        return path
    }

    public var card: ModelCard {
        ModelCard(
            name: trainer.recipe.name, configuration: trainer.recipe.model, objective: trainer.recipe.objective,
            data: trainer.recipe.data, step: trainer.step)
    }

    /// The model as it stands, for samples while training.
    public var model: LoadedModel {
        LoadedModel(card: card, network: trainer.network, computeType: trainer.computeType)
    }
}

extension Trainer {
    /// What is saved for inference: the averaged weights where the recipe asks for an average, and the running statistics.
    var inferenceEntries: [(name: String, value: Tensor)] {
        let weights = store.windows(average?.average ?? store.values)
        return weights + network.buffers.map { ($0.name, $0.buffer.value) }
    }
}
