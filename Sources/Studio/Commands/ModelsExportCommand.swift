import ArgumentParser
import Engine

/// `studio models export MODEL`
struct ModelsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a pipeline anew in diffusers' layout, to be opened in Python.",
        discussion: "Parts that are not read here, such as a safety checker, are left out.")

    @Argument(help: "A pipeline's folder or name.") var model: String
    @Option(help: "The folder to write, empty or not there yet.") var output: String
    @Option(help: "How the weights are stored: f32 or bf16.") var precision = Precision.f32
    @Option(parsing: .unconditional, help: "The most megabytes in one file of weights.")
    var shard = PipelineFolder.usualShardBytes / 1_000_000

    func validate() throws {
        guard precision != .auto else { throw ValidationError("--precision", expected: "f32 or bf16", found: "auto") }
        guard (1...1_000_000).contains(shard) else {
            throw ValidationError("--shard", expected: "1…1000000", found: "\(shard)")
        }
    }

    func run() throws {
        let folder = try ModelCatalogue.folder(of: model)
        let pipeline = try PipelineFolder(folder)
        let interrupt = InterruptFlag()
        try pipeline.export(
            to: output, type: precision == .f32 ? .float32 : .bfloat16, shardBytes: shard * 1_000_000
        ) { part in
            if interrupt.isSet { throw Interrupted() }
            writeError("writing \(part)\n")
        }
    }
}
