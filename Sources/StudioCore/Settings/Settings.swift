import Engine
import TOMLKit

/// What a person settled once and for all, in `config.toml`:
///
/// ```toml
/// theme = "gruvbox"
/// graphics = "sixel"          # auto, kitty, sixel, ansi or mono
/// bandwidth = 60              # the most kilobytes a second: over a slow link, fewer frames
///
/// [keys]
/// preset = "vi"
/// train = "F5"                # a command by its name (studio keys tells them) and its key
/// scrub = ["h", "l"]          # or keys, in the order of the command's own
/// abandon = []                # no key: the palette still has it
/// ```
public struct Settings: Sendable, Equatable {
    public private(set) var theme: String?
    public private(set) var graphics: GraphicsChoice?
    /// The most kilobytes a second that are sent to the terminal; 0 and nil set no limit.
    public private(set) var bandwidth: Int?
    public private(set) var keymap = Keymap()
    /// What was wrong with the file, with its lines; the rest counts.
    public private(set) var problems: [EngineFailure] = []

    public static let bandwidths = 0...1_000_000
    public static let bandwidthsTitle = "kilobytes a second, 0 (no limit) … 1,000,000"

    public init() {}

    public init(toml text: String) {
        var reader = SettingsReader(file: LenientTOML(text, title: "config.toml"))
        for key in reader.file.table.keys {
            switch key {
            case "theme": theme = reader.string(key, expected: "a theme's name or file")
            case "graphics":
                let known = GraphicsChoice.allCases.map(\.rawValue).joined(separator: ", ")
                graphics = reader.string(key, expected: known).flatMap { name in
                    if let choice = GraphicsChoice(rawValue: name) { return choice }
                    reader.file.complain("there is no such form of graphics", key: key, expected: known, found: name)
                    return nil
                }
            case "bandwidth":
                bandwidth = reader.whole(key, in: Self.bandwidths, expected: Self.bandwidthsTitle)
            case "keys": keymap = reader.keymap()
            default:
                reader.file.complain(
                    "there is no setting \(key)", key: key, hint: "the settings are theme, graphics, bandwidth, [keys]")
            }
        }
        problems = reader.file.problems
    }
}

/// Takes the settings' table apart.
private struct SettingsReader {
    var file: LenientTOML

    mutating func string(_ key: String, expected: String) -> String? {
        if let text = file.table[key]?.string { return text }
        file.complain("\(key) is a text", key: key, expected: expected, found: file.table[key]?.debugDescription)
        return nil
    }

    mutating func whole(_ key: String, in range: ClosedRange<Int>, expected: String) -> Int? {
        if let number = file.table[key]?.int, range.contains(number) { return number }
        file.complain("\(key) is a number", key: key, expected: expected, found: file.table[key]?.debugDescription)
        return nil
    }

    mutating func keymap() -> Keymap {
        guard let table = file.table["keys"]?.table else {
            file.complain("keys is a table", key: "keys", expected: "[keys] and a line for each command")
            return Keymap()
        }
        var map = preset(table)
        for name in table.keys where name != "preset" {
            guard let command = CommandTable.all.first(where: { $0.id == name }) else {
                let near = Spelling.nearest(to: name, among: CommandTable.all.map(\.id))
                file.complain(
                    "there is no command \(name)", key: name,
                    hint: (near.map { "did you mean \($0)? " } ?? "") + "studio keys tells every command's name")
                continue
            }
            guard let keys = keys(table[name], of: name) else { continue }
            if let trouble = map.bind(command, to: keys) {
                file.complain("\(name) cannot have these keys: \(trouble)", key: name)
            }
        }
        settle(&map, asked: table)
        return map
    }

    private mutating func preset(_ table: TOMLTable) -> Keymap {
        switch table["preset"]?.string {
        case nil where table["preset"] == nil, "studio"?: return Keymap()
        case "vi"?: return .vi
        default:
            file.complain(
                "there is no such preset of keys", key: "preset", expected: "studio or vi",
                found: table["preset"]?.debugDescription)
            return Keymap()
        }
    }

    private mutating func keys(_ value: (any TOMLValueConvertible)?, of name: String) -> [Key]? {
        let texts = value?.string.map { [$0] } ?? value?.array.map { list in list.map { $0.string ?? "" } }
        guard let texts else {
            file.complain("a command has a key or a list of keys", key: name, found: value?.debugDescription)
            return nil
        }
        var keys: [Key] = []
        for text in texts {
            guard let key = Key(named: text) else {
                file.complain(
                    "there is no key \(text)", key: name,
                    expected: "a character, Space, Enter, Tab, Left, Shift-Left, Home, PageUp, Ctrl-L, F5 …")
                return nil
            }
            keys.append(key)
        }
        return keys
    }

    /// Takes back what would make one key two commands in one place.
    private mutating func settle(_ map: inout Keymap, asked: TOMLTable) {
        while let conflict = map.conflicts().first {
            let (loser, other) =
                asked[conflict.second.id] != nil
                ? (conflict.second, conflict.first) : (conflict.first, conflict.second)
            file.complain(
                "\(conflict.key.title) is already \(other.id)'s", key: loser.id, found: loser.id,
                hint: "give \(other.id) another key, or [] for none")
            guard map.isRebound(loser) else { return }
            map.unbind(loser)
        }
    }
}
