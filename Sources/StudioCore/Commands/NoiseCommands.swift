import Engine

/// Putting noise on a picture and taking it away.
extension CommandTable {
    static let noise = [
        Command(
            "noise", "compare", keys: [.character("s")], place: .noise, rank: 3,
            help: "Puts more and more noise on the picture and takes it away: blurring, in one step, in many.",
            unless: \.noiseObstacle
        ) { model, _ in
            model.board.editor.lift()
            model.freshenSeed()
            if model.losesColors { model.say("this model makes grey pictures: the drawing is taken in grey") }
            model.selectNoise(column: model.noise.column)
            return [.engine(.compareNoise(model.noiseRequest))]
        },
        Command(
            "noise-save", "save", keys: [.character("W")], place: .noise,
            help: "Writes the comparison with its names as a PNG that holds its recipe, among the saved pictures.",
            rankNow: { $0.savedNoiseObstacle == nil ? 13 : nil }, unless: \.savedNoiseObstacle
        ) { _, _ in [.engine(.saveNoise(path: ""))] },
    ]

    static let comparisonPane = [
        Command(
            "noise-column", "column", keys: [.left, .right, .home, .end], keysTitle: "←→ Home End", place: .comparison,
            rank: 4, help: "Goes to another strength of noise; its figures stand below.",
            unless: { $0.engine.noise == nil ? "there is nothing to go through yet: s makes the comparison" : nil }
        ) { model, key in
            let column = model.noise.column
            switch key {
            case .home: model.selectNoise(column: 0)
            case .end: model.selectNoise(column: .max)
            default: model.selectNoise(column: column + (key == .left ? -1 : 1))
            }
            return []
        }
    ]
}
