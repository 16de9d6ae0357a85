import Engine

/// Making pictures from pictures.
extension CommandTable {
    static let edits = [
        Command(
            "inpaint", "inpaint", keys: [.character("s")], place: .inpaint, rank: 3,
            help: "Makes what the mask covers new and keeps the rest to the last bit.",
            titleNow: { $0.isSampling ? "inpaint anew" : "inpaint" }, unless: \.inpaintObstacle
        ) { model, _ in
            model.board.editor.lift()
            model.freshenSeed()
            if model.mask.editor.raster.isFull { model.say("the mask is all white: everything is made new") }
            return [.engine(.sample(model.workspaceRequest))]
        },
        Command(
            "image-to-image", "make it", keys: [.character("s")], place: .edit, rank: 3,
            help: "Noises the picture to the start and denoises it from there.",
            titleNow: { $0.isSampling ? "make anew" : "make it" }, unless: \.imageToImageObstacle
        ) { model, _ in
            model.board.editor.lift()
            model.freshenSeed()
            if model.losesColors { model.say("this model makes grey pictures: the drawing is taken in grey") }
            return [.engine(.sample(model.workspaceRequest))]
        },
        Command(
            "start-row", "row of starts", keys: [.character("R")], place: .edit, rank: 4,
            help: "Makes the picture from starts \(row) side by side, from the same noise; a row for each class.",
            unless: \.rowObstacle
        ) { model, _ in
            model.board.editor.lift()
            model.freshenSeed()
            model.say("from left to right: starts \(row)" + (model.losesColors ? "; the drawing is taken in grey" : ""))
            return [.engine(.sample(model.rowRequest))]
        },
        Command(
            "illusion", "make it", keys: [.character("s")], place: .illusions, rank: 3,
            help: "Makes pictures that are two things: turned over, or from near and from afar.",
            titleNow: { $0.isSampling ? "make anew" : "make it" }, unless: \.illusionObstacle
        ) { model, _ in
            model.freshenSeed()
            return [.engine(.sample(model.workspaceRequest))]
        },
    ]

    private static var row: String { EditChoices.row.map(String.init).joined(separator: ", ") }
}
