/// The key reference as Markdown, made from the table of commands.
public enum KeyReference {
    /// For a terminal: a section a place, the keys in a column.
    public static var text: String {
        let width = CommandTable.all.map { DisplayWidth.of($0.keyList) }.max() ?? 0
        return Place.allCases.map { place in
            let rows = CommandTable.all.filter { $0.place == place }.map { command in
                let pad = String(repeating: " ", count: width - DisplayWidth.of(command.keyList))
                return "  \(command.keyList)\(pad)  \(command.help)\n"
            }
            return "\(place.title)\n\(rows.joined())"
        }.joined(separator: "\n")
    }

    public static var markdown: String {
        var text = """
            # Keys

            Made by `studio keys --markdown` from the table of commands that drives the window, its status line and its help (`?`).
            A command that cannot run when its key is pressed says why.

            """
        for place in Place.allCases {
            let commands = CommandTable.all.filter { $0.place == place }
            guard !commands.isEmpty else { continue }
            text += "\n## \(place.title)\n\n| key | does |\n| --- | --- |\n"
            for command in commands { text += "| \(keys(of: command)) | \(escaped(command.help)) |\n" }
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
