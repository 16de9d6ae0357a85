/// Drawing: a mask in Inpaint, a picture in Edit.
extension CommandTable {
    static let board = [
        Command(
            "brush-move", "move", keys: [.up, .down, .left, .right], keysTitle: "↑↓←→", place: .board, rank: 6,
            help: "Moves the brush; with the pen down it paints."
        ) { model, key in model.moveBrush(key, by: 1) },
        Command(
            "brush-far", "move far", keys: [.shiftUp, .shiftDown, .shiftLeft, .shiftRight], keysTitle: "Shift-↑↓←→",
            place: .board, help: "Moves the brush four pixels on; with the pen down it paints all the way."
        ) { model, key in model.moveBrush(key, by: 4) },
        Command(
            "brush-press", "paint", keys: [.character(" "), .enter], place: .board, rank: 5,
            help: "Puts the pen down or lifts it; sets a shape's first corner, or finishes the shape; fills.",
            titleNow: { $0.board.editor.spaceTitle }
        ) { model, _ in model.draw { $0.press() } },
        Command(
            "brush-lift", "lift the pen", keys: [.escape], place: .board,
            help: "Lifts the pen and lets a begun shape go; or else takes the message away.",
            rankNow: { $0.board.editor.isPenDown || $0.board.editor.anchor != nil ? 6 : nil }
        ) { model, _ in
            if model.messages.current != nil {
                model.messages.dismiss(at: model.now)
            } else if !model.board.editor.isPenDown, model.board.editor.anchor == nil {
                model.showUsualSize()
            }
            return model.draw { $0.lift() }
        },
        tool("b", .brush, "Takes the brush."), tool("l", .line, "Takes the line, from one end to the other."),
        tool("r", .rectangle, "Takes the rectangle, from corner to corner."),
        tool("e", .ellipse, "Takes the ellipse, in the rectangle from corner to corner."),
        tool("f", .flood, "Takes the flood, which fills what has the brush's colour up to its edges."),
        Command(
            "brush-hollow", "hollow", keys: [.character("h")], place: .board,
            help: "Paints of rectangles and ellipses only the edge, as wide as the brush, or all again.",
            titleNow: { $0.board.editor.isHollow ? "filled" : "hollow" },
            rankNow: { [.rectangle, .ellipse].contains($0.board.editor.tool) ? 7 : nil }
        ) { model, _ in model.draw { $0.toggleHollow() } },
        Command(
            "brush-size", "brush size", keys: [.character(","), .character(".")], keysTitle: ", .", place: .board,
            rank: 14,
            help: "Makes the brush smaller or larger."
        ) { model, key in model.draw { $0.resize(by: key == .character(",") ? -1 : 1) } },
        Command(
            "brush-erase", "erase", keys: [.character("d")], place: .board, rank: 13,
            help: "Goes between painting and erasing.", titleNow: { $0.board.editor.isErasing ? "paint" : "erase" }
        ) { model, _ in model.draw { $0.toggleEraser() } },
        Command(
            "brush-shade", "shade", keys: [.character("("), .character(")")], keysTitle: "( )", place: .board,
            help: "Paints darker or brighter; in a mask grey is blended."
        ) { model, key in model.draw { $0.shade(by: key == .character("(") ? -16 : 16) } },
        Command(
            "color", "colour", keys: [.character("C")], place: .board,
            help: "Chooses the colour to paint with, from a table or as hexadecimal digits.",
            rankNow: { $0.drawsMask ? nil : 10 }, unless: \.colorObstacle
        ) { model, _ in model.openColors() },
        Command(
            "pick-color", "pick colour", keys: [.character("y")], place: .board,
            help: "Takes the colour of the pixel under the brush to paint with."
        ) { model, _ in model.draw { $0.pick() } },
        whole("i", "invert", "Inverts the drawing: of a mask, what was kept is made new.") { $0.invert() },
        whole(">", "grow", "Grows what is painted by a pixel.") { $0.grow() },
        whole("<", "shrink", "Shrinks what is painted by a pixel.") { $0.shrink() },
        whole("F", "feather", "Softens the edges of what is painted.") { $0.feather(sigma: 1) },
        whole("c", "clear", "Takes everything away that is painted; u brings it back.") { $0.clear() },
        Command(
            "undo", "undo", keys: [.character("u")], place: .board,
            help: "Takes the last change of the drawing back, as far as it goes.",
            rankNow: { $0.board.editor.drawing.canUndo ? 12 : nil },
            unless: { $0.board.editor.drawing.canUndo ? nil : "nothing was drawn yet" }
        ) { model, _ in model.draw { $0.undo() } },
        Command(
            "redo", "redo", keys: [.character("U"), .control("r")], place: .board,
            help: "Does again what was undone.",
            unless: { $0.board.editor.drawing.canRedo ? nil : "nothing was undone" }
        ) { model, _ in model.draw { $0.redo() } },
    ]

    /// Where what is worked on comes from and goes to.
    static let boardFiles = [
        Command(
            "held-out", "test image", keys: [.pageDown, .pageUp], keysTitle: "PageDown PageUp", place: .board, rank: 9,
            help: "Takes the next image of the test set, or the one before, of the class chosen in the parameters.",
            unless: \.heldOutObstacle
        ) { model, key in model.takeHeldOut(isBackward: key == .pageUp) },
        Command(
            "sampled", "sampled picture", keys: [.character("p"), .character("P")], keysTitle: "p P", place: .board,
            help: "Takes the next of the pictures that were sampled last, as they are looked at, or the one before.",
            rankNow: { $0.sampledPictureObstacle == nil ? 10 : nil }, unless: \.sampledPictureObstacle
        ) { model, key in model.takeSampled(by: key == .character("P") ? -1 : 1) },
        Command(
            "open-picture", "open", keys: [.character("o")], place: .board, rank: 11,
            help: "Reads a PNG of any kind, cropped and fitted, by its path."
        ) { model, _ in model.askPath(.picture) },
        Command(
            "open-mask", "open mask", keys: [.character("O")], place: .board,
            help: "Reads the mask from a PNG, fitted: white is made new.",
            unless: { $0.drawsMask ? nil : "there is no mask in Edit: o reads the picture" }
        ) { model, _ in model.askPath(.mask) },
        Command(
            "write-drawing", "write", keys: [.character("w")], place: .board,
            help: "Writes what is drawn, the mask or the picture, as a PNG; asks before another file is lost."
        ) { model, _ in model.askPath(.write) },
    ]

    private static func tool(_ key: Character, _ tool: Editor.Tool, _ help: String) -> Command {
        Command(
            "tool-\(tool.rawValue)", tool.rawValue, keys: [.character(key)], place: .board, help: help,
            rankNow: { $0.board.editor.tool == tool ? nil : 15 }
        ) { model, _ in model.draw { $0.choose(tool) } }
    }

    private static func whole(
        _ key: Character, _ name: String, _ help: String, _ body: @escaping @Sendable (inout Raster) -> Void
    ) -> Command {
        Command("drawing-\(name)", name, keys: [.character(key)], place: .board, help: help) { model, _ in
            model.draw { $0.change(body) }
        }
    }
}

extension StudioModel {
    /// What can be done on the board, in a line.
    var boardHint: String {
        if colorChoice != nil { return "The arrows choose, digits write a colour as ff8800, Enter takes it." }
        let editor = board.editor
        if editor.anchor != nil {
            return "The arrows stretch the \(editor.tool.rawValue), Space finishes it, Esc lets it go."
        }
        if editor.isPenDown { return "The arrows paint until Space lifts the pen; Shift goes further." }
        return drawsMask
            ? "Paint what is made new. b l r e f take a tool, < > shrink and grow, u undoes."
            : "Draw what to start from. b l r e f take a tool, C a colour, ( ) a shade, u undoes."
    }

    mutating func moveBrush(_ key: Key, by amount: Int) -> [Effect] {
        switch key {
        case .up, .shiftUp: draw { $0.move(dx: 0, dy: -amount) }
        case .down, .shiftDown: draw { $0.move(dx: 0, dy: amount) }
        case .left, .shiftLeft: draw { $0.move(dx: -amount, dy: 0) }
        default: draw { $0.move(dx: amount, dy: 0) }
        }
    }
}

extension Editor {
    /// What Space does now.
    var spaceTitle: String {
        switch tool {
        case .brush: isPenDown ? "lift the pen" : isErasing ? "erase" : "paint"
        case .flood: "fill"
        case .line, .rectangle, .ellipse: anchor == nil ? "first corner" : "finish"
        }
    }
}
