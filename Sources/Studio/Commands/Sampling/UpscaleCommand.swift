import ArgumentParser
import Engine

/// `studio upscale`
struct UpscaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upscale", abstract: "Make a large picture of a small one, with the second stage of a pipeline.",
        discussion: """
            A picture of several that studio made is taken apart, and each is enlarged. Others are cropped to a square; one larger \
            than what is to be made is taken at a quarter of that.
            """)

    @Option(help: "The small picture, FILE.png, or the numbers that --tensor wrote, FILE.safetensors.") var image:
        String
    @Option(
        parsing: .unconditional,
        help: "How much noise is put on it, a timestep of the pipeline's: more leaves more to the model.")
    var noiseLevel = Enlargement.usualNoiseLevel
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    private var isTensor: Bool { image.lowercased().hasSuffix(".safetensors") }

    func run() throws {
        let pictures = isTensor ? [] : try Enlargement.pictures(at: image)
        let numbers = isTensor ? try Enlargement(numbersAt: image, noiseLevel: noiseLevel) : nil
        var sampling = sampling
        sampling.count = sampling.count ?? numbers?.count ?? pictures.count
        try PictureMaking(image: image, sampling: sampling, output: output).run { model in
            var request = try sampling.request(try sampling.subjects(), model: model)
            request.enlargement = numbers ?? Enlargement(fitted(pictures, model), noiseLevel: noiseLevel)
            return request
        }
    }

    private func fitted(_ pictures: [Picture], _ model: OpenedModel) -> [Picture] {
        let small = pictures.map { Enlargement.fitted($0, side: model.side) }
        if let note = pictures[0].fittingNote(width: small[0].width, height: small[0].height, channels: 3) {
            writeError("\(image.harmless) \(note)\n")
        }
        return small
    }
}
