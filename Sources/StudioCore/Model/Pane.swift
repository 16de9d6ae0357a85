/// The parts of the window that the keys can be in; a workspace has some of them.
public enum Pane: String, Sendable, CaseIterable {
    case model, prompt, parameters, preview, timeline, loss, board, comparison, pictures, recipe, shelf, about

    public var title: String {
        switch self {
        case .model: "Model and run"
        case .prompt: "Prompt"
        case .parameters: "Parameters"
        case .preview: "Preview"
        case .timeline: "Timeline"
        case .loss: "Loss"
        case .board: "Board"
        case .comparison: "Noise and its removal"
        case .pictures: "Pictures"
        case .recipe: "Recipe"
        case .shelf: "Models"
        case .about: "About it"
        }
    }
}

/// What lies over the panes and takes the keys.
public enum Overlay: Sendable, Equatable {
    case help
    /// What was said, from the least weight on.
    case messages(least: Message.Kind)
    /// What the panes say, as a command.
    case commandLine(CommandLine)
    case recipes
    case models
    /// The runs on disk, and the checkpoints of one.
    case runs
    case checkpoints
    /// The search for a learning rate.
    case learningRate
    /// The themes, each shown as it is passed; the one there was, for leaving.
    case themes(before: Theme)
    /// What was kept of the panes, by name.
    case presets
    /// A screen of the tour.
    case tour(page: Int)
    /// Every command, found by what is typed.
    case palette(query: String)
    /// The second stages that can enlarge pictures.
    case enlargers
    /// Prompts taken before, found by what is typed.
    case recall(query: String)
    /// What a grid varies, and the grid, which takes the place of the panes.
    case gridForm
    case grid
    /// The jobs that wait, and what became of the last ones.
    case queue
    /// Asks before a run is left.
    case quit
    /// Asks before the queue's running job is ended.
    case cancelJob(Int)
    /// Asks before a run is abandoned.
    case abandon
    /// Asks before what is drawn takes the place of another file.
    case overwrite(path: String, purpose: String)
}
