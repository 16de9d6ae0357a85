import ArgumentParser
import Engine
import Foundation

/// `studio inspect FILE`
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show the recipe inside a picture.",
        discussion: "A recipe is its maker's word: it is shown, and nothing it names is opened.")

    @Argument(help: "A PNG or GIF made by studio.") var file: String
    @Flag(help: "The recipe as JSON.") var json = false
    @Flag(help: "The command that makes the picture again.") var command = false

    func validate() throws {
        if json, command { throw ValidationError("choose one of --json and --command") }
    }

    func run() throws {
        let recipe = try FoundRecipe.read(file)
        if json { return try writeJSON(recipe) }
        guard command else {
            for (name, value) in recipe.rows { try writeOutput(name.padded(to: 10) + value.harmless) }
            return
        }
        guard let command = recipe.command else {
            throw EngineFailure(
                "no command makes this picture again", found: "a drawing", place: file,
                hint: "it is itself what others are made from: their recipes name its file")
        }
        try writeOutput(command.harmless)
    }
}

extension String {
    /// The text without what a terminal would take for a command: control characters are shown as their names.
    var harmless: String {
        unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }
}
