import ArgumentParser
import Engine
import Foundation

/// `studio inspect FILE`
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show the recipe inside a picture.",
        discussion: "A recipe is its maker's word: it is shown, and nothing it names is opened.")

    @Argument(help: "A PNG made by studio.") var file: String
    @Flag(help: "The recipe as JSON.") var json = false
    @Flag(help: "The command that makes the picture again.") var command = false

    func validate() throws {
        if json, command { throw ValidationError("choose one of --json and --command") }
    }

    func run() throws {
        let recipe = try PictureRecipe(fromPNG: file)
        if json { return try writeJSON(recipe) }
        if command { return try writeOutput(recipe.command.harmless) }
        var rows = [
            ("made by", recipe.program), ("model", "\(recipe.model.name), step \(recipe.model.step)"),
            ("weights", recipe.model.weights ?? "never saved"), ("sampler", "\(recipe.sampler), \(recipe.steps) steps"),
            ("pictures", "\(recipe.count) of \(recipe.width)×\(recipe.height), seed \(recipe.seed)"),
            ("classes", recipe.classes.isEmpty ? "none" : recipe.classes.map(String.init).joined(separator: ", ")),
            ("guidance", "\(recipe.guidance.scale)"),
        ]
        if let negative = recipe.negativeClass { rows.append(("negative", "\(negative)")) }
        if let edit = recipe.edit { rows.append(("edit", edit.kind)) }
        rows += recipe.changes.map { ("changed", $0.argument) }
        rows.append(("command", recipe.command))
        for (name, value) in rows { try writeOutput(name.padded(to: 10) + value.harmless) }
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
