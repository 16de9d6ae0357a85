/// A set of panes for one kind of work, numbered by its key. What goes on in the engine goes on whichever is shown.
public enum Workspace: Int, Sendable, CaseIterable {
    case train = 1
    case generate, edit, inpaint, illusions, noise, gallery, models

    /// What makes a workspace: its panes, and what those that several have show in it.
    struct Row {
        let title: String
        /// The panes of the left column, of the middle, and of the right one, which lies below the middle where there is little room. Where
        /// there is less still, all lie below one another.
        let left: [Pane]
        let middle: [Pane]
        let right: [Pane]
        /// What the parameters pane and the preview show.
        let fields: [FieldID]
        let film: FilmChoice
        /// Whether the model pane shows the recipe that would be trained.
        let hasRecipe: Bool
        /// Where the keys are at first.
        let focus: Pane
        /// The least columns of the window in which the left column stands beside the middle.
        var columnsFrom = 90
    }

    /// The table of workspaces.
    var row: Row {
        switch self {
        case .train:
            Row(
                title: "Train", left: [.model, .parameters], middle: [.preview], right: [.loss],
                fields: FieldID.training, film: .samples, hasRecipe: true,
                focus: .parameters)
        case .generate:
            Row(
                title: "Generate", left: [.model, .prompt, .parameters], middle: [.preview, .timeline], right: [],
                fields: FieldID.sampling, film: .trajectory, hasRecipe: false, focus: .parameters)
        case .edit:
            drawingRow("Edit", fields: [.start, .strength, .heldOutClass] + FieldID.sampling)
        case .inpaint:
            drawingRow("Inpaint", fields: [.resampling, .heldOutClass] + FieldID.sampling)
        case .illusions:
            Row(
                title: "Illusions", left: [.model, .prompt, .parameters], middle: [.preview, .timeline], right: [],
                fields: [.illusion, .firstClass, .secondClass, .view, .kernel, .blur] + FieldID.sampling,
                film: .trajectory, hasRecipe: false, focus: .parameters)
        case .noise:
            Row(
                title: "Noise lab", left: [.board], middle: [.comparison, .prompt, .parameters, .model], right: [],
                fields: [
                    .noiseMost, .noiseColumns, .told, .guidance, .steps, .noiseKernel, .noiseBlur, .seed, .heldOutClass,
                ], film: .still, hasRecipe: false, focus: .board, columnsFrom: 74)
        case .gallery:
            Row(
                title: "Gallery", left: [], middle: [.pictures], right: [.recipe], fields: FieldID.sampling,
                film: .still, hasRecipe: false, focus: .pictures)
        case .models:
            Row(
                title: "Models", left: [], middle: [.shelf], right: [.about], fields: FieldID.sampling, film: .still,
                hasRecipe: false, focus: .shelf)
        }
    }

    /// What is drawn stands beside what is made of it wherever that is possible.
    private func drawingRow(_ title: String, fields: [FieldID]) -> Row {
        Row(
            title: title, left: [.board], middle: [.preview, .timeline, .prompt, .parameters, .model], right: [],
            fields: fields,
            film: .trajectory, hasRecipe: false, focus: .board, columnsFrom: 74)
    }

    /// All of its panes.
    var everyPane: [Pane] { row.left + row.middle + row.right }

    /// What `s` does in it.
    var verb: String {
        switch self {
        case .train, .generate, .gallery, .models: "samples"
        case .inpaint: "inpaints"
        case .edit, .illusions: "makes it"
        case .noise: "compares"
        }
    }

    var key: Key { .character(Character(String(rawValue))) }

    /// What the person left it like.
    public struct Look: Sendable, Equatable {
        public var focus: Pane
        public var isZoomed = false
        public var splits = Splits()
        /// The parameter selected.
        public var field: FieldID
    }

    var firstLook: Look { Look(focus: row.focus, field: row.fields[0]) }
}

/// What a preview goes through.
public enum FilmChoice: Sendable, Equatable {
    /// The samples of the run, from the same seeds each time.
    case samples
    /// The sampling: x_t and the clean estimate.
    case trajectory
    /// Nothing that moves.
    case still
}

extension StudioModel {
    private var look: Workspace.Look {
        get { looks[workspace] ?? workspace.firstLook }
        set { looks[workspace] = newValue }
    }

    public var focus: Pane {
        get { look.focus }
        set { look.focus = newValue }
    }

    public var isZoomed: Bool {
        get { look.isZoomed }
        set { look.isZoomed = newValue }
    }

    var splits: Splits {
        get { look.splits }
        set { look.splits = newValue }
    }

    public var field: FieldID {
        get { look.field }
        set { look.field = newValue }
    }

    /// Those of `panes` that have something to show for the model: prompts where it reads them, classes where they are picked.
    func shown(_ panes: [Pane], in workspace: Workspace) -> [Pane] {
        let isPicked = readsText || !(workspace == .illusions || workspace == .noise)
        return panes.filter { $0 != .prompt || isPicked }
    }

    /// The workspace's panes in the order Tab goes through them.
    public var panes: [Pane] { shown(workspace.everyPane, in: workspace) }

    /// The workspace's parameters: a model that reads text is told by prompts what others are told by classes.
    public var fields: [FieldID] { fields(of: workspace) }

    private func fields(of workspace: Workspace) -> [FieldID] {
        workspace.row.fields.filter { !readsText || ![.firstClass, .secondClass, .told, .heldOutClass].contains($0) }
    }

    /// Keeps the keys of a workspace where there is something for them.
    mutating func settleLook(of workspace: Workspace) {
        guard var look = looks[workspace] else { return }
        if !shown(workspace.everyPane, in: workspace).contains(look.focus) { look.focus = workspace.row.focus }
        let fields = fields(of: workspace)
        if !fields.contains(look.field) { look.field = fields[0] }
        looks[workspace] = look
    }

    /// The pane `offset` places on, around the end.
    func pane(at offset: Int) -> Pane {
        let all = panes
        let index = all.firstIndex(of: focus) ?? 0
        return all[((index + offset) % all.count + all.count) % all.count]
    }

    mutating func show(_ workspace: Workspace) -> [Effect] {
        (input, path, colorChoice) = (nil, nil, nil)
        let effects = endWriting(keeps: true)
        if panes.contains(.board) { board.editor.lift() }
        self.workspace = workspace
        if !promptRows.contains(promptRow) { promptRow = .picked }
        return effects + asked
    }

    /// What the engine is asked for where the workspace is gone to.
    var asked: [Effect] {
        switch workspace {
        case .gallery: gallery.isAwaited ? [] : [.engine(.gallery(.list))]
        case .models: [.engine(.models(.list(also: chosenModel)))]
        default: []
        }
    }
}
