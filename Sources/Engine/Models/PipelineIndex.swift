import Foundation

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
        case ddpm = "DDPMPipeline"
        case ddim = "DDIMPipeline"

        /// Whether it makes large pictures of small ones.
        var isSecondStage: Bool { rawValue.hasSuffix("SuperResolutionPipeline") }

        /// Whether it makes pictures of prompts.
        var readsText: Bool { rawValue.hasPrefix("IF") }

        /// The class of its network.
        var networkClass: String { readsText ? UNet2D.conditionClass : UNet2D.modelClass }
    }

    var kind: Kind
    /// By name; a part that is left out is not here.
    var parts: [String: Part]

    /// - Throws: ``EngineFailure`` where it cannot be read, or is of a pipeline that is not known here.
    static func read(_ path: String) throws -> PipelineIndex {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure(
                "this is no pipeline", expected: "a folder with \(name)",
                place: (path as NSString).deletingLastPathComponent,
                hint: "digit models, trained here, are of a form that diffusers does not know")
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
            hint: "models that make pixels can be opened, such as DeepFloyd/IF-I-M-v1.0 or google/ddpm-cifar10-32")
    }
}
