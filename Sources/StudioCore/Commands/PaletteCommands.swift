/// The palette: every command, found by a few letters of what it does.
extension CommandTable {
    static let palette = [
        Command(
            "palette-type", "type", keys: printable, keysTitle: "letters", place: .palette, takesText: true,
            help: "Narrows the list to what has these letters, in this order."
        ) { model, key in
            guard case .character(let character) = key, case .palette(let query)? = model.overlay else { return [] }
            return model.search(query + String(character))
        },
        Command(
            "palette-rub-out", "rub out", keys: [.backspace, .delete], place: .palette,
            help: "Takes the last letter away."
        ) { model, _ in
            guard case .palette(let query)? = model.overlay else { return [] }
            return model.search(String(query.dropLast()))
        },
        Command(
            "palette-clear", "rub all out", keys: [.control("u")], place: .palette, help: "Takes every letter away."
        ) { model, _ in model.search("") },
        Command(
            "palette-move", "select", keys: [.up, .down, .pageUp, .pageDown], keysTitle: "↑↓ PageUp PageDown",
            place: .palette, rank: 1, help: "Goes to the command above or below, or ten on."
        ) { model, key in model.moveInList(as: key) },
        Command(
            "palette-run", "do it", keys: [.enter, .tab], place: .palette, rank: 2,
            help: "Does what the command does, or says why it cannot.",
            unless: { $0.paletteEntries.isEmpty ? "no command has these letters" : nil }
        ) { model, _ in model.takeFromPalette() },
        Command(
            "palette-leave", "leave", keys: [.escape], place: .palette, rank: 3, help: "Closes the palette."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]

    /// Printable ASCII.
    static let printable: [Key] = (32...126).compactMap { UnicodeScalar($0) }.map { .character(Character($0)) }
}

/// A command in the palette.
struct PaletteEntry {
    let command: Command
    /// The key of the table by which it is done.
    let key: Key
    /// What it is called, and what it does.
    let title: String
    /// Its keys now.
    let keys: String
    /// Why it cannot be done here; nil where it can.
    let obstacle: String?
    let match: FuzzyMatch
    /// Whether the letters are all in its name.
    let isNamed: Bool
    /// The length of its name: of two that fit alike the shorter is more likely meant.
    let length: Int
}

extension StudioModel {
    static let longestQuery = 60

    mutating func search(_ query: String) -> [Effect] {
        overlay = .palette(query: String(query.filter { !$0.isNewline }.prefix(Self.longestQuery)))
        listIndex = 0
        return []
    }

    /// What the palette shows: what is called so before what only says so, then what can be done, then what fits best, then what is
    /// nearest.
    var paletteEntries: [PaletteEntry] {
        guard case .palette(let query)? = overlay else { return [] }
        var model = self
        model.overlay = nil
        let here = model.places
        let elsewhere = Place.allCases.filter { !here.contains($0) && $0.isOfPanes }
        let entries = (here + elsewhere).flatMap { place in
            CommandTable.at(place).filter { !$0.takesText && $0.id != "palette" }.flatMap { command in
                model.entries(of: command, query: query, isHere: here.contains(place))
            }
        }
        return entries.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if x.isNamed != y.isNamed { return x.isNamed }
            if (x.obstacle == nil) != (y.obstacle == nil) { return x.obstacle == nil }
            if x.match.score != y.match.score { return x.match.score > y.match.score }
            return x.isNamed && x.length != y.length ? x.length < y.length : a.offset < b.offset
        }.map(\.element)
    }

    private func entries(of command: Command, query: String, isHere: Bool) -> [PaletteEntry] {
        func entry(_ name: String, _ help: String, _ key: Key, _ keys: String, _ obstacle: String?) -> PaletteEntry? {
            let title = help.isEmpty ? name : "\(name): \(help)"
            let named = FuzzyMatch(query, in: name)
            guard let match = named ?? FuzzyMatch(query, in: title) else { return nil }
            return PaletteEntry(
                command: command, key: key, title: title, keys: keys, obstacle: obstacle, match: match,
                isNamed: named != nil, length: name.count)
        }
        if command.id == "workspace" {
            return Workspace.allCases.compactMap { entry("go to \($0.row.title)", "", $0.key, $0.key.title, nil) }
        }
        let keys = keymap.list(of: command)
        let obstacle =
            isHere
            ? command.obstacle(self) ?? (command.keysTitle == nil ? nil : "its keys say which way: \(keys)")
            : "that is for elsewhere: \(command.place.title)"
        return [entry(command.title(self), command.help, command.keys[0], keys, obstacle)].compactMap { $0 }
    }

    mutating func takeFromPalette() -> [Effect] {
        let entries = paletteEntries
        guard entries.indices.contains(listIndex) else { return [] }
        let entry = entries[listIndex]
        overlay = nil
        if let obstacle = entry.obstacle {
            say(obstacle)
            return []
        }
        return run(entry.command, by: entry.key)
    }
}

extension Place {
    /// Whether it is a part of the window, not something that is open over it.
    fileprivate var isOfPanes: Bool {
        switch self {
        case .path, .text, .recall, .input, .list, .queue, .reading, .log, .presets, .question, .search, .palette,
            .tour,
            .gridForm,
            .grid, .colors:
            false
        default: true
        }
    }
}
