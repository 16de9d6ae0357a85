import ArgumentParser
import Engine

/// `studio inpaint`
struct InpaintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inpaint", abstract: "Make a part of a picture new.",
        discussion: "White in the mask is made new, black is kept to the last bit, grey is blended.")

    @Option(help: "The picture, FILE.png.") var image: String
    @Option(help: "The mask, FILE.png: white is made new.") var mask: String
    @Option(parsing: .unconditional, help: "Passes over each step (RePaint); more fits the new part better in.")
    var resampling = 1
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100).contains(resampling) else {
            throw ValidationError("--resampling", expected: "1…100", found: "\(resampling)")
        }
    }

    func run() throws {
        try PictureMaking(image: image, mask: mask, sampling: sampling, output: output).run { model in
            var request = try sampling.request(try sampling.subjects(), model: model)
            let mask = try fittedMask(mask, model)
            if mask.pixels.allSatisfy({ $0 == 255 }) {
                writeError("the mask is all white: everything is made new\n")
            }
            request.edit = .inpaint(try fittedPicture(image, model), mask: mask, resampling: resampling)
            return request
        }
    }
}
