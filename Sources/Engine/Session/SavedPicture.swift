import Foundation

/// Pictures made in the window, kept as a PNG with the recipe that remakes them.
struct SavedPicture {
    /// What made it; of a grid, what all cells have in common.
    let request: SamplingRequest
    var grid: GridRequest?
    var changes: [LoggedChange]
    let sampler: String
    let picture: Picture
    /// The size of one picture in it.
    let tile: (width: Int, height: Int)
    let model: OpenedModel
    let path: String

    /// Writes the picture, and beside it those that an edit started from.
    ///
    /// - Returns: the command that makes the same file again.
    /// - Throws: ``EngineFailure`` where a file cannot be written.
    mutating func write() throws -> String {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        changes = try changes.map(kept)
        let words = try (["studio"] + editWords() + samplingWords + ["--output \(shellQuoted(path))"])
        let command = words.joined(separator: " ")
        let recipe = PictureRecipe(
            request, changes: changes, sampler: sampler, model: try model.record(of: request), weak: nil,
            precision: Precision(of: model.computeType), size: tile, grid: grid, program: Program.name, command: command
        )
        try PNG.write(picture, text: try recipe.chunks(), to: path)
        return command
    }

    /// The change with its mask, if it has one, in a file that the command can name.
    private func kept(_ logged: LoggedChange) throws -> LoggedChange {
        guard case .mask(var mask) = logged.change, let picture = mask.picture else { return logged }
        let file = (path as NSString).deletingPathExtension + "-mask-\(logged.step).png"
        try PNG.write(picture, to: file)
        mask.file = file
        return LoggedChange(step: logged.step, change: .mask(mask))
    }

    /// An edit's pictures are written, so that the command can name them.
    private func editWords() throws -> [String] {
        let base = (path as NSString).deletingPathExtension
        let (image, mask) = (base + "-image.png", base + "-mask.png")
        if let enlargement = request.enlargement {
            // Eight bits would not make the same large picture.
            let numbers = base + "-image.safetensors"
            try enlargement.write(to: numbers)
            return request.commandWords(image: numbers, mask: mask)
        }
        switch request.edit {
        case .imageToImage(let picture, _): try PNG.write(picture, to: image)
        case .inpaint(let picture, let masked, _):
            try PNG.write(picture, to: image)
            try PNG.write(masked, to: mask)
        case .none, .interpolate, .anagram, .hybrid: break
        }
        return request.commandWords(image: image, mask: mask)
    }

    private var samplingWords: [String] {
        SamplingWords(
            request, model: request.model ?? model.name, sampler: sampler, changes: changes, grid: grid,
            precision: Precision(of: model.computeType)
        ).words
    }
}
