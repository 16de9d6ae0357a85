import Engine

/// Choosing and changing values in the panes.
extension CommandTable {
    static let modelPane = [
        Command(
            "model-row", "select", keys: [.up, .down], keysTitle: "↑↓", place: .model,
            help: "Goes between the recipe and the model.",
            unless: { $0.workspace.row.hasRecipe ? nil : "the model is all there is to choose here" }
        ) { model, _ in
            model.modelRow = model.modelRow == .recipe ? .model : .recipe
            return []
        },
        Command(
            "model-open", "choose", keys: [.enter], place: .model, rank: 5, help: "Chooses another recipe or model.",
            unless: {
                if $0.selectedModelRow == .recipe { return $0.recipeObstacle }
                return $0.modelEntries.isEmpty ? "there is no model yet: t trains one" : nil
            }
        ) { model, _ in
            model.selectedModelRow == .recipe
                ? model.open(.recipes, at: model.recipes.firstIndex { $0.name == model.recipe.name } ?? 0)
                : model.open(.models, at: model.modelEntries.firstIndex(of: model.modelEntryChosen) ?? 0)
        },
    ]

    static let promptPane = [
        Command(
            "chip", "class", keys: [.left, .right], keysTitle: "←→", place: .prompt,
            help: "Goes to the class before or after; in the row below, changes the one to guide away from.",
            rankNow: { $0.readsText ? nil : 5 }, unless: \.promptObstacle
        ) { model, key in model.moveChip(by: key == .left ? -1 : 1) },
        Command(
            "chip-toggle", "pick", keys: [.enter, .character(" ")], place: .prompt, rank: 6,
            help: "Picks the class or lets it go; where the model reads text, writes the prompt.",
            titleNow: { $0.readsText ? "write" : "pick" }, unless: { $0.readsText ? nil : $0.promptObstacle }
        ) { model, key in
            if model.readsText {
                // Space pauses, as everywhere where it has nothing to pick.
                guard key != .enter, model.isWorking else { return model.beginWriting() }
                return [.engine(model.engine.isPaused ? .resume : .pause)]
            }
            return model.promptRow == .picked ? model.toggleClass(model.chip) : model.moveChip(by: 1)
        },
        Command(
            "chip-all", "all or none", keys: [.character("a")], place: .prompt,
            help: "Picks every class, or none: without one the model makes what it likes.",
            rankNow: { $0.readsText ? nil : 8 }, unless: \.promptObstacle
        ) { model, _ in
            let before = model.steering
            if model.promptRow == .negative {
                model.sampling.negative = nil
            } else {
                let every = Set(0..<model.classNames.count)
                model.sampling.classes = model.sampling.classes == every ? [] : every
            }
            return model.steered(from: before)
        },
        Command(
            "prompt-row", "negative", keys: [.up, .down], keysTitle: "↑↓", place: .prompt, rank: 9,
            help: "Goes between what is wanted and what to guide away from.",
            unless: { $0.readsText ? nil : $0.promptObstacle }
        ) { model, key in
            model.movePromptRow(by: key == .up ? -1 : 1)
            return []
        },
        Command(
            "prompt-reader", "embeddings", keys: [.character("o")], place: .prompt,
            help:
                "Asks for what reads the prompts: a file of embeddings (.pth, .safetensors) or a folder with a text encoder; nothing takes the model's own.",
            rankNow: { $0.readsText ? 15 : nil }, unless: { $0.readsText ? nil : "this model reads no text" }
        ) { model, _ in model.askPath(.reader) },
    ]

    static let parametersPane = [
        Command(
            "field", "select", keys: [.up, .down], keysTitle: "↑↓", place: .parameters, rank: 8,
            help: "Goes to the parameter above or below."
        ) { model, key in model.moveField(by: key == .up ? -1 : 1) },
        Command(
            "change", "change", keys: [.left, .right], keysTitle: "←→", place: .parameters, rank: 5,
            help: "Changes the parameter; those with a ● are obeyed at once.",
            unless: \.fieldObstacle
        ) { model, key in model.changeField(key == .left ? -1 : 1, isShifted: false) },
        Command(
            "change-other", "change otherwise", keys: [.shiftLeft, .shiftRight], keysTitle: "Shift-←→",
            place: .parameters, help: "Changes it in finer or larger steps.", unless: \.fieldObstacle
        ) { model, key in model.changeField(key == .shiftLeft ? -1 : 1, isShifted: true) },
        Command(
            "edit", "type", keys: [.enter], place: .parameters, rank: 6, help: "Types a new value.",
            unless: \.fieldObstacle
        ) { model, _ in
            guard case .number = model.domain(of: model.field) else {
                return model.changeField(1, isShifted: false)
            }
            model.input = ""
            return []
        },
        Command(
            "reset", "reset", keys: [.delete, .backspace], place: .parameters,
            help: "Takes the value that the recipe has, or the usual one.", unless: \.fieldObstacle
        ) { model, _ in model.resetField() },
        Command(
            "field-undo", "undo", keys: [.character("u")], place: .parameters,
            help: "Takes the last change of a parameter back, as far as it goes.",
            rankNow: { $0.history.canUndo ? 14 : nil },
            unless: { $0.history.canUndo ? nil : "no parameter was changed" }
        ) { model, _ in model.undoField(isBackward: true) },
        Command(
            "field-redo", "redo", keys: [.character("U"), .control("r")], place: .parameters,
            help: "Does the change again that was taken back.",
            unless: { $0.history.canRedo ? nil : "nothing was taken back" }
        ) { model, _ in model.undoField(isBackward: false) },
        Command(
            "another-seed", "another seed", keys: [.character("*")], place: .parameters,
            help: "Takes a seed at random: in Train the run's, elsewhere the pictures'."
        ) { model, _ in model.takeAnotherSeed() },
        Command(
            "seed-lock", "lock the seed", keys: [.character("S")], place: .parameters,
            help: "Lets every sampling take another seed, or keeps the one there is.",
            titleNow: { $0.seedChanges ? "lock the seed" : "free the seed" },
            unless: { $0.workspace.row.fields.contains(.seed) ? nil : "a run's seed stays: * takes another" }
        ) { model, _ in
            model.seedChanges.toggle()
            model.say(model.seedChanges ? "every sampling takes another seed" : "the seed stays as it is")
            return []
        },
    ]

    static let digitKeys = "0123456789".map { Key.character($0) }
}

extension StudioModel {
    var promptObstacle: String? {
        if readsText { return "this model is told by a prompt: Enter writes it" }
        return classNames.isEmpty ? "this model has no classes: it makes what it has seen, of any kind" : nil
    }

    /// The row of the model pane that the keys are on.
    var selectedModelRow: ModelRow { workspace.row.hasRecipe ? modelRow : .model }

    var fieldObstacle: String? { field.field.obstacle(self) }

    mutating func moveChip(by offset: Int) -> [Effect] {
        if promptRow == .picked {
            chip = min(max(0, chip + offset), max(0, classNames.count - 1))
        } else {
            // No class, then each of them, around.
            let count = classNames.count + 1
            let index = ((sampling.negative.map { $0 + 1 } ?? 0) + offset + count) % count
            let before = steering
            sampling.negative = index == 0 ? nil : index - 1
            return steered(from: before)
        }
        return []
    }

    mutating func toggleClass(_ number: Int) -> [Effect] {
        let before = steering
        if promptRow == .negative {
            sampling.negative = sampling.negative == number ? nil : number
        } else if sampling.classes.remove(number) == nil {
            sampling.classes.insert(number)
        }
        return steered(from: before)
    }

    mutating func moveField(by offset: Int) -> [Effect] {
        let all = fields
        let index = (all.firstIndex(of: field) ?? 0) + offset
        field = all[min(max(0, index), all.count - 1)]
        return []
    }

    mutating func changeField(_ direction: Double, isShifted: Bool) -> [Effect] {
        set(field, to: stepped(field, by: direction, isShifted: isShifted))
    }

    /// Before pictures are made: another seed for them, where the person lets it change.
    mutating func freshenSeed() { if seedChanges { _ = takeAnotherSeed() } }

    /// A seed that nobody chose; the clock tells one press from the next.
    mutating func takeAnotherSeed() -> [Effect] {
        let field: FieldID = fields.contains(.runSeed) ? .runSeed : .seed
        if let obstacle = field.field.obstacle(self) {
            say(obstacle)
            return []
        }
        var state = UInt64(value(of: field)) &+ now.bitPattern &+ 0x9E37_79B9_7F4A_7C15
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        return set(field, to: Double((state ^ (state >> 31)) % Self.mostRandomSeed))
    }

    /// Short enough to be read out and typed.
    private static let mostRandomSeed: UInt64 = 1_000_000

    mutating func resetField() -> [Effect] {
        var usual = self
        usual.recipe = originalRecipe
        usual.sampling = SamplingChoices()
        (usual.edits, usual.illusion, usual.choices) = (EditChoices(), IllusionChoices(), PictureChoices())
        usual.sampleInterval = 50
        return set(field, to: usual.value(of: field))
    }
}
