import Foundation

/// Everything a run needs to go on as if it had never stopped, in one file: weights, statistics, the optimizer's moments, the average,
/// and in the metadata the generator, the data order and the step.
enum Checkpoint {
    private struct State: Codable {
        var version = 1
        var step: Int
        var optimizerCount: Int
        var averageCount: Int?
        var baseLearningRate: Double
        var generator: Generator
        var order: BatchOrder
        var recipe: Recipe
    }

    private static let folderName = "checkpoints"
    private static let stateKey = "studio.state"

    static func save(_ trainer: Trainer, in folder: String) throws -> String {
        let store = trainer.store
        var tensors = trainer.network.entries.map { ("model.\($0.name)", $0.value) }
        tensors += store.windows(trainer.optimizer.firstMoment).map { ("adam.m.\($0.name)", $0.value) }
        tensors += store.windows(trainer.optimizer.secondMoment).map { ("adam.v.\($0.name)", $0.value) }
        if let average = trainer.average {
            tensors += store.windows(average.average).map { ("ema.\($0.name)", $0.value) }
        }
        let state = State(
            step: trainer.step, optimizerCount: trainer.optimizer.count, averageCount: trainer.average?.count,
            baseLearningRate: trainer.baseLearningRate, generator: trainer.generator, order: trainer.order,
            recipe: trainer.recipe)
        let path = "\(folder)/\(folderName)/step-\(String(format: "%08d", trainer.step)).safetensors"
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(state), as: UTF8.self)
        try Safetensors.write(tensors, metadata: [stateKey: text], to: path)
        return path
    }

    /// The checkpoints in a run's folder, the newest last.
    private static func all(in folder: String) -> [String] {
        let place = folder + "/" + folderName
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") }.sorted().map { place + "/" + $0 }
    }

    static func newest(in folder: String) -> String? { all(in: folder).last }

    static func removeOlder(in folder: String, keeping count: Int) {
        for path in all(in: folder).dropLast(count) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Puts `trainer` where the checkpoint at `path` was. The recipe may differ in how long to train, nothing else.
    static func load(_ path: String, into trainer: Trainer) throws {
        let file = try SafetensorsFile(path: path)
        guard let text = file.metadata[stateKey] else {
            throw EngineFailure("this is not a checkpoint of a run", expected: "metadata \(stateKey)", place: path)
        }
        let state = try JSON.decode(State.self, from: Data(text.utf8), place: path)
        try check(state, against: trainer, path: path)
        let store = trainer.store
        try ModelFolder.fill(trainer.network.entries, prefix: "model.", from: file)
        try fill(store.windows(trainer.optimizer.firstMoment), prefix: "adam.m.", from: file)
        try fill(store.windows(trainer.optimizer.secondMoment), prefix: "adam.v.", from: file)
        if let average = trainer.average {
            try fill(store.windows(average.average), prefix: "ema.", from: file)
            average.count = state.averageCount ?? 0
        }
        trainer.optimizer.count = state.optimizerCount
        trainer.baseLearningRate = state.baseLearningRate
        trainer.generator = state.generator
        trainer.order = state.order
        trainer.step = state.step
        trainer.network.weightsChanged()
    }

    private static func fill(
        _ windows: [(name: String, value: Tensor)], prefix: String, from file: SafetensorsFile
    ) throws {
        try ModelFolder.fill(
            windows.map { .buffer($0.name, Buffer($0.value)) }, prefix: prefix, from: file)
    }

    private static func check(_ state: State, against trainer: Trainer, path: String) throws {
        guard state.version == 1 else {
            throw EngineFailure(
                "the checkpoint is of another version", expected: "1", found: "\(state.version)", place: path,
                hint: "use the studio that wrote it, or a newer one")
        }
        var stored = state.recipe
        stored.epochs = trainer.recipe.epochs
        stored.steps = trainer.recipe.steps
        stored.data = trainer.recipe.data
        guard stored == trainer.recipe else {
            throw EngineFailure(
                "the run was started with another recipe", expected: difference(stored, trainer.recipe).0,
                found: difference(stored, trainer.recipe).1, place: path,
                hint: "resume with --resume --output FOLDER alone; only --epochs, --steps and --data may change")
        }
    }

    /// The first part in which two recipes differ, as both have it.
    private static func difference(_ a: Recipe, _ b: Recipe) -> (String, String) {
        for (x, y) in zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children)
        where "\(x.value)" != "\(y.value)" {
            return ("\(x.label ?? "") \(x.value)", "\(y.label ?? "") \(y.value)")
        }
        return ("the stored recipe", "another")
    }
}
