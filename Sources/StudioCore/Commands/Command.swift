import Engine

/// Where the keys are: a command works in its own places only.
public enum Place: String, Sendable, CaseIterable {
    /// Whatever is open.
    case always
    /// The panes, none of which is being typed in or covered.
    case window
    /// A workspace, whatever pane of it.
    case train, edit, inpaint, illusions, noise, gallery, models
    /// Every workspace that shows a sampling.
    case sampling
    case model, prompt, parameters, preview, timeline, loss, board, comparison, pictures, recipe, shelf, about
    /// The pictures in focus are larger than their pane.
    case magnified
    /// A colour is being chosen.
    case colors
    /// A path or a filter is being typed.
    case path
    /// A prompt is being written, or one looked for.
    case text, recall
    /// A number is being typed.
    case input
    /// A list to choose from, a text to read, a question.
    case list, reading, question
    /// The messages, the list of presets.
    case log, presets
    /// The queue of jobs is open.
    case queue
    /// The search for a learning rate is open.
    case search
    /// The palette of commands is open.
    case palette
    /// A grid is being chosen, or looked at.
    case gridForm, grid
    case tour

    public var title: String {
        switch self {
        case .always: "Anywhere"
        case .window: "In the window"
        case .train: "In Train"
        case .edit: "In Edit"
        case .inpaint: "In Inpaint"
        case .illusions: "In Illusions"
        case .noise: "In the Noise lab"
        case .gallery: "In Gallery"
        case .models: "In Models"
        case .sampling: "Over a sampling"
        case .model: "In Model and run"
        case .prompt: "In Prompt"
        case .parameters: "In Parameters"
        case .preview: "In Preview"
        case .timeline: "In Timeline"
        case .loss: "In Loss"
        case .board: "On the board"
        case .comparison: "In Noise and its removal"
        case .pictures: "Among the pictures"
        case .recipe: "In Recipe"
        case .shelf: "Among the models"
        case .about: "In About it"
        case .magnified: "Over pictures magnified"
        case .colors: "Among the colours"
        case .path: "While typing a path or a filter"
        case .text: "While writing a prompt"
        case .recall: "While looking for a prompt"
        case .input: "While typing a number"
        case .list: "In a list"
        case .reading: "In a text"
        case .question: "In a question"
        case .log: "In messages"
        case .presets: "Among the presets"
        case .queue: "In the queue"
        case .search: "In the search for a learning rate"
        case .palette: "In the palette"
        case .gridForm: "While choosing a grid"
        case .grid: "In a grid"
        case .tour: "On the tour"
        }
    }
}

/// One thing a person can do. Keys, status line, help and the key reference are all made from the table of these.
public struct Command: Sendable {
    /// Unique, for tests and settings.
    public let id: String
    /// A word or two for the status line.
    public let title: @Sendable (StudioModel) -> String
    /// What it does, as a sentence.
    public let help: String
    public let keys: [Key]
    /// The keys as the reference writes them, where the list would be long or each does something else.
    public let keysTitle: String?
    public let place: Place
    /// Whether every character is one of its keys.
    public let takesText: Bool
    /// Its rank in the status line, 0 the first to go in; nil stays out.
    public let rank: @Sendable (StudioModel) -> Int?
    /// Why it cannot run now; nil where it can.
    public let obstacle: @Sendable (StudioModel) -> String?
    let action: @Sendable (inout StudioModel, Key) -> [Effect]

    init(
        _ id: String, _ title: String, keys: [Key], keysTitle: String? = nil, place: Place, rank: Int? = nil,
        takesText: Bool = false, help: String, titleNow: (@Sendable (StudioModel) -> String)? = nil,
        rankNow: (@Sendable (StudioModel) -> Int?)? = nil,
        unless obstacle: @escaping @Sendable (StudioModel) -> String? = { _ in nil },
        action: @escaping @Sendable (inout StudioModel, Key) -> [Effect]
    ) {
        self.id = id
        self.title = titleNow ?? { _ in title }
        self.help = help
        self.keys = keys
        self.keysTitle = keysTitle
        self.place = place
        self.takesText = takesText
        self.rank = rankNow ?? { _ in rank }
        self.obstacle = obstacle
        self.action = action
    }
}

extension Workspace {
    /// Where the commands are that work only in it; nil where there are none.
    var place: Place? {
        switch self {
        case .train: .train
        case .generate: nil
        case .edit: .edit
        case .inpaint: .inpaint
        case .illusions: .illusions
        case .noise: .noise
        case .gallery: .gallery
        case .models: .models
        }
    }
}

extension StudioModel {
    /// The places whose commands work now, the nearest first.
    public var places: [Place] {
        switch overlay {
        case .help?, .commandLine?: return [.reading, .always]
        case .messages?: return [.log, .reading, .always]
        case .presets?: return [.presets, .list, .always]
        case .recipes?, .models?, .enlargers?, .runs?, .checkpoints?, .themes?: return [.list, .always]
        case .palette?: return [.palette, .always]
        case .recall?: return [.recall, .always]
        case .queue?: return [.queue, .always]
        case .quit?, .abandon?, .overwrite?, .cancelJob?: return [.question, .always]
        case .tour?: return [.tour, .always]
        case .learningRate?: return [.search, .always]
        case .gridForm?: return [.gridForm, .always]
        case .grid?: return [.grid, .always]
        case nil: break
        }
        if colorChoice != nil { return [.colors, .always] }
        if path != nil { return [.path, .always] }
        if input != nil { return [.input, .always] }
        if isWriting { return [.text, .always] }
        let pane: Place =
            switch focus {
            case .model: .model
            case .prompt: .prompt
            case .parameters: .parameters
            case .preview: .preview
            case .timeline: .timeline
            case .loss: .loss
            case .board: .board
            case .comparison: .comparison
            case .pictures: .pictures
            case .recipe: .recipe
            case .shelf: .shelf
            case .about: .about
            }
        let sampling: [Place] = film == .trajectory ? [.sampling] : []
        let magnified: [Place] = magnifier.isLarger && isMagnifiable(focus) ? [.magnified] : []
        return magnified + [pane] + [workspace.place].compactMap(\.self) + sampling + [.window, .always]
    }

    /// The command that `key` means now, and the key of the table that this is for it.
    func meaning(of key: Key) -> (command: Command, key: Key)? {
        let found = places.lazy.compactMap { keymap.meaning(of: key, among: CommandTable.at($0)) }.first
        // Ctrl-J is a line's end, and where that has no meaning of its own what Enter is.
        return found == nil && key == .control("j") ? meaning(of: .enter) : found
    }

    public func command(for key: Key) -> Command? { meaning(of: key)?.command }

    /// The commands that their first key means now, the nearest first.
    public var reachableCommands: [Command] {
        places.flatMap { place in
            CommandTable.at(place).filter { command in
                keymap.keys(of: command).first.flatMap { self.command(for: $0) }?.id == command.id
            }
        }
    }
}
