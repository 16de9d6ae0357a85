/// A model on this machine, before its weights are read.
public struct SavedModel: Sendable, Equatable {
    public var folder: String
    public var card: ModelCard
    /// The recipe of the run that made it, where the folder is a run that can go on.
    public var recipe: Recipe?

    public init(folder: String, card: ModelCard, recipe: Recipe? = nil) {
        self.folder = folder
        self.card = card
        self.recipe = recipe
    }

    /// The folder's own name, which a person calls it by.
    public var name: String { Self.name(of: folder) }

    public static func name(of folder: String) -> String {
        folder.split(separator: "/").last.map(String.init) ?? folder
    }
}

extension ModelCatalogue {
    /// The models on the shelves, and the one in `folder` where that is elsewhere, with what their cards say; those whose card cannot be
    /// read are left out.
    public static func saved(also folder: String? = nil) -> [SavedModel] {
        let shelved = all()
        let elsewhere = [folder].compactMap(\.self).filter { !shelved.contains($0) }
        return (shelved + elsewhere).compactMap { folder in
            guard let card = try? ModelFolder.card(of: folder) else { return nil }
            return SavedModel(folder: folder, card: card, recipe: try? RunFolder(folder).recipe())
        }
    }
}
