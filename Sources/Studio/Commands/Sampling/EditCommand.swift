import ArgumentParser
import Engine

/// `studio edit`
struct EditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a picture: noise it to a step and denoise it from there.",
        discussion: "The picture is cropped around its middle and fitted to the model's size.")

    @Option(help: "The picture to start from, FILE.png.") var image: String
    @Option(
        parsing: .unconditional,
        help: "The first step taken, from 0; the larger, the less changes. Several, such as 1,3,5,7,10,20, make a row.")
    var start: String?
    @Option(parsing: .unconditional, help: "How much changes, 0…1, instead of --start.") var strength: Double?
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let isVaried = try sampling.grid.varies(.start, .strength)
        guard (start == nil) != (strength == nil) || isVaried && start == nil else {
            throw ValidationError("say where to start: either --start I or --strength 0…1")
        }
        _ = try starts()
        if let strength, !(0...1).contains(strength) {
            throw ValidationError("--strength", expected: "0…1", found: "\(strength)")
        }
    }

    /// The steps of `--start`, none where `--strength` says it.
    private func starts() throws -> [Int] {
        guard let start else { return [] }
        return try start.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let step = Int(text), (0..<sampling.stepCount).contains(step) else {
                throw ValidationError("--start", expected: "0…\(sampling.stepCount - 1)", found: "\(text)")
            }
            return step
        }
    }

    func run() throws {
        let starts = try starts()
        try PictureMaking(image: image, sampling: sampling, output: output).run { model in
            var request = try sampling.request(try sampling.subjects(), model: model)
            request.edit = .imageToImage(
                try fittedPicture(image, model),
                start: starts.count > 1
                    ? .steps(starts) : starts.first.map(EditStart.step) ?? .strength(strength ?? 1))
            return request
        }
    }
}

/// The picture at `path` in the form of the model's own.
func fittedPicture(_ path: String, _ model: OpenedModel) throws -> Picture {
    try fittedPicture(path, side: model.side, channels: model.channels)
}

/// The mask at `path` for the model's pictures.
func fittedMask(_ path: String, _ model: OpenedModel) throws -> Picture {
    try fittedPicture(path, side: model.side, channels: 1)
}

/// The picture at `path` fitted to `side` × `side`, with a word to the person where something of it is lost.
func fittedPicture(_ path: String, side: Int, channels: Int) throws -> Picture {
    let picture = try PNG.read(path)
    if let note = picture.fittingNote(width: side, height: side, channels: channels) {
        writeError("\(path.harmless) \(note)\n")
    }
    return picture.fitted(width: side, height: side, channels: channels)
}
