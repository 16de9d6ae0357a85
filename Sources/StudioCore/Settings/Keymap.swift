/// Which key means which command: the table's own keys, except where the person's settings say otherwise.
public struct Keymap: Sendable, Equatable {
    /// For a command by its name: its keys now, each with the key of the table that it stands for.
    private var rebound: [String: [Binding]] = [:]
    /// Keys that stand for another one wherever a command has that: vi's letters for the arrows.
    private var aliases: [Key: Key] = [:]

    struct Binding: Sendable, Equatable {
        let key: Key
        let original: Key
    }

    public init() {}

    /// The command of `commands`, all of one place, that `key` means, and the key of the table that this is for it.
    func meaning(of key: Key, among commands: [Command]) -> (command: Command, key: Key)? {
        let typing = commands.first(where: \.takesText)
        if case .character = key, let typing { return (typing, key) }
        // Where text is typed, a letter is a letter and Ctrl-U takes the line away.
        if typing == nil, let other = aliases[key],
            let command = commands.first(where: { original(of: other, for: $0) != nil })
        {
            return (command, original(of: other, for: command) ?? other)
        }
        for command in commands {
            if let original = original(of: key, for: command) { return (command, original) }
        }
        return nil
    }

    private func original(of key: Key, for command: Command) -> Key? {
        if let own = rebound[command.id] { return own.first { $0.key == key }?.original }
        return command.keys.contains(key) ? key : nil
    }

    /// The keys of `command`; none where the settings took them all.
    func keys(of command: Command) -> [Key] { rebound[command.id].map { $0.map(\.key) } ?? command.keys }

    /// All keys of `command` as the help lists them.
    public func list(of command: Command) -> String {
        isRebound(command) ? Self.title(of: keys(of: command)) : command.keyList
    }

    /// The first of its keys, for the status line; a pair of arrows counts as one.
    func short(of command: Command) -> String {
        isRebound(command) ? keys(of: command).first?.title ?? "" : command.shortKey
    }

    private static func title(of keys: [Key]) -> String {
        keys.isEmpty ? "no key" : keys.map(\.title).joined(separator: " ")
    }

    // MARK: Making one

    /// Gives `command` other keys: the first does what its first key in the table does, and so on, from the start again when there are
    /// more. None leaves it to the palette.
    /// - Returns: what is wrong, where it is not done.
    mutating func bind(_ command: Command, to keys: [Key]) -> String? {
        if command.takesText || command.id == "type" { return "its keys are what is typed" }
        if command.id == "interrupt" || keys.contains(.control("c")) { return "Ctrl-C always leaves the program" }
        if Set(keys).count < keys.count { return "a key is there twice" }
        rebound[command.id] = keys.enumerated().map { index, key in
            Binding(key: key, original: command.keys[index % command.keys.count])
        }
        return nil
    }

    /// Lets `command` have the table's keys again.
    mutating func unbind(_ command: Command) { rebound[command.id] = nil }

    /// The commands of one place that share a key, with that key.
    func conflicts() -> [(key: Key, first: Command, second: Command)] {
        Place.allCases.flatMap { place in
            var owners: [Key: Command] = [:]
            var found: [(key: Key, first: Command, second: Command)] = []
            for command in CommandTable.all where command.place == place && !command.takesText {
                for key in keys(of: command) {
                    if let other = owners[key] { found.append((key, other, command)) }
                    owners[key] = command
                }
            }
            return found
        }
    }

    func isRebound(_ command: Command) -> Bool { rebound[command.id] != nil }

    /// vi's letters move, page and go to the ends; the four commands whose letters they take have others.
    static let vi: Keymap = {
        var map = Keymap()
        map.aliases = [
            .character("h"): .left, .character("j"): .down, .character("k"): .up, .character("l"): .right,
            .character("H"): .shiftLeft, .character("J"): .shiftDown, .character("K"): .shiftUp,
            .character("L"): .shiftRight, .control("d"): .pageDown, .control("u"): .pageUp,
        ]
        let moved: [(String, Key)] = [
            ("halve", .character("!")), ("logarithmic", .character("Y")), ("tool-line", .character("/")),
            ("brush-hollow", .character("%")),
        ]
        for (id, key) in moved {
            if let command = CommandTable.all.first(where: { $0.id == id }) { _ = map.bind(command, to: [key]) }
        }
        return map
    }()
}
