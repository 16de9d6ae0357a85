import Engine

/// The whole state of the window.
public struct StudioModel: Sendable, Equatable {
    // The world.
    public var width: Int
    public var height: Int
    public let capabilities: TerminalCapabilities
    public let graphicsNote: String?
    public let recipes: [Recipe]
    public let dataSets: [String]
    public let themes: [Theme]
    public var theme: Theme
    public let keymap: Keymap
    /// Whether the bytes a second that go to the terminal are shown, and how many they are.
    public var showsTraffic = false
    public var bytesPerSecond = 0
    /// Seconds since the program started.
    public var now = 0.0
    /// Whether the terminal's window has the keyboard, as far as it tells.
    public var isFocused = true

    // What the engine told.
    public var engine = EngineSnapshot()
    /// Whether a run began and has not ended; a sampling may interrupt it.
    public var isRunOpen = false
    /// When what goes on now began.
    public var workBegan = 0.0
    public var losses = LossHistory()
    /// The folder of the run that the losses and samples are of.
    public var lossFolder: String?
    /// The last sampling, going or not.
    public var tree = SamplingTree()
    /// The last grid, going or not.
    public var grid: GridView?
    public var samples = Film<SampleFrame>()
    /// The saved models, the newest first.
    public var models: [SavedModel]
    public var messages = MessageBoard()
    /// The runs on disk, as they were when they were last asked for.
    public var runs: [RunSummary] = []
    /// Whether the run that ends next was abandoned.
    public var isAbandoning = false

    // What the person chose.
    /// The recipe as it would be trained now, and as it was chosen.
    public var recipe: Recipe
    public var originalRecipe: Recipe
    public var sampleInterval = 50
    /// The saved model that is sampled; nil is the one being trained, or else the newest.
    public var chosenModel: String?
    public var sampling = SamplingChoices()
    public var prompts = PromptChoices()
    /// What is drawn in Inpaint and in Edit; it stays whatever is done elsewhere.
    public var mask = Board()
    public var drawing = Board()
    /// Those of models of other sizes, by their side.
    var otherBoards: [Int: Boards] = [:]
    public var choices = PictureChoices()
    /// Whether every sampling takes another seed.
    public var seedChanges = false
    public var edits = EditChoices()
    public var illusion = IllusionChoices()
    public var noise = NoiseChoices()
    /// What the parameters were before.
    var history = FieldHistory()
    public var gridForm = GridForm()
    public var presets: Presets
    /// The lessons, while they are taken.
    public var tutor: Tutor?
    /// The pictures made.
    public var gallery = Gallery()
    /// The models there are.
    public var shelf = ModelShelf()

    // Where the person is.
    public var workspace = Workspace.train
    /// How each workspace was left.
    public var looks = Dictionary(uniqueKeysWithValues: Workspace.allCases.map { ($0, $0.firstLook) })
    public var overlay: Overlay?
    /// The number being typed into the selected field.
    public var input: String?
    /// The path being typed.
    public var path: PathEntry?
    /// The table of colours, while one is chosen.
    public var colorChoice: ColorChoice?
    /// Whether the mouse draws on the board.
    public var isDragging = false
    /// The row and chip of the prompt, the row of the model pane, the row of an open list or the first line of an open text.
    public var promptRow = PromptRow.picked
    public var chip = 0
    public var modelRow = ModelRow.recipe
    public var listIndex = 0
    public var scroll = 0
    public var showsEstimate = true
    /// How large the pictures are shown.
    public var magnifier = Magnifier()
    /// Whether the pane in focus is all that is shown, without its frame.
    public var isAlone = false
    /// The border that the mouse moves.
    var draggedBorder: Border?
    /// What is shown of a sampling's moment.
    public var parts = PreviewParts.pair
    public var curve = CurveView()
    /// The runs whose curves lie under the present one.
    public var overlaid: [OverlaidRun] = []

    public init(_ startup: Startup) {
        width = startup.width
        height = startup.height
        capabilities = startup.capabilities
        graphicsNote = startup.graphicsNote
        recipes = startup.recipes.isEmpty ? Recipe.allBuiltIn : startup.recipes
        dataSets = startup.dataSets
        themes = startup.themes
        theme = startup.theme
        keymap = startup.keymap
        models = startup.models
        chosenModel = startup.chosenModel
        presets = startup.presets
        let usual = recipes.filter { startup.dataSets.contains($0.data) }
        recipe = usual.first { $0.name.hasSuffix("flow-class") } ?? usual.first ?? recipes[0]
        originalRecipe = recipe
        if let notice = startup.notice { messages.post(Message(.notice, notice), at: 0) }
        for problem in startup.problems + startup.theme.problems { messages.post(Message(problem), at: 0) }
        if let wanted = chosenModel, savedModel == nil {
            messages.post(Message(.error, "there is no model \(wanted)", hint: "m shows those there are"), at: 0)
            chosenModel = nil
        }
        adoptSampledModel()
        if let trouble = sampledModel?.trouble { messages.post(Message(trouble), at: 0) }
        if startup.isFirst { overlay = .tour(page: 0) }
        tutor = startup.lesson.map { Tutor(lesson: $0) }
    }

    /// Finds the window as it was left; what the engine is to be asked for.
    public mutating func restore(_ startup: Startup) -> [Effect] {
        let asked =
            startup.session?.restore(&self, keepsTheme: startup.keepsTheme, keepsModel: startup.keepsModel) ?? []
        // The pictures are listed before they are asked for, so that the gallery is there at once.
        gallery.isAwaited = true
        return [.engine(.gallery(.list))] + asked
    }
}

/// What `s` asks for, as far as it does not depend on the model.
public struct SamplingChoices: Sendable, Equatable {
    public var guidance = 5.0
    public var steps = 50
    /// The sampler by name; nil is the model's usual one.
    public var sampler: String?
    /// DDIM's randomness.
    public var eta = 0.0
    public var seed: UInt64 = 0
    public var count = 10
    /// What the count is where nobody changed it.
    var usualCount = 10
    /// The classes picked; none asks for anything.
    public var classes: Set<Int> = []
    /// The class guided away from; nil is the unconditional prediction.
    public var negative: Int?
}

/// What the preview shows of a moment of a sampling.
public enum PreviewParts: Sendable, CaseIterable {
    case pair, all, state, estimate, prediction, difference

    var title: String {
        switch self {
        case .pair: "x_t and estimate"
        case .all: "everything"
        case .state: "x_t"
        case .estimate: "clean estimate"
        case .prediction: "prediction"
        case .difference: "guidance difference"
        }
    }

    var next: PreviewParts {
        let all = PreviewParts.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

public enum ModelRow: Sendable, Equatable { case recipe, model }
