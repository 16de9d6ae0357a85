import ArgumentParser
import Engine

/// `studio anagram`
struct AnagramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anagram", abstract: "Make a picture that is something else seen another way.",
        discussion: "The output shows each picture twice: as it stands, and through the view.")

    @Option(help: "flip, mirror, rotate90, rotate180, rotate270, negative, skew, jigsaw or identity.")
    var view = AnagramView.flip
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { _ = try sampling.twoSubjects() }

    func run() throws {
        let view = view
        try PictureMaking(sampling: sampling, output: output).run { model in
            let (first, second) = try sampling.twoSubjects()
            var request = try sampling.request(first, and: second, model: model)
            request.edit = .anagram(classes: second.classes, view: view)
            return request
        }
    }
}

extension AnagramView: ExpressibleByArgument {}
