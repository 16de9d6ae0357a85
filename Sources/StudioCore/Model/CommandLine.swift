import Engine

/// What the panes say, as a command that a shell takes.
public struct CommandLine: Sendable, Equatable {
    /// The command's words, each with its value.
    public var words: [String]
    /// What should be known before it is used.
    public var note: String?

    public var text: String { words.joined(separator: " ") }

    /// In lines of at most `width` columns where that is possible, all but the last ending as a shell wants it.
    func lines(width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            let joined = line.isEmpty ? word : line + " " + word
            if !line.isEmpty, DisplayWidth.of(joined) > width - 2 {
                lines.append(line + " \\")
                line = "  " + word
            } else {
                line = joined
            }
        }
        return lines + [line]
    }
}

extension StudioModel {
    var commandLineObstacle: String? {
        switch workspace {
        case .gallery:
            if let galleryObstacle { return galleryObstacle }
            return shownCommand == nil ? "no command is known that makes this picture again" : nil
        case .train:
            return builtIn == nil
                ? "\(recipe.name) is none of the recipes built in: studio train takes its recipe.toml" : nil
        default: return sampledModel == nil ? "there is no model yet: t trains one" : nil
        }
    }

    /// What this workspace would do now; of the gallery what made the selected picture.
    var commandLine: CommandLine? {
        switch workspace {
        case .gallery:
            return shownCommand.map {
                CommandLine(
                    words: [$0], note: "This is the word of whoever made the picture: read it before you run it.")
            }
        case .train:
            return builtIn.map { CommandLine(words: ["studio", "train", recipe.name] + recipe.words(from: $0)) }
        case .noise:
            let (file, note) = drawingFile
            let words = noiseRequest.words(image: file, loaded: sampledModel.map(folder), precision: .auto)
            return CommandLine(words: words + ["--output pictures.png"], note: note)
        default: return sampledModel.map { samplingLine($0) }
        }
    }

    /// Shows the command, and copies it where the terminal takes that.
    mutating func showCommandLine() -> [Effect] {
        guard let line = commandLine else { return [] }
        return open(.commandLine(line), at: 0) + (capabilities.signals == .none ? [] : [.copy(line.text)])
    }

    private var shownCommand: String? {
        let details = gallery.current.flatMap { gallery.details[$0.key] }
        return details?.recipe?.command.map { String(DisplayWidth.shown($0)) }
    }

    private var builtIn: Recipe? { Recipe.allBuiltIn.first { $0.name == recipe.name } }

    /// Where `model` is kept: a run's folder holds its newest checkpoint.
    private func folder(_ model: SampledModel) -> String {
        savedModel?.folder ?? (model.isLive ? engine.training?.output : nil) ?? model.name
    }

    private func samplingLine(_ model: SampledModel) -> CommandLine {
        let request = workspaceRequest
        let words = SamplingWords(
            request, model: folder(model), sampler: request.sampler, changes: [], precision: .auto
        ).words
        let (image, mask, note) = files
        return CommandLine(
            words: ["studio"] + request.commandWords(image: image, mask: mask) + words + ["--output pictures.png"],
            note: note ?? (model.isLive ? "The run is going: the command takes its newest checkpoint." : nil))
    }

    /// The files that stand for what is drawn.
    private var files: (image: String, mask: String, note: String?) {
        switch workspace {
        case .edit: return (drawingFile.path, "", drawingFile.note)
        case .inpaint:
            let file = mask.path ?? "mask.png"
            return (
                "picture.png", file, "picture.png is to hold the picture; w on the board writes the mask to \(file)."
            )
        default: return ("", "", nil)
        }
    }

    private var drawingFile: (path: String, note: String) {
        let file = drawing.path ?? "drawing.png"
        return (file, "\(file) is to hold the drawing: w on the board writes it.")
    }
}

extension Recipe {
    /// The options of `studio train` that make `original` this recipe.
    fileprivate func words(from original: Recipe) -> [String] {
        let options: [(name: String, value: (Recipe) -> String)] = [
            ("data", { shellQuoted($0.data) }), ("batch", { "\($0.batch)" }), ("hidden", { "\($0.model.hidden)" }),
            ("learning-rate", { "\($0.optimizer.learningRate)" }), ("schedule", { $0.schedule.rawValue }),
            ("warmup", { "\($0.warmup)" }), ("weight-decay", { "\($0.optimizer.weightDecay)" }),
            ("condition-dropout", { "\($0.conditionDropout)" }), ("clip", { "\($0.clip ?? 0)" }),
            ("ema", { "\($0.ema ?? 0)" }), ("seed", { "\($0.seed)" }), ("precision", { $0.precision.rawValue }),
        ]
        let length: [String] =
            if let steps { steps == original.steps ? [] : ["--steps \(steps)"] } else {
                epochs == original.epochs && original.steps == nil ? [] : ["--epochs \(epochs)"]
            }
        return length
            + options.filter { $0.value(self) != $0.value(original) }.map { "--\($0.name) \($0.value(self))" }
    }
}
