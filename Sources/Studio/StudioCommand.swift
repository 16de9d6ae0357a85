import ArgumentParser
import Engine
import Foundation

/// The command `studio`: with no subcommand, the window.
struct StudioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "The diffusion studio in the terminal: train, watch, steer and sample.",
        discussion: "With no subcommand the window opens. Everything the window does, a subcommand does too.",
        version: Program.version,
        subcommands: [
            WindowCommand.self, TutorCommand.self, TrainCommand.self, SampleCommand.self, EditCommand.self,
            InpaintCommand.self,
            AnagramCommand.self, HybridCommand.self, UpscaleCommand.self, NoiseCommand.self, InspectCommand.self,
            RunsCommand.self, VerifyCommand.self, BenchCommand.self, DataCommand.self, ModelsCommand.self,
            KeysCommand.self, ThemesCommand.self,
        ], defaultSubcommand: WindowCommand.self)

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
