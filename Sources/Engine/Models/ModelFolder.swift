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
        var problems: [String] = []
        for entry in entries {
            let name = prefix + entry.name
            if let shape = file.shape(of: name) {
                if shape != entry.value.shape {
                    problems.append("\(name) is \(shape) and should be \(entry.value.shape)")
                }
            } else {
                problems.append("\(name) is missing")
            }
        }
        if !allowsOthers {
            let wanted = Set(entries.map { prefix + $0.name })
            problems += file.names.filter { !wanted.contains($0) && !$0.hasSuffix("num_batches_tracked") }
                .map { "\($0) is not part of the network" }
        }
        guard problems.isEmpty else {
            let shown = problems.prefix(8).joined(separator: "; ")
            throw EngineFailure(
                "the weights do not fit the network",
                found: shown + (problems.count > 8 ? "; and \(problems.count - 8) more" : ""), place: file.path,
                hint: "is this the right folder, and the file complete?")
        }
        for entry in entries { entry.value.assign(try file.tensor(prefix + entry.name)) }
    }
}

/// Which of a model's weights to take.
public enum WeightsChoice: String, Sendable, Equatable, CaseIterable {
    /// The moving average, where one was kept.
    case ema
    /// What the optimizer left.
    case raw
}
