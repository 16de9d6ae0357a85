import Foundation

/// Writing pipelines, so that diffusers opens them too.
extension PipelineFolder {
    /// The most bytes in one file of weights, unless more is asked for.
    public static let usualShardBytes = 4_000_000_000

    /// Writes a copy of this pipeline in diffusers' layout: networks in `type`, their parameters under diffusers' present names, everything
    /// else as it is. What says that the folder is a pipeline comes last.
    ///
    /// - Parameters:
    ///   - folder: one that is empty or not there yet.
    ///   - shardBytes: the most in one file of weights; what is larger is cut into several with an index.
    /// - Throws: ``EngineFailure`` where a file cannot be read or written, or something is in `folder`.
    public func export(
        to folder: String, type: ElementType, shardBytes: Int = usualShardBytes, tell: (String) throws -> Void
    ) throws {
        let files = FileManager.default
        guard ((try? files.contentsOfDirectory(atPath: folder)) ?? []).isEmpty else {
            throw EngineFailure(
                "something is in that folder", expected: "an empty folder, or none", place: folder,
                hint: "give another --output")
        }
        // Weights that do not fit are found before anything is written.
        let network = try unet()
        var written = ["unet": index.parts["unet"], "scheduler": index.parts["scheduler"]]
        try tell("unet")
        try copy(["config.json"], of: "unet", to: folder)
        try Self.write(network, of: unetWeights(), type, to: folder + "/unet/diffusion_pytorch_model", shardBytes)
        try copy(["scheduler_config.json"], of: "scheduler", to: folder)
        if index.parts["image_noising_scheduler"] != nil {
            try copy(["scheduler_config.json"], of: "image_noising_scheduler", to: folder)
            written["image_noising_scheduler"] = index.parts["image_noising_scheduler"]
        }
        if let encoder = try? textEncoder() {
            try tell("text_encoder")
            try copy(["config.json"], of: "text_encoder", to: folder)
            let weights = try textEncoderTensors()
            try Self.write(encoder, of: weights, type, to: folder + "/text_encoder/model", shardBytes)
            let names = try files.contentsOfDirectory(atPath: path + "/tokenizer").filter { !$0.hasPrefix(".") }
            try copy(names.sorted(), of: "tokenizer", to: folder)
            for part in ["text_encoder", "tokenizer"] { written[part] = index.parts[part] }
        }
        try writeIndex(written.compactMapValues(\.self), to: folder)
    }

    private func copy(_ names: [String], of part: String, to folder: String) throws {
        try Folder.make("\(folder)/\(part)")
        for name in names {
            let place = "\(self.folder(of: part))/\(name)"
            guard let data = FileManager.default.contents(atPath: place) else {
                throw EngineFailure("the file cannot be read", place: place)
            }
            try AtomicFile.write(data, to: "\(folder)/\(part)/\(name)")
        }
    }

    /// The parts that are left out are said to be none, as diffusers does.
    private func writeIndex(_ parts: [String: PipelineIndex.Part], to folder: String) throws {
        let place = path + "/" + PipelineIndex.name
        let data = FileManager.default.contents(atPath: place) ?? Data()
        guard var entries = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw EngineFailure("the JSON is not what it should be", expected: "an object", place: place)
        }
        for (name, value) in entries where value is [Any] && parts[name] == nil {
            entries[name] = [NSNull(), NSNull()]
        }
        let text = try JSONSerialization.data(withJSONObject: entries, options: [.prettyPrinted, .sortedKeys])
        try AtomicFile.write(text + Data("\n".utf8), to: folder + "/" + PipelineIndex.name)
    }

    private struct ShardIndex: Encodable {
        var metadata: [String: Int]
        var weight_map: [String: String]
    }

    /// Writes the module's parameters as `source` has them to `base`.safetensors, or to several files and an index.
    private static func write(
        _ module: some Module, of source: some TensorSource, _ type: ElementType, to base: String, _ shardBytes: Int
    ) throws {
        let entries = try module.entries.map { entry in
            let stored = try source.stored(entry.name)
            return Safetensors.Entry(name: entry.name, shape: stored.shape, type: type) { stored.tensor(type) }
        }
        var shards: [[Safetensors.Entry]] = []
        var room = 0
        for entry in entries.sorted(by: { $0.name < $1.name }) {
            if shards.isEmpty || entry.byteCount > room {
                shards.append([])
                room = shardBytes
            }
            shards[shards.count - 1].append(entry)
            room -= entry.byteCount
        }
        // What reads the file in Python asks who wrote it.
        let metadata = ["format": "pt"]
        guard shards.count > 1 else {
            return try Safetensors.write(entries, metadata: metadata, to: base + ".safetensors")
        }
        var homes: [String: String] = [:]
        for (number, shard) in shards.enumerated() {
            func digits(_ value: Int) -> String {
                String(repeating: "0", count: max(0, 5 - "\(value)".count)) + "\(value)"
            }
            let path = "\(base)-\(digits(number + 1))-of-\(digits(shards.count)).safetensors"
            try Safetensors.write(shard, metadata: metadata, to: path)
            for entry in shard { homes[entry.name] = (path as NSString).lastPathComponent }
        }
        let total = entries.reduce(0) { $0 + $1.byteCount }
        let index = ShardIndex(metadata: ["total_size": total], weight_map: homes)
        try AtomicFile.write(try JSON.encode(index), to: base + ".safetensors.index.json")
    }
}
