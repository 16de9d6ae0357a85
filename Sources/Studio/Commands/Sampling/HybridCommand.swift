import ArgumentParser
import Engine

/// `studio hybrid`
struct HybridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid", abstract: "Make a picture that is one thing from afar and another from near.",
        discussion: "The first class or prompt gives the low frequencies, seen from afar; the second the high ones.")

    @Option(parsing: .unconditional, help: "The low-pass's size in pixels, odd.") var kernel = GaussianBlur.usual.kernel
    @Option(parsing: .unconditional, help: "The low-pass's standard deviation in pixels.")
    var sigma = GaussianBlur.usual.sigma
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try sampling.twoSubjects()
        do { _ = try GaussianBlur(kernel: kernel, sigma: sigma) } catch let failure as EngineFailure {
            throw ValidationError(failure.sentence)
        }
    }

    func run() throws {
        try PictureMaking(sampling: sampling, output: output).run { model in
            let (first, second) = try sampling.twoSubjects()
            var request = try sampling.request(first, and: second, model: model)
            request.edit = .hybrid(classes: second.classes, blur: try GaussianBlur(kernel: kernel, sigma: sigma))
            return request
        }
    }
}
