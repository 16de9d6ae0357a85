import Engine

/// How much room things have: panes, and the pictures in them.
extension CommandTable {
    static let sizes = [
        Command(
            "zoom", "zoom", keys: [.character("z")], place: .window, rank: 20,
            help: "Gives the pane all the room, or gives it back.",
            titleNow: { $0.isZoomed ? "unzoom" : "zoom" }
        ) { model, _ in
            model.isZoomed.toggle()
            return []
        },
        Command(
            "alone", "alone", keys: [.character("Z")], place: .window,
            help: "Fills the whole screen with the pane, without frame and lines; Z or Esc brings them back."
        ) { model, _ in
            model.isAlone.toggle()
            return []
        },
        Command(
            "wider", "wider", keys: [.character("{"), .character("}")], keysTitle: "{ }", place: .window,
            help: "Makes the left column narrower or wider; the mouse moves any border.",
            unless: { Layout($0).borders.contains { $0.isUpright } ? nil : "there is no column at the left" }
        ) { model, key in model.moveFirstColumn(by: key == .character("{") ? -2 : 2) },
        Command(
            "usual-sizes", "usual sizes", keys: [.character("|")], place: .window,
            help: "Gives all panes of this workspace their usual sizes.",
            unless: { $0.splits.isEmpty ? "they have them" : nil }
        ) { model, _ in
            model.splits = Splits()
            return []
        },
        Command(
            "magnify", "larger", keys: [.character(">")], place: .window,
            help:
                "Shows the pictures larger: from 1:1 to as they fit, then ×2, ×4, ×8, ×16 of that; arrows move the part seen.",
            unless: { $0.magnifier.size == .times(Magnifier.most) ? "this is as large as it gets" : nil }
        ) { model, _ in
            model.magnifier.step(isUp: true)
            return []
        },
        Command(
            "reduce", "smaller", keys: [.character("<")], place: .window,
            help: "Shows the pictures smaller, down to 1:1.",
            unless: { $0.magnifier.size == .pixels ? "this is as small as it gets" : nil }
        ) { model, _ in
            model.magnifier.step(isUp: false)
            return []
        },
        Command(
            "smooth", "smooth", keys: [.character("%")], place: .window,
            help: "Lets pixels flow into one another where pictures are enlarged, or keeps them sharp.",
            titleNow: { $0.magnifier.isSmooth ? "sharp" : "smooth" }
        ) { model, _ in
            model.magnifier.isSmooth.toggle()
            model.say(model.magnifier.isSmooth ? "pictures are smooth" : "pictures are sharp")
            return []
        },
    ]

    static let magnified = [
        Command(
            "pan", "move", keys: [.left, .right, .up, .down], keysTitle: "←→↑↓", place: .magnified, rank: 1,
            help: "Moves to another part of the pictures; [ and ] go through the states."
        ) { model, key in
            switch key {
            case .left: model.magnifier.pan(x: -1, y: 0)
            case .right: model.magnifier.pan(x: 1, y: 0)
            case .up: model.magnifier.pan(x: 0, y: -1)
            default: model.magnifier.pan(x: 0, y: 1)
            }
            return []
        }
    ]
}

extension StudioModel {
    /// Whether the pictures of `pane` are shown at the size that was chosen.
    func isMagnifiable(_ pane: Pane) -> Bool {
        switch pane {
        case .preview, .comparison: true
        case .pictures: gallery.mode != .browse
        default: false
        }
    }
}
