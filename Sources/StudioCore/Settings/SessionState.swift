import Engine
import Foundation

/// How the window was left: all that a person chose and drew, so that it can be found again. What was computed is on disk already.
public struct SessionState: Codable, Sendable, Equatable {
    static let currentVersion = 1

    var version = SessionState.currentVersion
    var theme: String?
    var workspace: String
    var looks: [String: SavedLook]
    /// The recipe that would be trained, and the one it was made from, as TOML.
    var recipe: String
    var originalRecipe: String
    var model: String?
    /// The fields that no recipe holds.
    var values: FieldValues
    var classes: [Int]
    var negative: Int?
    var prompts: SavedPrompts?
    /// The run that was looked at.
    var run: String?
    var drawing: SavedRaster?
    var mask: SavedRaster?
    /// The picture under the mask, and what it is called.
    var under: SavedRaster?
    var underTitle: String?
    /// Whether every sampling takes another seed; nil in sessions of before that could be chosen.
    var seedChanges: Bool?
    /// Whether pictures are shown smooth; nil in sessions of before that could be chosen.
    var isSmooth: Bool?

    struct SavedLook: Codable, Sendable, Equatable {
        var focus: String
        var isZoomed: Bool
        var field: String
        /// nil in sessions of before there were any.
        var splits: Splits?
    }

    struct SavedRaster: Codable, Sendable, Equatable {
        var width: Int
        var height: Int
        var channels: Int
        var pixels: Data

        init(_ picture: Picture) {
            (width, height, channels) = (picture.width, picture.height, picture.channels)
            pixels = Data(picture.pixels)
        }

        static let longestSide = 4096

        /// The picture; nil where the numbers do not fit one another.
        var picture: Picture? {
            let sides = 1...Self.longestSide
            guard sides.contains(width), sides.contains(height), channels == 1 || channels == 3,
                pixels.count == width * height * channels
            else { return nil }
            return Picture(width: width, height: height, channels: channels, pixels: Array(pixels))
        }
    }

    /// Reads what was kept.
    ///
    /// - Throws: ``EngineFailure`` where it is not a session's state, or one of a newer program.
    public init(json: Data, place: String) throws {
        self = try JSON.decode(SessionState.self, from: json, place: place)
        guard version <= Self.currentVersion else {
            throw EngineFailure(
                "the session was kept by a newer studio", expected: "version \(Self.currentVersion)",
                found: "\(version)", place: place)
        }
    }

    public var json: Data { get throws { try JSON.encode(self) } }
}

extension SessionState {
    /// The state of `model` as it stands.
    public init(_ model: StudioModel) {
        theme = model.theme.name
        workspace = model.workspace.row.title
        looks = Dictionary(
            uniqueKeysWithValues: model.looks.map { workspace, look in
                (
                    workspace.row.title,
                    SavedLook(
                        focus: look.focus.rawValue, isZoomed: look.isZoomed, field: look.field.rawValue,
                        splits: look.splits.isEmpty ? nil : look.splits)
                )
            })
        recipe = model.recipe.toml
        originalRecipe = model.originalRecipe.toml
        self.model = model.chosenModel
        values = FieldValues(model, Self.fields)
        classes = model.sampling.classes.sorted()
        negative = model.sampling.negative
        prompts = SavedPrompts(model.prompts, keepsHistory: true)
        run = model.lossFolder
        drawing = Self.saved(model.drawing)
        mask = Self.saved(model.mask)
        under = model.mask.under.map { SavedRaster($0.picture) }
        underTitle = model.mask.under?.title
        seedChanges = model.seedChanges ? true : nil
        isSmooth = model.magnifier.isSmooth ? true : nil
    }

    /// What no recipe holds.
    private static let fields = FieldID.allCases.filter { $0.isOfSampling || $0 == .sampleInterval }

    private static func saved(_ board: Board) -> SavedRaster? {
        board.editor.raster.isEmpty ? nil : SavedRaster(board.editor.raster.picture)
    }

    /// Puts everything back that still is there, and asks the engine for the curve of the run that was looked at.
    /// - Parameter keepsTheme: the settings or the command line chose the theme.
    func restore(_ model: inout StudioModel, keepsTheme: Bool, keepsModel: Bool) -> [Effect] {
        if !keepsTheme, let found = model.themes.first(where: { $0.name == theme }) { model.theme = found }
        for workspace in Workspace.allCases {
            if workspace.row.title == self.workspace { model.workspace = workspace }
            guard let saved = looks[workspace.row.title] else { continue }
            var look = workspace.firstLook
            if let pane = Pane(rawValue: saved.focus), workspace.everyPane.contains(pane) { look.focus = pane }
            if let field = FieldID(rawValue: saved.field), workspace.row.fields.contains(field) { look.field = field }
            look.isZoomed = saved.isZoomed
            look.splits = saved.splits ?? Splits()
            model.looks[workspace] = look
        }
        if let recipe = try? Recipe(toml: recipe, file: "session") { model.recipe = recipe }
        if let recipe = try? Recipe(toml: originalRecipe, file: "session") { model.originalRecipe = recipe }
        if !keepsModel, let folder = self.model, model.models.contains(where: { $0.folder == folder }) {
            model.chosenModel = folder
        }
        model.magnifier.isSmooth = isSmooth ?? false
        model.seedChanges = seedChanges ?? false
        model.adoptSampledModel()
        values.put(into: &model)
        let known = model.classNames.indices
        model.sampling.classes = Set(classes.filter(known.contains))
        model.sampling.negative = negative.flatMap { known.contains($0) ? $0 : nil }
        if let prompts { model.prompts.take(prompts) }
        restoreBoards(&model)
        let asked = model.workspace == .gallery ? [] : model.asked
        guard let run, model.models.contains(where: { $0.folder == run }) else { return asked }
        model.look(at: run)
        return asked + [.engine(.loadCurve(folder: run)), .engine(.loadSamples(folder: run))]
    }

    private func restoreBoards(_ model: inout StudioModel) {
        func put(_ saved: SavedRaster?, on board: inout Board, hasColors: Bool) {
            guard let picture = saved?.picture else { return }
            let old = board.editor.raster
            let channels = hasColors && !picture.isGrey ? 3 : 1
            let fitted = picture.fitted(width: old.width, height: old.height, channels: channels)
            board.editor.change { $0 = Raster(fitted) }
        }
        put(drawing, on: &model.drawing, hasColors: true)
        put(mask, on: &model.mask, hasColors: false)
        guard let picture = under?.picture else { return }
        let side = model.sampledFacts.side
        let fitted = picture.fitted(width: side, height: side, channels: model.takenChannels)
        model.mask.under = ChosenPicture(picture: fitted, title: underTitle ?? "")
    }
}
