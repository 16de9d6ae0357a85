import ArgumentParser
import Engine
import Foundation
import StudioCore

/// The command `studio`: with no subcommand, the window.
struct StudioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "The diffusion studio in the terminal: train, watch, steer and sample.",
        discussion: "With no subcommand the window opens. Everything the window does, a subcommand does too.",
        version: "0.1.0",
        subcommands: [
            TrainCommand.self, SampleCommand.self, VerifyCommand.self,
            BenchCommand.self, DataCommand.self, KeysCommand.self,
        ])

    @Option(help: "The model to open with: a name or a folder.") var model: String?
    @Option(help: "How the window looks.") var theme: String?
    @Option(help: "How pictures are shown: auto, kitty, sixel, ansi or mono.") var graphics = GraphicsChoice.auto

    func run() throws { try Window(model: model, theme: theme, graphics: graphics).run() }

    /// Parses the arguments, runs the command and ends the program.
    static func run() -> Never {
        StandardStreams.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
            exit(withStatus: 0)
        } catch {
            exit(withStatus: report(error))
        }
    }

    private static func exit(withStatus status: Int32) -> Never {
        fflush(nil)
        Foundation.exit(status)
    }
}

extension GraphicsChoice: ExpressibleByArgument {}
