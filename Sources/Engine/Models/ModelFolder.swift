import Foundation

/// A saved model: a folder with `config.json` (a ``ModelCard``) and `model.safetensors`.
public enum ModelFolder {
    static let cardName = "config.json"
    static let weightsName = "model.safetensors"
    /// The weights themselves, where ``weightsName`` holds their moving average.
    static let rawWeightsName = "raw-model.safetensors"

    static func exists(at folder: String) -> Bool {
        [cardName, weightsName].allSatisfy { FileManager.default.fileExists(atPath: folder + "/" + $0) }
    }

    /// Writes the model, each file whole or not at all, the weights first.
    ///
    /// - Parameter raw: the weights themselves, where `entries` are their moving average.
    static func save(
        _ entries: [(name: String, value: Tensor)], raw: [(name: String, value: Tensor)]? = nil, card: ModelCard,
        in folder: String
    ) throws {
        let rawPath = folder + "/" + rawWeightsName
        if let raw {
            try Safetensors.write(raw, metadata: ["format": "studio"], to: rawPath)
        } else if FileManager.default.fileExists(atPath: rawPath) {
            try? FileManager.default.removeItem(atPath: rawPath)
        }
        try Safetensors.write(entries, metadata: ["format": "studio"], to: folder + "/" + weightsName)
        try AtomicFile.write(try JSON.encode(card), to: folder + "/" + cardName)
    }

    /// Reads the model in `folder`.
    ///
    /// - Parameter weights: the moving average where one was kept, or the weights themselves.
    /// - Throws: ``EngineFailure`` where a file is missing or is not what the configuration needs, with every wrong tensor by name.
    public static func load(
        _ folder: String, precision: Precision = .auto, weights: WeightsChoice = .ema
    ) throws -> LoadedModel {
        guard !PipelineFolder.exists(at: folder) else {
            throw EngineFailure(
                "this command takes models trained here", found: "a pipeline", place: folder,
                hint: "make pictures with it: studio sample --model \(shellQuoted(folder))")
        }
        let card = try card(of: folder)
        var generator = Generator(seed: 0)
        let network = DigitUNet(card.configuration, generator: &generator)
        let rawPath = folder + "/" + rawWeightsName
        let hasRaw = weights == .raw && FileManager.default.fileExists(atPath: rawPath)
        let file = try SafetensorsFile(path: hasRaw ? rawPath : folder + "/" + weightsName)
        try fill(network.entries, from: file, allowsOthers: false)
        network.weightsChanged()
        return LoadedModel(card: card, network: network, computeType: precision.elementType)
    }

    /// What the model in `folder` says of itself.
    static func card(of folder: String) throws -> ModelCard {
        let path = folder + "/" + cardName
        let card = try JSON.decode(ModelCard.self, from: path)
        try card.validate(place: path)
        return card
    }

    /// SHA-256 of the weights in `folder`, which names a model for good.
    public static func weightsHash(_ folder: String) throws -> String {
        let path = folder + "/" + weightsName
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw EngineFailure("the weights cannot be read", place: path)
        }
        return SHA256.digest(of: data)
    }

    /// Copies `file`'s tensors named `prefix` + name into the module's arrays, after checking every one of them.
    static func fill(
        _ entries: [ModuleEntry], prefix: String = "", from file: SafetensorsFile, allowsOthers: Bool = true
    ) throws {
        try check(entries, prefix: prefix, against: file, allowsOthers: allowsOthers)
        for entry in entries { entry.value.assign(try file.tensor(prefix + entry.name)) }
    }

    /// Binds the module's parameters to `source`'s tensors of the same names, after checking every one of them; none is read yet.
    static func bind(_ module: some Module, to source: some TensorSource) throws {
        try check(module.entries, prefix: "", against: source, allowsOthers: false)
        for (name, parameter) in module.parameters { parameter.bind(try source.stored(name)) }
    }

    /// - Throws: ``EngineFailure`` with every array that is missing, misshapen or not part of the network.
    private static func check(
        _ entries: [ModuleEntry], prefix: String, against source: some TensorSource, allowsOthers: Bool
    ) throws {
        var problems: [String] = []
        for entry in entries {
            let name = prefix + entry.name
            if let shape = source.shape(of: name) {
                if shape != entry.shape { problems.append("\(name) is \(shape) and should be \(entry.shape)") }
            } else {
                problems.append("\(name) is missing")
            }
        }
        if !allowsOthers {
            let wanted = Set(entries.map { prefix + $0.name })
            problems += source.names.filter { !wanted.contains($0) && !$0.hasSuffix("num_batches_tracked") }
                .map { "\($0) is not part of the network" }
        }
        guard problems.isEmpty else {
            throw EngineFailure(
                "the weights do not fit the network", found: listed(problems), place: source.path,
                hint: "is this the right folder, and the file complete?")
        }
    }
}

/// Which of a model's weights to take.
public enum WeightsChoice: String, Sendable, Equatable, CaseIterable {
    /// The moving average, where one was kept.
    case ema
    /// What the optimizer left.
    case raw
}
