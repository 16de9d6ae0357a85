/// What the engine can be asked of the models on this machine.
public enum ModelCommand: Sendable, Equatable, Codable {
    /// Asks which there are; `also` is a folder that may lie elsewhere.
    case list(also: String?)
    /// Asks what the folder says of the model in it; no weights are read.
    case describe(folder: String)
}

/// What it answers.
public enum ModelEvent: Sendable, Equatable, Codable {
    case listed([SavedModel])
    case described(folder: String, ModelAbout)
}

/// What a model's folder says, or why it cannot be opened.
public enum ModelAbout: Sendable, Equatable, Codable {
    case rows([TextRow])
    case trouble(EngineFailure)
}

extension ModelCommand {
    var answer: ModelEvent {
        switch self {
        case .list(let also): return .listed(ModelCatalogue.saved(also: also))
        case .describe(let folder):
            do {
                return .described(folder: folder, .rows(try ModelDescription(folder: folder).rows))
            } catch {
                return .described(folder: folder, .trouble(error as? EngineFailure ?? EngineFailure("\(error)")))
            }
        }
    }
}
