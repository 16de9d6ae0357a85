/// The key reference as Markdown, made from the table of commands.
public enum KeyReference {
    /// For a terminal: a section a place; keys, the name by which the settings know the command, and what it does in columns.
    public static func text(_ keymap: Keymap) -> String {
        let width = CommandTable.all.map { DisplayWidth.of(keymap.list(of: $0)) }.max() ?? 0
        let nameWidth = CommandTable.all.map(\.id.count).max() ?? 0
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        }
        return Place.allCases.map { place in
            let rows = CommandTable.at(place).map { command in
                "  \(padded(keymap.list(of: command), width))  \(padded(command.id, nameWidth))  \(command.help)\n"
            }
            return "\(place.title)\n\(rows.joined())"
        }.joined(separator: "\n")
    }

    public static var markdown: String {
        var text = """
            # Keys

            Made by `studio keys --markdown` from the table of commands that drives the window, its status line and its help (`?`).
            A command that cannot run when its key is pressed says why. `config.toml` gives a command other keys by its name
            (`[keys]`, `train = "F5"`); a conflict is told when the window opens.

            """
        for place in Place.allCases {
            let commands = CommandTable.at(place)
            guard !commands.isEmpty else { continue }
            text += "\n## \(place.title)\n\n| key | name | does |\n| --- | --- | --- |\n"
            for command in commands { text += "| \(keys(of: command)) | \(command.id) | \(escaped(command.help)) |\n" }
        }
        return text
    }

    private static func keys(of command: Command) -> String {
        let names = command.keysTitle.map { $0.split(separator: " ").map(String.init) } ?? command.keys.map(\.title)
        return names.map { "`\(escaped($0))`" }.joined(separator: " ")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|")
    }
}
