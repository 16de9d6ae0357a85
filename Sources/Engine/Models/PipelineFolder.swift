import Foundation

/// A pipeline in diffusers' folder layout: `model_index.json`, and a folder for each part with its configuration and weights.
public struct PipelineFolder {
    public let path: String
    public let index: PipelineIndex
    /// Which of several sets of weights to take, such as `fp16`; nil takes the full ones.
    let variant: String?

    /// - Throws: ``EngineFailure`` where there is no such folder, or it holds a pipeline of another kind.
    public init(_ path: String, variant: String? = nil) throws {
        (self.path, self.variant) = (path, variant)
        index = try PipelineIndex.read(path + "/" + PipelineIndex.name)
    }

    static func exists(at path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + PipelineIndex.name)
    }

    /// The folder of the part called `part`: one of that name, or the pipeline's own, where early pipelines of one network had their files.
    func folder(of part: String) -> String {
        let own = path + "/" + part
        return FileManager.default.fileExists(atPath: own) ? own : path
    }

    /// What the U-Net is built from.
    func unetPlan() throws -> UNet2DPlan {
        let place = folder(of: "unet") + "/config.json"
        let configuration = try UNet2DConfiguration.read(place)
        let className = configuration._class_name ?? UNet2D.conditionClass
        guard className == index.kind.networkClass else {
            throw EngineFailure(
                "the network is not this pipeline's", expected: index.kind.networkClass, found: className,
                place: place)
        }
        return try configuration.plan(place: place)
    }

    /// The U-Net, its weights checked and mapped; none is read yet.
    func unet() throws -> UNet2D {
        let network = UNet2D(try unetPlan())
        try ModelFolder.bind(network, to: try unetWeights())
        return network
    }

    /// The text encoder, its weights checked and mapped; none is read yet.
    ///
    /// - Throws: ``EngineFailure`` also where the folder has none: prompts then need precomputed embeddings.
    func textEncoder() throws -> T5Encoder {
        let encoder = T5Encoder(try textEncoderWeights().1)
        try ModelFolder.bind(encoder, to: try textEncoderTensors())
        return encoder
    }

    /// The text encoder's tensors, the table of tokens under one of the two names it is saved under.
    func textEncoderTensors() throws -> RenamedTensors<WeightFiles> {
        RenamedTensors(try textEncoderWeights().0) { $0 == "encoder.embed_tokens.weight" ? "shared.weight" : $0 }
    }

    /// What the text encoder is made of.
    func textEncoderWeights() throws -> (WeightFiles, T5Configuration) {
        try require("text_encoder", "T5EncoderModel")
        let configuration = try T5Configuration.read(path + "/text_encoder/config.json")
        return (try WeightFiles(folder: path + "/text_encoder", base: "model", variant: variant), configuration)
    }

    func tokenizer() throws -> Tokenizer {
        try require("tokenizer", "T5Tokenizer")
        return try Tokenizer(path: path + "/tokenizer/spiece.model")
    }

    /// The scheduler called `part` with the class it is meant for.
    func scheduler(_ part: String = "scheduler") throws -> SchedulerConfiguration {
        try JSON.decode(SchedulerConfiguration.self, from: folder(of: part) + "/scheduler_config.json")
    }

    /// Tells this pipeline from others without reading all of it: SHA-256 over the configurations, the tokenizer, and of each file of
    /// weights the size, the header, and the first and last 64 KB.
    ///
    /// - Throws: ``EngineFailure`` where the U-Net's files cannot be read.
    var fingerprint: String {
        get throws {
            let files = [
                path + "/" + PipelineIndex.name, folder(of: "unet") + "/config.json",
                folder(of: "scheduler") + "/scheduler_config.json", path + "/text_encoder/config.json",
                path + "/tokenizer/spiece.model",
            ]
            let digests = files.map { file in
                FileManager.default.contents(atPath: file).map { SHA256.digest(of: $0) } ?? "none"
            }
            // A folder may be without its text encoder.
            let encoder = try? textEncoderWeights().0.fingerprint
            return SHA256.digest(
                of: Data((digests + [try unetWeights().source.fingerprint, encoder ?? "none"]).joined().utf8))
        }
    }

    /// The U-Net's tensors, those of old attentions under the names that came after.
    func unetWeights() throws -> RenamedTensors<WeightFiles> {
        let files = try WeightFiles(
            folder: folder(of: "unet"), base: "diffusion_pytorch_model", variant: variant)
        return RenamedTensors(files) { name in
            var parts = name.split(separator: ".").map(String.init)
            guard parts.count > 2, parts.contains("attentions"), let new = Self.renamed[parts[parts.count - 2]] else {
                return name
            }
            parts[parts.count - 2] = new
            return parts.joined(separator: ".")
        }
    }

    private static let renamed = ["query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"]

    private func require(_ part: String, _ className: String) throws {
        let found = index.parts[part]?.className
        let known = part == "tokenizer" ? [className, className + "Fast"] : [className]
        guard let found, known.contains(found) else {
            throw EngineFailure(
                "this pipeline has no \(part) that is known here", expected: className, found: found ?? "none",
                place: path,
                hint: "give another pipeline's (--text-encoder DIR), or what one said before (--embeddings FILE)")
        }
    }
}
