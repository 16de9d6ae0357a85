import ArgumentParser
import Engine

/// `studio sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Make pictures with a trained model.")

    @OptionGroup var sampling: SamplingOptions
    @Option(help: "Go from --seed at the first picture to this seed at the last.") var interpolateTo: UInt64?
    @OptionGroup var output: OutputOptions

    func run() throws {
        try PictureMaking(sampling: sampling, output: output).run { model in
            var request = try sampling.request(try sampling.subjects(), model: model)
            if let interpolateTo { request.edit = .interpolate(seed: interpolateTo) }
            return request
        }
    }
}
