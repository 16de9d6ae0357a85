import ArgumentParser
import StudioCore

/// Prints the window's keys; docs/keys.md is made with it.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The window's keys.", shouldDisplay: false)

    @Flag(help: "As Markdown, the way docs/keys.md has them.") var markdown = false

    func run() throws {
        print(markdown ? KeyReference.markdown : KeyReference.text, terminator: "")
    }
}
