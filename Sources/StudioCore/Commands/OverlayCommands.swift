/// Typing, lists, texts, questions, and the program itself.
extension CommandTable {
    static let input = [
        Command(
            "type", "type", keys: digitKeys + [".", "-", "+", "e", "E"].map { .character($0) }, keysTitle: "0–9 . - e",
            place: .input, help: "Writes the number; a value out of range is told at once."
        ) { model, key in
            if case .character(let character) = key, (model.input ?? "").count < 24 { model.input?.append(character) }
            return []
        },
        Command(
            "rub-out", "rub out", keys: [.backspace, .delete], place: .input, rank: 3,
            help: "Takes the last character away."
        ) { model, _ in
            if model.input?.isEmpty == false { model.input?.removeLast() }
            return []
        },
        Command(
            "accept", "take it", keys: [.enter, .tab], place: .input, rank: 1, help: "Takes the number.",
            unless: \.inputComplaint
        ) { model, _ in model.acceptInput() },
        Command(
            "cancel", "leave it", keys: [.escape], place: .input, rank: 2, help: "Leaves the value as it was."
        ) { model, _ in
            model.input = nil
            return []
        },
    ]

    static let list = [
        Command(
            "list-move", "select", keys: [.up, .down], keysTitle: "↑↓", place: .list, rank: 1,
            help: "Goes to the entry above or below."
        ) { model, key in model.moveInList(by: key == .up ? -1 : 1) },
        Command(
            "list-page", "page", keys: [.pageUp, .pageDown, .home, .end], keysTitle: "PageUp PageDown Home End",
            place: .list, help: "Goes ten entries on, or to the first or last."
        ) { model, key in model.moveInList(as: key) },
        Command(
            "list-take", "choose", keys: [.enter], place: .list, rank: 2,
            help: "Chooses the entry; of the runs, lays its curve under the present one or takes it away.",
            titleNow: {
                switch $0.overlay {
                case .runs?: "lay under"
                case .checkpoints?: "go on from it"
                default: "choose"
                }
            }, unless: \.listObstacle
        ) { model, _ in model.takeFromList() },
        Command(
            "list-show", "look at it", keys: [.character(" ")], place: .list,
            help: "Shows the selected run's own curve and samples, and follows it where another process trains it.",
            rankNow: { $0.overlay == .runs ? 2 : nil },
            unless: {
                guard $0.overlay == .runs else { return "Space is for the list of runs" }
                return $0.isTraining ? "a run is going: its own curve and samples are shown" : $0.listObstacle
            }
        ) { model, _ in model.showRun() },
        queueRecipe,
        Command(
            "list-leave", "leave",
            keys: [
                .escape, .character("q"), .character("r"), .character("m"), .character("o"), .character("b"),
                .character("T"),
            ],
            keysTitle: "Esc q", place: .list, rank: 3, help: "Closes the list and changes nothing."
        ) { model, _ in
            if case .themes(let before)? = model.overlay { model.theme = before }
            model.overlay = nil
            return []
        },
    ]

    static let reading = [
        Command(
            "scroll", "scroll", keys: [.up, .down, .pageUp, .pageDown, .home, .end],
            keysTitle: "↑↓ PageUp PageDown Home End", place: .reading, rank: 1, help: "Scrolls the text."
        ) { model, key in
            switch key {
            case .up: model.scrollText(by: -1)
            case .down: model.scrollText(by: 1)
            case .pageUp: model.scrollText(by: -10)
            case .pageDown: model.scrollText(by: 10)
            case .home: model.scrollText(by: -model.scroll)
            default: model.scrollText(by: 10_000)
            }
        },
        Command(
            "close", "close",
            keys: [.escape, .enter, .character("q"), .character("?"), .character("e"), .character("$"), .function(1)],
            keysTitle: "Esc q", place: .reading, rank: 2, help: "Closes the text."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]

    static let log = [
        Command(
            "log-weight", "less or more", keys: [.left, .right], keysTitle: "←→", place: .log, rank: 1,
            help: "Shows more of what was said, down to details, or less, up to errors only."
        ) { model, key in
            guard case .messages(let least)? = model.overlay,
                let next = Message.Kind(rawValue: least.rawValue + (key == .left ? -1 : 1))
            else { return [] }
            return model.open(.messages(least: next), at: 0)
        }
    ]

    static let question = [
        Command(
            "yes", "yes", keys: [.character("y")], place: .question, rank: 1,
            help: "Yes, as the question says: quits, abandons the run, ends the job, or writes over the file.",
            titleNow: {
                switch $0.overlay {
                case .abandon?: "abandon"
                case .cancelJob?: "end it"
                case .overwrite?: "write over it"
                default: "quit"
                }
            }
        ) { model, _ in
            if case .overwrite(let path, let purpose)? = model.overlay { return model.overwrite(path, purpose) }
            if case .cancelJob(let id)? = model.overlay {
                model.overlay = .queue
                return [.engine(.queue(.cancel(id)))]
            }
            guard model.overlay == .abandon else { return [.quit] }
            model.overlay = nil
            model.isAbandoning = true
            return [.engine(.abandon)]
        },
        Command(
            "safe", "safe answer", keys: [.enter], place: .question,
            help:
                "The answer that loses nothing: quits, for that saves; does not abandon, end a job, nor write over a file."
        ) { model, _ in model.overlay == .quit ? [.quit] : model.leaveQuestion() },
        Command(
            "quit-twice", "quit", keys: [.character("q"), .control("c")], place: .question,
            help: "Quits, the run saved; over another question, asks first."
        ) { model, _ in model.overlay == .quit ? [.quit] : model.quit() },
        Command(
            "no", "stay", keys: [.character("n"), .escape], place: .question, rank: 2,
            help: "No: the run goes on, the file stays.",
            titleNow: {
                switch $0.overlay {
                case .abandon?, .cancelJob?: "go on"
                case .overwrite?: "leave it"
                default: "stay"
                }
            }
        ) { model, _ in model.leaveQuestion() },
    ]

    static let program = [
        Command(
            "help", "help", keys: [.character("?"), .function(1)], place: .window, rank: 0,
            help: "Shows every key that works where you are."
        ) { model, _ in model.open(.help, at: 0) },
        Command(
            "tour", "tour", keys: [.function(2)], place: .window, help: "Shows the five screens of the tour."
        ) { model, _ in model.open(.tour(page: 0), at: 0) },
        Command(
            "palette", "find", keys: [.character(":"), .control("p")], place: .window, rank: 18,
            help: "Finds a command by its name and does it."
        ) { model, _ in model.open(.palette(query: ""), at: 0) },
        Command(
            "quit", "quit", keys: [.character("q")], place: .window, rank: 12,
            help: "Leaves the program; asks first when a run is going."
        ) { model, _ in model.quit() },
        Command(
            "interrupt", "quit", keys: [.control("c")], place: .always,
            help: "Leaves the program as q does; a second time without asking."
        ) { model, _ in model.quit() },
        Command(
            "suspend", "suspend", keys: [.control("z")], place: .always,
            help: "Gives the terminal back to the shell until fg; the engine waits."
        ) { _, _ in [.suspend] },
        Command(
            "redraw", "redraw", keys: [.control("l")], place: .always, help: "Draws everything anew."
        ) { _, _ in [.redraw] },
    ]
}

extension StudioModel {
    mutating func quit() -> [Effect] {
        input = nil
        guard isTraining && !isFollowing || engine.queue.running != nil else { return [.quit] }
        return open(.quit, at: 0)
    }

    /// Nothing is to be done: back to where the question came from.
    mutating func leaveQuestion() -> [Effect] {
        if case .cancelJob? = overlay { overlay = .queue } else { overlay = nil }
        return []
    }

    /// What is wrong with the number being typed; nil where it can be taken.
    var inputComplaint: String? {
        guard let input, case .number(let range, let isWhole, _) = domain(of: field) else { return nil }
        if input.isEmpty { return nil }
        guard let value = Double(input), value.isFinite else { return "this is not a number yet" }
        if isWhole, value != value.rounded() { return "a whole number is wanted" }
        if value < range.lowerBound { return "below \(rangeText.low)" }
        return value > range.upperBound ? "above \(rangeText.high)" : nil
    }

    /// The ends of the selected field's range.
    var rangeText: (low: String, high: String) {
        let range = domain(of: field).range
        func text(_ value: Double) -> String {
            value != 0 && abs(value) < 1e-3 ? Format.scientific(value) : Format.number(value)
        }
        return (text(range.lowerBound), text(range.upperBound))
    }

    mutating func acceptInput() -> [Effect] {
        defer { input = nil }
        guard let input, let value = Double(input) else { return [] }
        return set(field, to: value)
    }

    var listCount: Int {
        switch overlay {
        case .recipes?: recipes.count
        case .themes?: themes.count
        case .presets?: presets.all.count
        case .palette?: paletteEntries.count
        case .recall?: recalled.count
        case .models?: modelEntries.count
        case .enlargers?: enlargers.count
        case .runs?: otherRuns.count
        case .queue?: engine.queue.jobs.count
        case .checkpoints?: branchPoints.count
        default: 0
        }
    }

    /// Why nothing in the list can be chosen; nil where something can.
    var listObstacle: String? {
        if overlay == .recipes, let recipeObstacle { return recipeObstacle + "; & queues this one" }
        guard listCount == 0 else { return nil }
        switch overlay {
        case .checkpoints?: return "the run has kept no checkpoint yet"
        case .presets?: return "nothing is kept yet: n keeps what the panes say"
        default: return "there is no other run here"
        }
    }

    /// Moves as `key` does in every list: a line, ten, or to an end.
    mutating func moveInList(as key: Key) -> [Effect] {
        switch key {
        case .up: moveInList(by: -1)
        case .down: moveInList(by: 1)
        case .pageUp: moveInList(by: -10)
        case .pageDown: moveInList(by: 10)
        case .home: moveInList(by: -listIndex)
        default: moveInList(by: listCount)
        }
    }

    mutating func moveInList(by offset: Int) -> [Effect] {
        listIndex = min(max(0, listIndex + offset), max(0, listCount - 1))
        if case .themes? = overlay { theme = themes[listIndex] }
        return []
    }

    mutating func takeFromList() -> [Effect] {
        switch overlay {
        case .themes?:
            overlay = nil
            for problem in theme.problems { messages.post(Message(problem), at: now) }
        case .enlargers?:
            overlay = nil
            return enlargers.indices.contains(listIndex) ? enlarge(with: enlargers[listIndex]) : []
        case .runs?: return toggleOverlaid()
        case .presets?: return takePreset()
        case .checkpoints?: return branch()
        case .recipes?:
            overlay = nil
            guard recipes.indices.contains(listIndex) else { return [] }
            recipe = recipes[listIndex]
            originalRecipe = recipe
            history = FieldHistory()
            if sampledModel == nil { adoptSampledModel() }
        default:
            overlay = nil
            guard modelEntries.indices.contains(listIndex) else { return [] }
            if case .saved(let folder) = modelEntries[listIndex] {
                if let trouble = models.first(where: { $0.folder == folder })?.trouble {
                    messages.post(Message(trouble), at: now)
                    return []
                }
                chosenModel = folder
            } else {
                chosenModel = nil
            }
            adoptSampledModel()
        }
        return []
    }

    mutating func scrollText(by offset: Int) -> [Effect] {
        let rect = OverlayFrame.text(width: width, height: height)
        let lines =
            switch overlay {
            case .help?: HelpText.lines(self).count
            case .commandLine(let line)?: CommandLineText.lines(line, self, width: rect.width - 4).count
            case .messages(let least)?: MessageText.lines(self, least: least).count
            default: 0
            }
        let room = max(1, rect.height - 2)
        scroll = min(max(0, scroll + offset), max(0, lines - room))
        return []
    }
}
