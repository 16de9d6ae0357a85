import Foundation

/// What a folder says of the model in it, found without reading the weights.
public struct ModelDescription: Sendable, Equatable {
    /// A network of the model.
    public struct Part: Sendable, Equatable {
        public var name: String
        public var className: String
        public var parameters: Int
        /// As the files hold them.
        public var storedBytes: Int
        /// What its weights take in memory when the U-Net computes in float32, and in bfloat16: vectors stay float32. A text encoder, which
        /// always computes in float32, holds one weight at a time.
        public var float32Bytes: Int
        public var bfloat16Bytes: Int
    }

    public var folder: String
    /// The folder's own name, which a person calls it by.
    public var name: String { SavedModel.name(of: folder) }
    /// What kind of model it is, for people.
    public var kind: String
    /// Width and height of the pictures, and their channels.
    public var side: Int
    public var channels: Int
    public var parts: [Part]
    /// The subcommands it is for.
    public var abilities: [String]
    /// What it needs beside the folder; nil for nothing.
    public var needs: String?
    /// What the folder says of its licence; nil where it does not.
    public var licence: String?

    public var parameters: Int { parts.reduce(0) { $0 + $1.parameters } }

    /// - Throws: ``EngineFailure`` where the folder holds no model, or one that cannot be opened.
    public init(folder: String) throws {
        self = try PipelineFolder.exists(at: folder) ? Self(pipeline: folder) : Self(digits: folder)
        licence = Self.licence(of: folder)
    }

    private init(digits folder: String) throws {
        let card = try ModelFolder.card(of: folder)
        let file = try SafetensorsFile(path: folder + "/" + ModelFolder.weightsName)
        self.folder = folder
        let classes = card.configuration.classes
        kind =
            "digit model, \(card.objective.title), " + (classes > 0 ? "\(classes) classes, " : "")
            + "\(card.step) steps on \(card.data)"
        (side, channels) = (DigitUNet.side, DigitUNet.channels)
        // Running statistics are no parameters.
        let names = file.names.filter { !$0.contains("running_") && !$0.hasSuffix("num_batches_tracked") }
        parts = [Part("network", "DigitUNet", of: file, names)]
        abilities =
            card.objective.usesTime
            ? ["sample", "edit", "inpaint"] + (classes > 0 ? ["anagram", "hybrid"] : []) + ["noise"]
            : ["sample", "noise"]
    }

    private init(pipeline folder: String) throws {
        let pipeline = try PipelineFolder(folder)
        let network = try pipeline.unet()
        self.folder = folder
        let enlarges = pipeline.index.kind.isSecondStage
        (side, channels) = (network.plan.sampleSize, network.plan.inChannels / (enlarges ? 2 : 1))
        parts = [Part("unet", pipeline.index.kind.networkClass, of: try pipeline.unetWeights())]
        guard pipeline.index.kind.readsText else {
            let classes = if case .labels(let count) = network.plan.conditioning { count } else { 0 }
            kind = "pipeline \(pipeline.index.kind.rawValue), \(classes > 0 ? "\(classes) classes" : "unconditional")"
            abilities = ["sample", "edit", "inpaint"] + (classes > 0 ? ["anagram", "hybrid"] : [])
            return
        }
        kind = "text-to-image pipeline \(pipeline.index.kind.rawValue), \(enlarges ? "second" : "first") stage"
        abilities = enlarges ? ["upscale"] : ["sample", "edit", "inpaint", "anagram", "hybrid"]
        do {
            let weights = try pipeline.textEncoderWeights().0
            _ = try (pipeline.textEncoder(), pipeline.tokenizer())
            parts.append(Part("text_encoder", "T5EncoderModel", of: weights, byWeight: true))
        } catch let failure as EngineFailure {
            needs = "a text encoder (--text-encoder DIR) or embeddings (--embeddings FILE): \(failure.what)"
        }
    }

    /// What `README.md`'s header (a model card's) or a licence's file says.
    private static func licence(of folder: String) -> String? {
        if let card = FileManager.default.contents(atPath: folder + "/README.md")?.prefix(1 << 16) {
            let lines = String(decoding: card, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            if lines.first?.trimmingCharacters(in: .whitespaces) == "---" {
                for key in ["license_name:", "license:"] {
                    let line = lines.dropFirst().prefix { !$0.hasPrefix("---") }.first { $0.hasPrefix(key) }
                    let value = line?.dropFirst(key.count).trimmingCharacters(in: .whitespaces) ?? ""
                    if !value.isEmpty, value != "other" { return value }
                }
            }
        }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.sorted().first { $0.uppercased().hasPrefix("LICEN") }.map { "see \($0)" }
    }
}

extension ModelDescription.Part {
    /// - Parameters:
    ///   - names: the parameters; nil for all tensors.
    ///   - byWeight: whether weights are held one at a time, in float32.
    fileprivate init(
        _ name: String, _ className: String, of source: some TensorSource, _ names: [String]? = nil,
        byWeight: Bool = false
    ) {
        (self.name, self.className) = (name, className)
        (parameters, storedBytes, float32Bytes, bfloat16Bytes) = (0, 0, 0, 0)
        var largest = 0
        for name in names ?? source.names {
            guard let stored = try? source.stored(name) else { continue }
            let count = stored.shape.count
            parameters += count
            storedBytes += stored.bytes.count
            let half = stored.shape.rank < 2 ? 4 * count : 2 * count
            (float32Bytes, bfloat16Bytes) = (float32Bytes + 4 * count, bfloat16Bytes + half)
            // Of the table of tokens only those of the prompt are read.
            if !name.hasPrefix("shared"), !name.hasSuffix("embed_tokens.weight") { largest = max(largest, 4 * count) }
        }
        if byWeight { (float32Bytes, bfloat16Bytes) = (largest, largest) }
    }
}
