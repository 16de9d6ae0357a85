import Engine

/// What a model that reads text is asked for.
public struct PromptChoices: Sendable, Equatable {
    /// A prompt a line, which the pictures take in turn.
    public var main = TextEditor()
    /// What an illusion is seen the other way.
    public var second = TextEditor()
    /// What guidance leads away from.
    public var negative = TextEditor()
    /// What reads the prompts; the model's own encoder unless another was chosen.
    public var reader = TextReader.ownEncoder
    public var history = PromptHistory()
    /// What is known of the text being written.
    var known = PromptKnowledge()
    /// The text as it was before it is written on; nil while nothing is written.
    var before: TextEditor?

    var wanted: [String] { main.lines }
    var other: [String] { second.lines.first.map { [$0] } ?? [] }
    var unwanted: String? { negative.lines.isEmpty ? nil : negative.lines.joined(separator: " ") }
}

/// What the prompt pane is about: the classes or prompts wanted, the other picture of an illusion, or what to guide away from.
public enum PromptRow: Sendable, Equatable { case picked, second, negative }

extension StudioModel {
    /// Whether a prompt is being written.
    public var isWriting: Bool { prompts.before != nil }

    /// The rows of the prompt pane.
    var promptRows: [PromptRow] {
        readsText && workspace == .illusions ? [.picked, .second, .negative] : [.picked, .negative]
    }

    /// The text of the selected row.
    var prompt: TextEditor {
        get { prompts[promptRow] }
        set { prompts[promptRow] = newValue }
    }

    /// The key that writes a prompt from wherever one is.
    var promptKey: String {
        CommandTable.all.first { $0.id == "prompt-write" }.map(keymap.short) ?? ""
    }

    var writeObstacle: String? { readsText ? nil : "this model reads no text" }

    mutating func beginWriting() -> [Effect] {
        let effects = panes.contains(.prompt) ? [] : show(.generate)
        focus = .prompt
        if !promptRows.contains(promptRow) { promptRow = .picked }
        prompts.before = prompt
        return effects
    }

    /// Takes the text as it was written, or as it was before.
    mutating func endWriting(keeps: Bool) -> [Effect] {
        guard let before = prompts.before else { return [] }
        prompts.before = nil
        // What is given up can be found again.
        if prompt.text != before.text || keeps { prompts.history.keep(prompt.text) }
        if !keeps { prompt = before }
        var past = self
        past.prompt = before
        return steered(from: past.steering)
    }

    mutating func movePromptRow(by offset: Int) {
        let rows = promptRows
        let index = (rows.firstIndex(of: promptRow) ?? 0) + offset
        promptRow = rows[min(max(0, index), rows.count - 1)]
    }

    /// Chooses what reads the prompts: a file of embeddings, the folder of a pipeline with a text encoder, or nothing for the model's own.
    mutating func chooseReader(_ path: String) {
        let path = path.trimmed
        let lowered = path.lowercased()
        prompts.reader =
            path.isEmpty
            ? .ownEncoder
            : lowered.hasSuffix(".pth") || lowered.hasSuffix(".safetensors") ? .file(path) : .encoder(path)
        say("prompts are read by \(prompts.reader.title)")
    }
}

/// The prompts as they are kept on disk.
struct SavedPrompts: Codable, Sendable, Equatable {
    var main: String
    var second: String
    var negative: String
    var reader: TextReader
    var history: [String]?

    init(_ prompts: PromptChoices, keepsHistory: Bool = false) {
        history = keepsHistory ? prompts.history.all : nil
        (main, second, negative) = (prompts.main.text, prompts.second.text, prompts.negative.text)
        reader = prompts.reader
    }
}

extension PromptChoices {
    /// Takes over what was kept.
    mutating func take(_ saved: SavedPrompts) {
        main.set(saved.main)
        second.set(saved.second)
        negative.set(saved.negative)
        reader = saved.reader
        if let all = saved.history { history = PromptHistory(all) }
    }

    /// Takes over what `request` is about.
    mutating func take(_ request: SamplingRequest) {
        let steering = request.steering()
        main.set(steering.prompts.joined(separator: "\n"))
        negative.set(steering.negativePrompt ?? "")
    }

    subscript(row: PromptRow) -> TextEditor {
        get {
            switch row {
            case .picked: main
            case .second: second
            case .negative: negative
            }
        }
        set {
            switch row {
            case .picked: main = newValue
            case .second: second = newValue
            case .negative: negative = newValue
            }
        }
    }
}

extension TextReader {
    /// As it is typed.
    var path: String {
        switch self {
        case .ownEncoder: ""
        case .encoder(let path), .file(let path): path
        }
    }

    /// What it is, for people.
    var title: String {
        switch self {
        case .ownEncoder: "the model's own text encoder"
        case .encoder(let folder): "the text encoder of \(SavedModel.name(of: folder))"
        case .file(let path): "embeddings from \(SavedModel.name(of: path))"
        }
    }
}
