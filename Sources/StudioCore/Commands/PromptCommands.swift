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
            help: "Takes it and goes to the next text, or the one before."
        ) { model, key in
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
            help: "Goes a row up or down."
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

    static let promptAnywhere = [
        Command(
            "prompt-write", "prompt", keys: [.character("\"")], place: .window, help: "Writes the prompt.",
            rankNow: { $0.writeObstacle == nil && $0.focus != .prompt ? 4 : nil }, unless: \.writeObstacle
        ) { model, _ in model.beginWriting() }
    ]
}
