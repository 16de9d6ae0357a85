/// Looking at what was made, and choosing what to look at.
extension CommandTable {
    static let looking = [
        Command(
            "back", "back", keys: [.character("[")], place: .window,
            help: "Goes one state back: through the denoising, or through the samples of the run.",
            unless: \.filmObstacle
        ) { model, _ in model.scrub(by: -1) },
        Command(
            "forth", "forth", keys: [.character("]")], place: .window,
            help: "Goes one state on; after the last one the preview follows again.", unless: \.filmObstacle
        ) { model, _ in model.scrub(by: 1) },
        Command(
            "first", "first", keys: [.home], place: .window, help: "Goes to the first state.", unless: \.filmObstacle
        ) { model, _ in model.scrub(to: 0) },
        Command(
            "newest", "newest", keys: [.end], place: .window, help: "Goes to the newest state and follows.",
            unless: \.filmObstacle
        ) { model, _ in model.scrub(to: .max) },
        Command(
            "parts", "what is shown", keys: [.character("v")], place: .window,
            help:
                "Shows x_t and clean estimate, everything, or one of x_t, estimate, prediction and guidance difference in turn; of a run, either weights.",
            titleNow: { $0.film == .trajectory ? $0.parts.next.title : $0.showsEstimate ? "raw weights" : "average" },
            rankNow: { $0.partsObstacle == nil ? 15 : nil }, unless: \.partsObstacle
        ) { model, _ in
            if model.film == .trajectory { model.parts = model.parts.next } else { model.showsEstimate.toggle() }
            return []
        },
        logarithmic,
        Command(
            "traffic", "traffic", keys: [.character("K")], place: .window,
            help: "Shows how many bytes a second go to the terminal; bandwidth in config.toml sets a limit."
        ) { model, _ in
            model.showsTraffic.toggle()
            return []
        },
        Command(
            "theme", "theme", keys: [.character("T")], place: .window, help: "Chooses a theme, shown as you pass it.",
            unless: { $0.themes.count > 1 ? nil : "there is one theme only" }
        ) { model, _ in
            model.open(
                .themes(before: model.theme), at: model.themes.firstIndex { $0.name == model.theme.name } ?? 0)
        },
        Command(
            "recipes", "recipe", keys: [.character("r")], place: .window, rank: 10,
            help: "Chooses the recipe that t trains.", rankNow: { $0.isWorking ? nil : 10 }
        ) { model, _ in
            model.open(.recipes, at: model.recipes.firstIndex { $0.name == model.recipe.name } ?? 0)
        },
        Command(
            "models", "model", keys: [.character("m")], place: .window, rank: 11,
            help: "Chooses the model that s samples.", rankNow: { $0.isWorking ? nil : 11 },
            unless: { $0.modelEntries.isEmpty ? "there is no model yet: t trains one" : nil }
        ) { model, _ in model.open(.models, at: model.modelEntries.firstIndex(of: model.modelEntryChosen) ?? 0) },
        Command(
            "messages", "messages", keys: [.character("e")], place: .window,
            help: "Shows every message since the program started.",
            unless: { $0.messages.log.isEmpty ? "there were no messages" : nil }
        ) { model, _ in model.open(.messages(least: .detail), at: 0) },
        Command(
            "command-line", "command line", keys: [.character("$")], place: .window,
            help: "Shows the command that does what the panes say, or that made the picture, and copies it.",
            unless: \.commandLineObstacle
        ) { model, _ in model.showCommandLine() },
        Command(
            "dismiss", "dismiss", keys: [.escape], place: .window,
            help:
                "Takes the message away, or else the curve's cursor, or else gives pictures and panes their usual room back.",
            rankNow: { $0.messages.current?.kind == .error ? 0 : nil }
        ) { model, _ in
            if model.messages.current != nil {
                model.messages.dismiss(at: model.now)
            } else if model.focus == .loss, model.curve.cursor != nil {
                model.curve.cursor = nil
            } else {
                model.showUsualSize()
            }
            return []
        },
    ]

    static let moving = [
        Command(
            "next-pane", "pane", keys: [.tab], place: .window, rank: 19, help: "Goes to the next pane."
        ) { model, _ in
            model.focus = model.pane(at: 1)
            return []
        },
        Command(
            "previous-pane", "pane back", keys: [.backTab], place: .window, help: "Goes to the pane before."
        ) { model, _ in
            model.focus = model.pane(at: -1)
            return []
        },
    ]

    static let previewPane = [
        Command(
            "scrub", "scrub", keys: [.left, .right], keysTitle: "←→", place: .preview, rank: 5,
            help: "Goes back and forth through the states, as [ and ] do.", unless: \.filmObstacle
        ) { model, key in model.scrub(by: key == .left ? -1 : 1) },
        Command(
            "scrub-far", "scrub far", keys: [.shiftLeft, .shiftRight], keysTitle: "Shift-←→", place: .preview,
            help: "Goes ten states back or forth.", unless: \.filmObstacle
        ) { model, key in model.scrub(by: key == .shiftLeft ? -10 : 10) },
        Command(
            "scrub-epoch", "epoch", keys: [.pageUp, .pageDown], keysTitle: "PageUp PageDown", place: .preview,
            help: "Goes to the samples of the epoch before or after.",
            rankNow: { $0.epochObstacle == nil ? 6 : nil }, unless: \.epochObstacle
        ) { model, key in model.scrubToEpoch(isBack: key == .pageUp) },
    ]
}

extension StudioModel {
    /// What the preview shows in this workspace.
    var film: FilmChoice { workspace.row.film }

    /// How many states the preview can go through.
    var filmLength: Int {
        switch film {
        case .samples: samples.frames.count
        case .trajectory: trajectory.frames.count
        case .still: 0
        }
    }

    var partsObstacle: String? {
        switch film {
        case .trajectory: trajectory.frames.isEmpty ? nothingSampled : nil
        case .samples: samples.current?.averaged == nil ? "there is one picture only" : nil
        case .still: nothingMoves
        }
    }

    var recipeObstacle: String? { isTraining ? "a run is going: the parameters are its own until it ends" : nil }

    var filmObstacle: String? {
        guard filmLength <= 1 else { return nil }
        switch film {
        case .samples: return "there is nothing to go through yet: t trains"
        case .trajectory: return "there is nothing to go through yet: s samples"
        case .still: return nothingMoves
        }
    }

    private var nothingMoves: String { "nothing here has a before and an after" }

    /// Where the samples of epochs' ends are in the film.
    private var epochFrames: [Int] {
        let ends = Set(losses.epochEnds.map(\.step))
        return samples.frames.indices.filter { ends.contains(samples.frames[$0].step) }
    }

    var epochObstacle: String? {
        film == .samples && !epochFrames.isEmpty ? nil : "there are no samples of an epoch's end to go to"
    }

    mutating func scrubToEpoch(isBack: Bool) -> [Effect] {
        let frames = epochFrames
        let next = isBack ? frames.last { $0 < samples.index } : frames.first { $0 > samples.index }
        return next.map { scrub(to: $0) } ?? []
    }

    mutating func scrub(by offset: Int) -> [Effect] {
        scrub(to: (film == .samples ? samples.index : trajectory.index) + offset)
    }

    mutating func scrub(to index: Int) -> [Effect] {
        if film == .samples { samples.move(to: index) } else { trajectory.move(to: index) }
        return []
    }

    mutating func open(_ overlay: Overlay, at index: Int) -> [Effect] {
        self.overlay = overlay
        listIndex = index
        scroll = 0
        return []
    }

    /// Goes one step back towards the usual sizes: from a pane alone, a picture magnified, a pane zoomed.
    mutating func showUsualSize() {
        if isAlone {
            isAlone = false
        } else if magnifier.size != .fit {
            magnifier.size = .fit
            (magnifier.x, magnifier.y) = (0.5, 0.5)
        } else {
            isZoomed = false
        }
    }

    /// Answers a key with a sentence.
    mutating func say(_ text: String) { messages.post(Message(.answer, text), at: now) }
}
