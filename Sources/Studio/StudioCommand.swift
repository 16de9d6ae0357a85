import ArgumentParser
import Engine
import Foundation

/// The command `studio`: with no subcommand, the window.
struct StudioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "The diffusion studio in the terminal: train, watch, steer and sample.",
        discussion: "With no subcommand the window opens. Everything the window does, a subcommand does too.",
        version: "0.1.0",
        subcommands: [
            TrainCommand.self, SampleCommand.self, VerifyCommand.self,
            BenchCommand.self, DataCommand.self,
        ])

    /// Parses the arguments, runs the command and ends the program with CLI.md's exit status.
    static func run() -> Never {
        do {
            var command = try parseAsRoot()
            try command.run()
            exit(withStatus: 0)
        } catch let failure as EngineFailure {
            report(failure)
            exit(withStatus: 1)
        } catch is Interrupted {
            exit(withStatus: Interrupted.status)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code.isSuccess { print(text) } else { writeError(text + "\n") }
            exit(withStatus: code.isSuccess ? 0 : (code == .validationFailure ? 2 : 1))
        }
    }

    private static func exit(withStatus status: Int32) -> Never {
        fflush(nil)
        Foundation.exit(status)
    }
}

/// The person pressed Ctrl-C; what was finished is kept.
struct Interrupted: Error {
    static let status: Int32 = 130
}

/// Writes `studio: error: …` and the hint to standard error.
func report(_ failure: EngineFailure) {
    writeError("studio: error: \(failure.sentence)\n")
    if let hint = failure.hint { writeError("hint: \(hint)\n") }
}

func writeError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
