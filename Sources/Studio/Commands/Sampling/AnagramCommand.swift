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

    func validate() throws { _ = try sampling.twoClasses() }

    func run() throws {
        let view = view
        let making = PictureMaking(command: ["anagram", "--view \(view.rawValue)"], sampling: sampling, output: output)
        try making.run { model in
            let (first, second) = try sampling.twoClasses()
            var request = try sampling.request(first, model: model)
            request.edit = .anagram(classes: second, view: view)
            return request
        }
    }
}

extension AnagramView: ExpressibleByArgument {}

extension SamplingOptions {
    /// The classes of the two pictures in one.
    func twoClasses() throws -> (first: [Int], second: [Int]) {
        guard prompt.isEmpty else { return ([], []) }
        guard classes.count == 2 else {
            throw ValidationError("two pictures in one need two classes: --class A --class B")
        }
        return (try Self.labels(classes[0]), try Self.labels(classes[1]))
    }
}
