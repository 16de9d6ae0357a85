import ArgumentParser
import Engine

/// `studio edit`
struct EditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a picture: noise it to a step and denoise it from there.",
        discussion: "The picture is cropped around its middle and fitted to the model's size.")

    @Option(help: "The picture to start from, FILE.png.") var image: String
    @Option(parsing: .unconditional, help: "The first step taken, from 0; the larger, the less changes.") var start:
        Int?
    @Option(parsing: .unconditional, help: "How much changes, 0…1, instead of --start.") var strength: Double?
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (start == nil) != (strength == nil) else {
            throw ValidationError("say where to start: either --start I or --strength 0…1")
        }
        if let start, !(0..<sampling.steps).contains(start) {
            throw ValidationError("--start", expected: "0…\(sampling.steps - 1)", found: "\(start)")
        }
        if let strength, !(0...1).contains(strength) {
            throw ValidationError("--strength", expected: "0…1", found: "\(strength)")
        }
    }

    func run() throws {
        let where_ = start.map { "--start \($0)" } ?? "--strength \(strength ?? 1)"
        let making = PictureMaking(
            command: ["edit", "--image \(shellQuoted(image))", where_], sampling: sampling, output: output)
        try making.run { model in
            var request = try sampling.request(try sampling.allClasses(), model: model)
            request.edit = .imageToImage(
                try fittedPicture(image), start: start.map(EditStart.step) ?? .strength(strength ?? 1))
            return request
        }
    }
}

/// The picture at `path` in the form of a digit model's images, with a word to the person where that changed its size.
func fittedPicture(_ path: String) throws -> Picture {
    let picture = try PNG.read(path)
    let side = DigitUNet.side
    if picture.width != side || picture.height != side {
        writeError("\(path) (\(picture.width)×\(picture.height)) is fitted to \(side)×\(side)\n")
    }
    return picture.fitted(width: side, height: side, channels: 1)
}
