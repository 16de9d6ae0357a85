/// Typing a path, or what the gallery shows.
extension CommandTable {
    static let path = [
        Command(
            "path-type", "type", keys: printable, keysTitle: "letters", place: .path, takesText: true,
            help: "Writes the path, in which ~ is your home, or the filter; a paste goes in whole."
        ) { model, key in
            if case .character(let character) = key { model.path?.append(String(character)) }
            return []
        },
        Command(
            "path-rub-out", "rub out", keys: [.backspace, .delete], place: .path, rank: 3,
            help: "Takes the last character away."
        ) { model, _ in
            if model.path?.text.isEmpty == false { model.path?.text.removeLast() }
            return []
        },
        Command(
            "path-clear", "rub all out", keys: [.control("u")], place: .path, help: "Takes all of it away."
        ) { model, _ in
            model.path?.text = ""
            return []
        },
        Command(
            "path-accept", "take it", keys: [.enter], place: .path, rank: 1,
            help: "Reads, writes or copies the file; keeps the filter, or the preset.",
            unless: \.pathComplaint
        ) { model, _ in model.acceptPath() },
        Command(
            "path-cancel", "leave it", keys: [.escape], place: .path, rank: 2, help: "Leaves everything as it was."
        ) { model, _ in
            if case .filter(let before)? = model.path?.use { model.gallery.set(filter: before) }
            model.path = nil
            return []
        },
    ]
}
