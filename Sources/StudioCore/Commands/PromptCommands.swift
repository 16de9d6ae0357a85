/// Writing a prompt.
extension CommandTable {
    static let writing = [
        Command(
            "prompt-type", "type", keys: printable, keysTitle: "letters", place: .text, takesText: true,
            help:
                "Writes the prompt; a paste goes in whole. A line is a prompt of its own: the pictures take them in turn."
        ) { model, key in
            if case .character(let character) = key { model.prompt.insert(String(character)) }
            return []
        },
        Command(
            "prompt-take", "take it", keys: [.enter], place: .text, rank: 1,
            help: "Takes the prompt; a sampling that is going obeys from its next step on."
        ) { model, _ in model.endWriting(keeps: true) },
        Command(
            "prompt-leave", "leave it", keys: [.escape], place: .text, rank: 2, help: "Leaves the prompt as it was."
        ) { model, _ in model.endWriting(keeps: false) },
        Command(
            "prompt-line", "new line", keys: [.control("j")], place: .text, rank: 3, help: "Begins another prompt."
        ) { model, _ in
            model.prompt.insert("\n")
            return []
        },
        Command(
            "prompt-next", "next field", keys: [.tab, .backTab], place: .text, rank: 8,
            help:
                "Completes the prompt where a file of embeddings has such; else takes it and goes to the next text, or the one before."
        ) { model, key in
            if key == .tab, model.completePrompt() { return [] }
            let effects = model.endWriting(keeps: true)
            model.movePromptRow(by: key == .tab ? 1 : -1)
            return effects + model.beginWriting()
        },
        Command(
            "prompt-move", "move", keys: [.left, .right], keysTitle: "←→", place: .text,
            help: "Goes one character back or on."
        ) { model, key in
            model.prompt.move(by: key == .left ? -1 : 1)
            return []
        },
        Command(
            "prompt-word", "word", keys: [.shiftLeft, .shiftRight], keysTitle: "Shift-←→", place: .text,
            help: "Goes one word back or on."
        ) { model, key in
            model.prompt.moveWord(key == .shiftLeft ? -1 : 1)
            return []
        },
        Command(
            "prompt-rows", "row", keys: [.up, .down], keysTitle: "↑↓", place: .text,
            help: "Goes a row up or down; beyond the first and last to the prompts that were taken before."
        ) { model, key in model.moveInPrompt(by: key == .up ? -1 : 1) },
        Command(
            "prompt-start", "line's start", keys: [.home, .control("a")], place: .text,
            help: "Goes to the line's beginning."
        ) { model, _ in
            model.prompt.moveToLineStart()
            return []
        },
        Command(
            "prompt-end", "line's end", keys: [.end, .control("e")], place: .text, help: "Goes to the line's end."
        ) { model, _ in
            model.prompt.moveToLineEnd()
            return []
        },
        Command(
            "prompt-rub-out", "rub out", keys: [.backspace], place: .text, help: "Takes the character before away."
        ) { model, _ in
            model.prompt.rubOut()
            return []
        },
        Command(
            "prompt-delete", "delete", keys: [.delete, .control("d")], place: .text,
            help: "Takes the character behind away."
        ) { model, _ in
            model.prompt.delete()
            return []
        },
        Command(
            "prompt-rub-word", "rub out word", keys: [.control("w")], place: .text, help: "Takes the word before away."
        ) { model, _ in
            model.prompt.rubOutWord()
            return []
        },
        Command(
            "prompt-rub-line", "rub out line", keys: [.control("u")], place: .text,
            help: "Takes the line before the cursor away."
        ) { model, _ in
            model.prompt.rubOutToLineStart()
            return []
        },
        Command(
            "prompt-cut-line", "delete line", keys: [.control("k")], place: .text,
            help: "Takes the rest of the line away."
        ) { model, _ in
            model.prompt.deleteToLineEnd()
            return []
        },
        Command(
            "prompt-recall", "find", keys: [.control("r")], place: .text, rank: 7,
            help: "Looks for a prompt among those taken before and those of a file of embeddings.",
            unless: {
                $0.prompts.history.all.isEmpty && $0.prompts.known.prompts.isEmpty ? "there are no prompts yet" : nil
            }
        ) { model, _ in model.recall("") },
        Command(
            "prompt-undo", "undo", keys: [.control("_")], place: .text, help: "Takes the last change back.",
            rankNow: { $0.prompt.canUndo ? 9 : nil }, unless: { $0.prompt.canUndo ? nil : "nothing was changed" }
        ) { model, _ in
            model.prompt.undo()
            return []
        },
        Command(
            "prompt-redo", "redo", keys: [.control("y")], place: .text, help: "Does the change again.",
            unless: { $0.prompt.canRedo ? nil : "nothing was taken back" }
        ) { model, _ in
            model.prompt.redo()
            return []
        },
    ]

    static let recall = [
        Command(
            "recall-type", "type", keys: printable, keysTitle: "letters", place: .recall, takesText: true,
            help: "Narrows the list to prompts that have these letters, in this order."
        ) { model, key in
            guard case .character(let character) = key, case .recall(let query)? = model.overlay else { return [] }
            return model.recall(query + String(character))
        },
        Command(
            "recall-rub-out", "rub out", keys: [.backspace, .delete], place: .recall,
            help: "Takes the last letter away."
        ) { model, _ in
            guard case .recall(let query)? = model.overlay else { return [] }
            return model.recall(String(query.dropLast()))
        },
        Command(
            "recall-clear", "rub all out", keys: [.control("u")], place: .recall, help: "Takes every letter away."
        ) { model, _ in model.recall("") },
        Command(
            "recall-move", "select", keys: [.up, .down, .pageUp, .pageDown], keysTitle: "↑↓ PageUp PageDown",
            place: .recall, rank: 1, help: "Goes to the prompt above or below, or ten on."
        ) { model, key in model.moveInList(as: key) },
        Command(
            "recall-take", "take it", keys: [.enter, .tab], place: .recall, rank: 2,
            help: "Puts the prompt in the place of what is written, which undo brings back.",
            unless: { $0.recalled.isEmpty ? "no prompt has these letters" : nil }
        ) { model, _ in model.takeRecalled() },
        Command(
            "recall-leave", "leave", keys: [.escape, .control("r")], place: .recall, rank: 3,
            help: "Closes the list and changes nothing."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]

    static let promptAnywhere = [
        Command(
            "prompt-write", "prompt", keys: [.character("\"")], place: .window, help: "Writes the prompt.",
            rankNow: { $0.writeObstacle == nil && $0.focus != .prompt ? 4 : nil }, unless: \.writeObstacle
        ) { model, _ in model.beginWriting() }
    ]
}
