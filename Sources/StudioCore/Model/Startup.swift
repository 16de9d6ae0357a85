import Engine

/// What the program found when it started: all the window knows of the world besides events.
public struct Startup: Sendable {
    public var capabilities: TerminalCapabilities
    public var width: Int
    public var height: Int
    public var theme: Theme
    /// The themes that can be chosen in the window.
    public var themes: [Theme]
    public var keymap: Keymap
    /// How the window was left the last time, and whether its theme and model give way to ones chosen since.
    public var session: SessionState?
    public var keepsTheme = false
    /// Whether the person has never been here: the tour is shown.
    public var isFirst = false
    /// The lesson that the tutor begins with, from 0; nil where no lessons are wanted.
    public var lesson: Int?
    public var keepsModel = false
    public var presets = Presets()
    /// What was wrong with the settings.
    public var problems: [EngineFailure]
    public var recipes: [Recipe]
    /// The saved models, the newest first.
    public var models: [SavedModel]
    /// The folder of the model chosen on the command line; nil takes the newest.
    public var chosenModel: String?
    /// The names of the data sets on this machine; the window starts with a recipe for the first.
    public var dataSets: [String]
    /// What the person should know at once, such as that a stand-in takes the place of missing data.
    public var notice: String?
    /// How pictures are shown here and why, for the help.
    public var graphicsNote: String?

    public init(
        capabilities: TerminalCapabilities = TerminalCapabilities(), width: Int, height: Int, theme: Theme = .dark,
        themes: [Theme] = [.dark], keymap: Keymap = Keymap(), problems: [EngineFailure] = [],
        recipes: [Recipe] = Recipe.allBuiltIn, models: [SavedModel] = [],
        chosenModel: String? = nil, dataSets: [String] = ["mnist"], notice: String? = nil, graphicsNote: String? = nil
    ) {
        self.capabilities = capabilities
        self.width = width
        self.height = height
        self.theme = theme
        self.themes = themes
        self.keymap = keymap
        self.problems = problems
        self.recipes = recipes
        self.models = models
        self.chosenModel = chosenModel
        self.dataSets = dataSets
        self.notice = notice
        self.graphicsNote = graphicsNote
    }
}
