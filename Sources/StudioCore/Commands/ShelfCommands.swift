import Engine

/// The models on this machine: looking at them, and choosing one.
extension CommandTable {
    static let shelf = [
        Command(
            "shelf-move", "select", keys: [.up, .down, .pageUp, .pageDown, .home, .end],
            keysTitle: "↑↓ PageUp PageDown Home End", place: .shelf, rank: 5, help: "Goes to another model.",
            unless: \.shelfObstacle
        ) { model, key in
            switch key {
            case .up: model.selectModel(by: -1)
            case .down: model.selectModel(by: 1)
            case .pageUp: model.selectModel(by: -10)
            case .pageDown: model.selectModel(by: 10)
            case .home: model.selectModel(by: -model.models.count)
            default: model.selectModel(by: model.models.count)
            }
        }
    ]

    static let aboutPane = [
        Command(
            "about-scroll", "scroll", keys: [.up, .down, .pageUp, .pageDown], keysTitle: "↑↓ PageUp PageDown",
            place: .about, rank: 5, help: "Scrolls what is known of the model."
        ) { model, key in
            let lines = [Key.up: -1, .down: 1, .pageUp: -10][key] ?? 10
            model.shelf.scroll = max(0, model.shelf.scroll + lines)
            return []
        }
    ]

    static let models = [
        Command(
            "shelf-take", "use it", keys: [.enter], place: .models, rank: 1,
            help: "Makes it the model that is sampled; chosen already, goes to Generate with it.",
            titleNow: { $0.isSelectedModelChosen ? "to Generate" : "use it" }, unless: \.takingObstacle
        ) { model, _ in model.takeSelectedModel() },
        Command(
            "shelf-sample", "sample it", keys: [.character("s")], place: .models, rank: 2,
            help: "Makes pictures with it.", unless: \.takingObstacle
        ) { model, _ in
            _ = model.takeSelectedModel()
            let effects = model.show(.generate)
            model.freshenSeed()
            return effects + [.engine(.sample(model.samplingRequest))]
        },
        Command(
            "shelf-run", "its run", keys: [.character("o")], place: .models, rank: 3,
            help: "Shows the curve and the samples of the run that made it.", unless: \.runOfModelObstacle
        ) { model, _ in model.showRunOfModel() },
        Command(
            "shelf-again", "look again", keys: [.character("r")], place: .models,
            help: "Looks for models anew, such as one that was copied here while the window is open."
        ) { model, _ in
            model.shelf.about = [:]
            return model.asked
        },
    ]
}
