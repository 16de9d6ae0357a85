/// What was kept of the panes, by name.
extension CommandTable {
    static let presets = [
        Command(
            "presets", "presets", keys: [.function(6)], place: .window,
            help: "Lists what was kept of the panes by name, to take it back, and keeps what they say now.",
            unless: {
                switch $0.workspace {
                case .gallery: "the gallery has no parameters: p takes a picture's"
                case .models: "there are no parameters here"
                default: nil
                }
            }
        ) { model, _ in
            let first = model.presets.all.firstIndex { $0.workspace == model.workspace.row.title }
            return model.open(.presets, at: first ?? 0)
        },
        Command(
            "preset-keep", "keep these", keys: [.character("n"), .character("s")], place: .presets, rank: 1,
            help: "Asks for a name and keeps what the panes of this workspace say."
        ) { model, _ in
            model.overlay = nil
            return model.askPath(.preset)
        },
        Command(
            "preset-delete", "delete", keys: [.character("d"), .delete], place: .presets, rank: 3,
            help: "Deletes the preset; u brings it back.", unless: \.listObstacle
        ) { model, _ in model.deletePreset() },
        Command(
            "preset-undo", "bring back", keys: [.character("u")], place: .presets,
            help: "Brings the preset back that was deleted or written over last.",
            rankNow: { $0.presets.removed.isEmpty ? nil : 4 },
            unless: { $0.presets.removed.isEmpty ? "nothing was deleted" : nil }
        ) { model, _ in model.bringPresetBack() },
        Command(
            "preset-close", "leave", keys: [.function(6)], place: .presets, help: "Closes the list."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]
}
