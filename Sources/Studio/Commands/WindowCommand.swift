import ArgumentParser
import Engine
import Foundation
import StudioCore

/// `studio` alone: the window.
struct WindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window", abstract: "Open the window (what studio does with no subcommand).")

    @Option(help: "A model's folder or name to sample from.") var model: String?
    @Option(help: "A theme's name or TOML file.") var theme: String?
    @Option(help: "auto, kitty, sixel, ansi or mono.") var graphics = "auto"
    @Option(help: "The images: a known name or a folder of IDX files.") var data: String?
    @Option(help: "Threads to compute with.") var threads: Int?

    func run() throws {
        if let threads { try setThreads(threads) }
        let options = try WindowOptions(model: model, theme: theme, graphics: graphics, data: data)
        let status = try runWindow(options: options) {
            try EngineSession(
                data: { name in try DataLocator().load(name).images },
                model: { name in try ModelCatalogue.load(name ?? options.model) })
        }
        if status != 0 { throw ExitCode(status) }
    }
}
