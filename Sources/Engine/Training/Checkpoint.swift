import Foundation

/// Everything a run needs to go on as if it had never stopped, in one file: weights, statistics, the optimizer's moments, the average,
/// and in the metadata the generator, the data order, the step and every change made so far.
enum Checkpoint {
    private struct State: Codable {
        var version = Self.newestVersion
        var step: Int
        var optimizerCount: Int
        var averageCount: Int?
        var warmupProgress: Double
        var steering: Steering
        var changes: [SteeredChange]
        var generator: Generator
        var order: BatchOrder
        var recipe: Recipe

        static let newestVersion = 1
    }

    private static let stateKey = "studio.state"

    static func save(_ trainer: Trainer, changes: [SteeredChange], to path: String) throws {
        let state = State(
            step: trainer.step, optimizerCount: trainer.optimizer.count, averageCount: trainer.average?.count,
            warmupProgress: trainer.warmupProgress, steering: trainer.steering, changes: changes,
            generator: trainer.generator, order: trainer.order, recipe: trainer.recipe)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(state), as: UTF8.self)
        try Safetensors.write(tensors(of: trainer), metadata: [stateKey: text], to: path)
    }

    /// Every array of the state, by its name in the file.
    private static func tensors(of trainer: Trainer) -> [(name: String, value: Tensor)] {
        let store = trainer.store
        var tensors = trainer.network.entries.map { ("model.\($0.name)", $0.value) }
        tensors += store.windows(trainer.optimizer.firstMoment).map { ("adam.m.\($0.name)", $0.value) }
        tensors += store.windows(trainer.optimizer.secondMoment).map { ("adam.v.\($0.name)", $0.value) }
        if let average = trainer.average {
            tensors += store.windows(average.average).map { ("ema.\($0.name)", $0.value) }
            tensors += zip(trainer.network.buffers, average.statistics).map { ("ema.\($0.name)", $1) }
        }
        return tensors
    }

    /// Puts `trainer` where the checkpoint at `path` was; only the folder of its images may be another.
    ///
    /// - Returns: the changes made up to then.
    /// - Throws: ``EngineFailure`` where the file is damaged or of another run; the trainer is not to be used then.
    static func load(_ path: String, into trainer: Trainer) throws -> [SteeredChange] {
        let file = try SafetensorsFile(path: path)
        guard let text = file.metadata[stateKey] else {
            throw EngineFailure("this is not a checkpoint of a run", expected: "metadata \(stateKey)", place: path)
        }
        struct Version: Decodable { var version: Int }
        let version = try JSON.decode(Version.self, from: Data(text.utf8), place: path).version
        guard version == State.newestVersion else {
            throw EngineFailure(
                "the checkpoint is of another version", expected: "\(State.newestVersion)", found: "\(version)",
                place: path, hint: "use the studio that wrote it, or a newer one")
        }
        let state = try JSON.decode(State.self, from: Data(text.utf8), place: path)
        try check(state, against: trainer, path: path)
        trainer.steering = state.steering
        trainer.setAverage(decay: state.steering.ema)
        let entries = tensors(of: trainer).map { ModuleEntry.buffer($0.name, Buffer($0.value)) }
        try ModelFolder.fill(entries, from: file)
        trainer.average?.count = state.averageCount ?? 0
        trainer.optimizer.count = state.optimizerCount
        trainer.warmupProgress = state.warmupProgress
        trainer.generator = state.generator
        trainer.order = state.order
        trainer.step = state.step
        trainer.network.weightsChanged()
        return state.changes
    }

    private static func check(_ state: State, against trainer: Trainer, path: String) throws {
        var stored = state.recipe
        stored.data = trainer.recipe.data
        if let difference = stored.difference(from: trainer.recipe) {
            throw EngineFailure(
                "the run was started with another recipe", expected: difference.mine, found: difference.other,
                place: path, hint: "resume with --resume --output FOLDER alone")
        }
        guard state.order.count == trainer.images.train.count else {
            throw EngineFailure(
                "the run was trained on other images", expected: "\(state.order.count) of them",
                found: "\(trainer.images.train.count)", place: trainer.images.name,
                hint: "name the same images with --data")
        }
    }
}

extension Recipe {
    /// The first part in which this recipe and another differ, as both have it; nil where they are equal.
    public func difference(from other: Recipe) -> (mine: String, other: String)? {
        guard self != other else { return nil }
        for (x, y) in zip(Mirror(reflecting: self).children, Mirror(reflecting: other).children)
        where "\(x.value)" != "\(y.value)" {
            return ("\(x.label ?? "") \(x.value)", "\(y.label ?? "") \(y.value)")
        }
        return ("the stored recipe", "another")
    }
}
