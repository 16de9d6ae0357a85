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

    /// The U-Net, its weights checked and mapped; none is read yet.
    func unet() throws -> UNet2DConditionModel {
        let place = path + "/unet/config.json"
        let network = UNet2DConditionModel(try UNet2DConfiguration.read(place).plan(place: place))
        try ModelFolder.bind(network, to: try unetWeights())
        return network
    }

    /// The text encoder, its weights checked and mapped; none is read yet.
    ///
    /// - Throws: ``EngineFailure`` also where the folder has none: prompts then need precomputed embeddings.
    func textEncoder() throws -> T5Encoder {
        let (weights, configuration) = try textEncoderWeights()
        let encoder = T5Encoder(configuration)
        try ModelFolder.bind(encoder, to: T5Weights(files: weights))
        return encoder
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
        try JSON.decode(SchedulerConfiguration.self, from: path + "/\(part)/scheduler_config.json")
    }

    /// Tells this pipeline from others without reading all of it: SHA-256 over the configurations, the tokenizer, and of each file of
    /// weights the size, the header, and the first and last 64 KB.
    ///
    /// - Throws: ``EngineFailure`` where the U-Net's files cannot be read.
    var fingerprint: String {
        get throws {
            let files = [
                PipelineIndex.name, "unet/config.json", "scheduler/scheduler_config.json", "text_encoder/config.json",
                "tokenizer/spiece.model",
            ]
            let digests = files.map { name in
                FileManager.default.contents(atPath: path + "/" + name).map { SHA256.digest(of: $0) } ?? "none"
            }
            // A folder may be without its text encoder.
            let encoder = try? textEncoderWeights().0.fingerprint
            return SHA256.digest(
                of: Data((digests + [try unetWeights().fingerprint, encoder ?? "none"]).joined().utf8))
        }
    }

    func unetWeights() throws -> WeightFiles {
        try WeightFiles(folder: path + "/unet", base: "diffusion_pytorch_model", variant: variant)
    }

    private func require(_ part: String, _ className: String) throws {
        let found = index.parts[part]?.className
        let known = part == "tokenizer" ? [className, className + "Fast"] : [className]
        guard let found, known.contains(found) else {
            throw EngineFailure(
                "this pipeline has no \(part) that is known here", expected: className, found: found ?? "none",
                place: path, hint: "give precomputed embeddings: --embeddings FILE")
        }
    }
}

/// What `model_index.json` says a pipeline is made of.
public struct PipelineIndex: Sendable, Equatable {
    static let name = "model_index.json"

    /// One part: the library and class that read it in Python.
    struct Part: Sendable, Equatable {
        var library: String
        var className: String
    }

    /// The pipelines that are known here.
    enum Kind: String, Sendable, CaseIterable {
        case base = "IFPipeline"
        case imageToImage = "IFImg2ImgPipeline"
        case inpainting = "IFInpaintingPipeline"
        case superResolution = "IFSuperResolutionPipeline"
        case imageToImageSuperResolution = "IFImg2ImgSuperResolutionPipeline"
        case inpaintingSuperResolution = "IFInpaintingSuperResolutionPipeline"

        /// Whether it makes large pictures of small ones.
        var isSecondStage: Bool {
            switch self {
            case .base, .imageToImage, .inpainting: false
            case .superResolution, .imageToImageSuperResolution, .inpaintingSuperResolution: true
            }
        }
    }

    var kind: Kind
    /// By name; a part that is left out is not here.
    var parts: [String: Part]

    /// - Throws: ``EngineFailure`` where it cannot be read, or is of a pipeline that is not known here.
    static func read(_ path: String) throws -> PipelineIndex {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure(
                "this is no pipeline", expected: "a folder with \(name)",
                place: (path as NSString).deletingLastPathComponent)
        }
        try GitPointer.refuse(data, place: path)
        guard let entries = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw EngineFailure("the JSON is not what it should be", expected: "an object", place: path)
        }
        let className = entries["_class_name"] as? String
        guard let kind = className.flatMap(Kind.init) else { throw unknown(className, entries, path) }
        var parts: [String: Part] = [:]
        for case (let name, let pair as [Any]) in entries where pair.count == 2 {
            guard let library = pair[0] as? String, let className = pair[1] as? String else { continue }
            parts[name] = Part(library: library, className: className)
        }
        return PipelineIndex(kind: kind, parts: parts)
    }

    private static func unknown(_ className: String?, _ entries: [String: Any], _ path: String) -> EngineFailure {
        let why =
            entries["vae"] != nil
            ? "its pictures are made in the latent space of an autoencoder"
            : entries["transformer"] != nil ? "its network is a transformer" : nil
        return EngineFailure(
            "this kind of pipeline cannot be opened" + (why.map { ": \($0)" } ?? ""),
            expected: Kind.allCases.map(\.rawValue).joined(separator: ", "), found: className ?? "no class",
            place: path,
            hint: "models that make pixels from a prompt can be opened, such as DeepFloyd/IF-I-M-v1.0")
    }
}

/// A T5 encoder's weights, whichever of its two names the table of tokens was saved under.
private struct T5Weights: TensorSource {
    private static let table = "shared.weight"
    private static let other = "encoder.embed_tokens.weight"
    let files: WeightFiles

    var path: String { files.path }

    var names: [String] {
        var names = Set(files.names)
        if names.remove(Self.other) != nil { names.insert(Self.table) }
        return names.sorted()
    }

    func shape(of name: String) -> Shape? { files.shape(of: source(name)) }
    func stored(_ name: String) throws -> StoredTensor { try files.stored(source(name)) }

    private func source(_ name: String) -> String {
        name == Self.table && files.shape(of: name) == nil ? Self.other : name
    }
}
