import ArgumentParser

/// `studio bench`: without more words the engine's figures. It has no options of its own, since those would be taken from the subcommands.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine: the engine, the window, a speedrun.",
        subcommands: [BenchEngineCommand.self, BenchSpeedrunCommand.self, BenchWindowCommand.self],
        defaultSubcommand: BenchEngineCommand.self)
}
