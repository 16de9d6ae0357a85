/// The parts of the window that the keys can be in, in the order Tab goes through them.
public enum Pane: String, Sendable, CaseIterable {
    case model, prompt, parameters, preview, loss

    public var title: String {
        switch self {
        case .model: "Model and run"
        case .prompt: "Prompt"
        case .parameters: "Parameters"
        case .preview: "Preview"
        case .loss: "Loss"
        }
    }

    /// The pane `offset` places on, around the end.
    func advanced(by offset: Int) -> Pane {
        let all = Pane.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[((index + offset) % all.count + all.count) % all.count]
    }
}

/// What lies over the panes and takes the keys.
public enum Overlay: Sendable, Equatable {
    case help
    case messages
    case recipes
    case models
    /// The runs on disk, and the checkpoints of one.
    case runs
    case checkpoints
    /// The search for a learning rate.
    case learningRate
    /// Asks before a run is left.
    case quit
    /// Asks before a run is abandoned.
    case abandon
}
