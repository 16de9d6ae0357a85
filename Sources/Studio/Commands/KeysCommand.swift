import ArgumentParser
import StudioCore

/// Prints the window's keys as the settings have them; docs/keys.md is made with it.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The window's keys.")

    @Flag(help: "As Markdown, the way docs/keys.md has them.") var markdown = false

    func run() throws {
        guard !markdown else { return print(KeyReference.markdown, terminator: "") }
        let settings = SettingsFile.read()
        for problem in settings.problems { writeError("studio: \(problem.sentence)\n") }
        print(KeyReference.text(settings.keymap), terminator: "")
    }
}
