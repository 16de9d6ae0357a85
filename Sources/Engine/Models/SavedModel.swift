import Foundation

/// A model on this machine, before its weights are read.
public struct SavedModel: Sendable, Equatable, Codable {
    public var folder: String
    public var facts: ModelFacts
    /// The recipe of the run that made it, where the folder is a run that can go on.
    public var recipe: Recipe?
    /// Why it cannot be opened; nil as far as its configuration says.
    public var trouble: EngineFailure?

    public init(folder: String, card: ModelCard, recipe: Recipe? = nil) {
        self.init(folder: folder, facts: ModelFacts(card), recipe: recipe)
    }

    public init(folder: String, facts: ModelFacts, recipe: Recipe? = nil) {
        (self.folder, self.facts, self.recipe) = (folder, facts, recipe)
    }

    /// The pipeline in `folder`, also one of a kind that cannot be opened.
    init(pipeline folder: String) {
        self.folder = folder
        do {
            facts = try ModelFacts(pipeline: PipelineFolder(folder))
        } catch {
            trouble = error as? EngineFailure ?? EngineFailure("\(error)", place: folder)
            facts = ModelFacts(
                name: Self.name(of: folder), title: "cannot be opened", subject: .nothing, side: DigitUNet.side,
                channels: DigitUNet.channels, samplers: [DDPM.name], samplersOnTheWay: [], denoising: [])
        }
    }

    /// The folder's own name, which a person calls it by.
    public var name: String { Self.name(of: folder) }

    public static func name(of folder: String) -> String {
        folder.split(separator: "/").last.map(String.init) ?? folder
    }
}

extension ModelCatalogue {
    /// The models on the shelves, and the one in `folder` where that is elsewhere: those trained here first, then pipelines, with what their
    /// folders say of them. One trained here whose card cannot be read is left out.
    public static func saved(also folder: String? = nil) -> [SavedModel] {
        let shelved = everything()
        let elsewhere = [folder].compactMap(\.self).filter { !shelved.contains($0) }
        let all = shelved + elsewhere
        let trained = all.filter { !PipelineFolder.exists(at: $0) }.compactMap { folder -> SavedModel? in
            guard let card = try? ModelFolder.card(of: folder) else { return nil }
            return SavedModel(folder: folder, card: card, recipe: try? RunFolder(folder).recipe())
        }
        return trained + all.filter(PipelineFolder.exists).map { SavedModel(pipeline: $0) }
    }
}
