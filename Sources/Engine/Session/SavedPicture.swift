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
    let model: LoadedModel
    /// Whether the weights are in the request's folder; what a model in training made cannot be remade.
    let isSaved: Bool
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
        let weights = try isSaved ? ModelFolder.weightsHash(ModelCatalogue.folder(of: request.model)) : nil
        let recipe = PictureRecipe(
            request, changes: changes, sampler: sampler,
            model: .init(name: model.card.name, weights: weights, step: model.card.step), weak: nil,
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

    /// The subcommand with what is its own; an edit's pictures are written so that it can name them.
    private func editWords() throws -> [String] {
        func kept(_ picture: Picture, as name: String) throws -> String {
            let file = (path as NSString).deletingPathExtension + "-\(name).png"
            try PNG.write(picture, to: file)
            return "--\(name) \(shellQuoted(file))"
        }
        switch request.edit {
        case .none: return ["sample"]
        case .interpolate(let seed): return ["sample", "--interpolate-to \(seed)"]
        case .imageToImage(let picture, .step(let step)):
            return ["edit", try kept(picture, as: "image"), "--start \(step)"]
        case .imageToImage(let picture, .steps(let steps)):
            return ["edit", try kept(picture, as: "image"), "--start \(steps.map(String.init).joined(separator: ","))"]
        case .imageToImage(let picture, .strength(let strength)):
            return ["edit", try kept(picture, as: "image"), "--strength \(strength)"]
        case .inpaint(let picture, let mask, let resampling):
            return ["inpaint", try kept(picture, as: "image"), try kept(mask, as: "mask")]
                + (resampling > 1 ? ["--resampling \(resampling)"] : [])
        case .anagram(_, let view): return ["anagram", "--view \(view.rawValue)"]
        case .hybrid(_, let blur): return ["hybrid", "--kernel \(blur.kernel)", "--sigma \(blur.sigma)"]
        }
    }

    private var samplingWords: [String] {
        func list(_ classes: [Int]) -> [String] {
            classes.isEmpty ? [] : ["--class \(classes.map(String.init).joined(separator: ","))"]
        }
        var words = ["--model \(shellQuoted(request.model ?? model.card.name))"] + list(request.classes)
        switch request.edit {
        case .anagram(let others, _), .hybrid(let others, _): words += list(others)
        case .none, .interpolate, .imageToImage, .inpaint: break
        }
        if let negative = request.negativeClass { words.append("--negative \(negative)") }
        words += ["--count \(request.count)", "--steps \(request.steps)", "--sampler \(sampler)"]
        if request.eta != 0 { words.append("--eta \(request.eta)") }
        words.append("--guidance \(request.guidance)")
        if request.guiding.rescale != 0 { words.append("--guidance-rescale \(request.guiding.rescale)") }
        if let interval = request.guiding.interval {
            words.append("--guidance-interval \(interval.start):\(interval.end)")
        }
        words += changes.map { "--change \(shellQuoted($0.argument))" }
        words += gridWords
        return words + ["--seed \(request.seed)", "--precision \(Precision(of: model.computeType).rawValue)"]
    }

    private var gridWords: [String] {
        guard let grid else { return [] }
        return [("x", grid.x), ("y", grid.y)].compactMap { name, axis in
            axis.map { "--grid-\(name) \(shellQuoted($0.text))" }
        }
    }
}
