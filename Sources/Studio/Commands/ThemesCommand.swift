import ArgumentParser
import Engine
import Foundation
import StudioCore

/// `studio themes`: what the window can look like.
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes", abstract: "The window's themes.",
        discussion: "A theme is a TOML file; one of your own goes into \(Places.configuration)/themes.",
        subcommands: [List.self, Preview.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the themes and their files.")

        func run() throws {
            let shelf = ThemeShelf.standard
            let themes = shelf.all()
            let width = themes.map(\.name.count).max() ?? 0
            for theme in themes {
                let file = shelf.file(of: theme.name) ?? "built in"
                let wrong = theme.problems.count
                let trouble = wrong == 0 ? "" : "  (\(wrong) of its lines \(wrong == 1 ? "is" : "are") wrong)"
                try writeOutput(theme.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + file + trouble)
            }
        }
    }

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show themes in their colours: each role in its own style.")

        @Argument(help: "A theme's name or TOML file; every theme when left out.") var theme: String?
        @Option(help: "truecolor, 256, 16 or mono; auto asks the environment.") var colors = ColorChoice.auto

        func run() throws {
            let shelf = ThemeShelf.standard
            for theme in try theme.map({ [try shelf.chosen($0)] }) ?? shelf.all() {
                for line in AnsiText.lines(ThemePreview.screen(theme, colors: colors.depth), colors: colors.depth) {
                    try writeOutput(line)
                }
                for problem in theme.problems { writeError("studio: \(problem.sentence)\n") }
            }
        }
    }
}

enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, truecolor
    case indexed = "256"
    case sixteen = "16"
    case mono

    var depth: TerminalCapabilities.ColorDepth {
        switch self {
        case .truecolor: .trueColor
        case .indexed: .indexed
        case .sixteen: .sixteen
        case .mono: .mono
        case .auto: Self.ofEnvironment
        }
    }

    /// No terminal is asked: the output may go anywhere.
    private static var ofEnvironment: TerminalCapabilities.ColorDepth {
        let environment = ProcessInfo.processInfo.environment
        if !(environment["NO_COLOR"] ?? "").isEmpty { return .mono }
        if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .trueColor }
        let name = environment["TERM"] ?? ""
        return name.contains("256") ? .indexed : name.isEmpty || name == "dumb" ? .mono : .sixteen
    }
}
