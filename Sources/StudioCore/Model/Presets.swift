import Engine
import Foundation

/// What the panes of a workspace said, under a name.
public struct Preset: Codable, Sendable, Equatable {
    public var name: String
    /// The workspace's title.
    public var workspace: String
    var values: FieldValues
    var classes: [Int]
    var negative: Int?
    /// For a model that reads text.
    var prompts: SavedPrompts?
    /// In Train, the recipe that the values belong to.
    var recipe: String?

    init(_ name: String, of model: StudioModel) {
        self.name = name
        let row = model.workspace.row
        workspace = row.title
        values = FieldValues(model, row.fields)
        classes = model.sampling.classes.sorted()
        negative = model.sampling.negative
        prompts = model.readsText && model.panes.contains(.prompt) ? SavedPrompts(model.prompts) : nil
        recipe = row.hasRecipe ? model.recipe.name : nil
    }
}

/// All presets, by name; kept on disk for every window of the person's.
public struct Presets: Codable, Sendable, Equatable {
    static let currentVersion = 1
    static let most = 1000
    static let longestName = 60

    private var version = Presets.currentVersion
    private(set) var all: [Preset] = []
    /// Those deleted or written over since the window opened, the last one last.
    private(set) var removed: [Preset] = []

    private enum CodingKeys: String, CodingKey {
        case version
        case all = "presets"
    }

    public init() {}

    /// Reads what was kept.
    ///
    /// - Throws: ``EngineFailure`` where it is no list of presets, or one of a newer program.
    public init(json: Data, place: String) throws {
        self = try JSON.decode(Presets.self, from: json, place: place)
        guard version <= Self.currentVersion else {
            throw EngineFailure(
                "the presets were kept by a newer studio", expected: "version \(Self.currentVersion)",
                found: "\(version)", place: place)
        }
    }

    public var json: Data { get throws { try JSON.encode(self) } }

    /// Keeps `preset`, in place of one of the same name; returns whether there was one.
    mutating func keep(_ preset: Preset) -> Bool {
        let old = all.firstIndex { $0.name == preset.name }
        if let old { removed.append(all.remove(at: old)) }
        all.append(preset)
        all.sort { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
        return old != nil
    }

    mutating func remove(at index: Int) -> Preset {
        let preset = all.remove(at: index)
        removed.append(preset)
        return preset
    }

    mutating func bringBack() -> Preset? {
        guard let preset = removed.popLast() else { return nil }
        let present = all.firstIndex { $0.name == preset.name }
        if let present { all.remove(at: present) }
        _ = keep(preset)
        return preset
    }
}

extension StudioModel {
    /// What is wrong with the name being typed.
    func presetComplaint(_ name: String) -> String? {
        if name.trimmingCharacters(in: .whitespaces).isEmpty { return "a name is wanted" }
        if name.count > Presets.longestName { return "at most \(Presets.longestName) characters" }
        return presets.all.count >= Presets.most ? "there are \(Presets.most) presets: delete some first" : nil
    }

    mutating func keepPreset(_ name: String) -> [Effect] {
        let name = name.trimmingCharacters(in: .whitespaces)
        let isReplaced = presets.keep(Preset(name, of: self))
        say(isReplaced ? "\(name) is written over; u in the list brings the old one back" : "kept as \(name)")
        return []
    }

    /// Fills the panes of the preset's workspace, as a change that can be taken back.
    mutating func takePreset() -> [Effect] {
        overlay = nil
        guard presets.all.indices.contains(listIndex) else { return [] }
        let preset = presets.all[listIndex]
        guard let target = Workspace.allCases.first(where: { $0.row.title == preset.workspace }) else {
            say("\(preset.name) is for a workspace that this studio does not have: \(preset.workspace)")
            return []
        }
        if let obstacle = target.row.hasRecipe ? recipeObstacle : nil {
            say(obstacle)
            return []
        }
        noteTaking()
        var effects = show(target)
        if let name = preset.recipe, name != recipe.name, let found = recipes.first(where: { $0.name == name }) {
            (recipe, originalRecipe) = (found, found)
        }
        effects += preset.values.put(into: &self)
        let before = steering
        let known = classNames.indices
        if let prompts = preset.prompts { self.prompts.take(prompts) }
        if panes.contains(.prompt) {
            sampling.classes = Set(preset.classes.filter(known.contains))
            sampling.negative = preset.negative.flatMap { known.contains($0) ? $0 : nil }
        }
        say("\(preset.name) is in the panes; u in the parameters takes it back")
        return effects + steered(from: before)
    }

    mutating func deletePreset() -> [Effect] {
        let preset = presets.remove(at: listIndex)
        listIndex = min(listIndex, max(0, presets.all.count - 1))
        say("\(preset.name) is deleted; u brings it back")
        return []
    }

    mutating func bringPresetBack() -> [Effect] {
        guard let preset = presets.bringBack() else { return [] }
        listIndex = presets.all.firstIndex(of: preset) ?? 0
        say("\(preset.name) is back")
        return []
    }
}
