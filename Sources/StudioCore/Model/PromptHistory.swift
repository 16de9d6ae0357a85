import Engine

/// The prompts that were taken before, and those that a file of embeddings has.
public struct PromptHistory: Sendable, Equatable {
    /// The newest last.
    public private(set) var all: [String] = []
    /// The one that stands in the pane now, of those gone back to; nil where the person's own does.
    private var place: Int?
    /// What was written before going back.
    private var draft = ""

    static let longest = 200

    public init(_ all: [String] = []) { self.all = Array(all.suffix(Self.longest)) }

    /// Keeps a prompt that was taken, or left unfinished.
    mutating func keep(_ text: String) {
        (place, draft) = (nil, "")
        guard !text.trimmed.isEmpty else { return }
        all.removeAll { $0 == text }
        all.append(text)
        if all.count > Self.longest { all.removeFirst() }
    }

    /// The prompt before or after the one that stands in the pane, which is `text`; nil at the ends.
    mutating func next(_ direction: Int, from text: String) -> String? {
        if place == nil { draft = text }
        let now = place ?? all.count
        // What stands there now is not worth a key of its own.
        var next = now + direction
        while all.indices.contains(next), all[next] == text { next += direction }
        guard next >= 0, next <= all.count, next != now else { return nil }
        place = next == all.count ? nil : next
        return next == all.count ? draft : all[next]
    }
}

/// What is known of the prompt being written.
public struct PromptKnowledge: Sendable, Equatable {
    /// What was asked last, and the answer to that.
    var asked: PromptQuestion?
    var count: PromptCount?
    /// Why nothing can be said.
    var trouble: String?
    /// The file whose prompts were asked for, and those found in it.
    var listed: String?
    var prompts: [String] = []
    /// What was written before completing, and what it was completed to.
    var completion: (stem: String, shown: String)?

    public static func == (a: Self, b: Self) -> Bool {
        a.asked == b.asked && a.count == b.count && a.trouble == b.trouble && a.listed == b.listed
            && a.prompts == b.prompts && a.completion?.stem == b.completion?.stem
    }
}

extension StudioModel {
    /// Asks what is not known yet of the prompt in the pane.
    mutating func askPrompts() -> [Effect] {
        guard readsText, panes.contains(.prompt), let model = savedModel?.folder else { return [] }
        if case .file(let path) = prompts.reader {
            (prompts.known.asked, prompts.known.count, prompts.known.trouble) = (nil, nil, nil)
            guard prompts.known.listed != path else { return [] }
            (prompts.known.listed, prompts.known.prompts) = (path, [])
            return [.engine(.prompt(.list(path: path)))]
        }
        guard !prompt.line.isEmpty else {
            (prompts.known.asked, prompts.known.count) = (nil, nil)
            return []
        }
        let question = PromptQuestion(text: prompt.line, model: model, reader: prompts.reader)
        guard question != prompts.known.asked else { return [] }
        prompts.known.asked = question
        return [.engine(.prompt(.count(question)))]
    }

    mutating func take(_ event: PromptEvent) {
        switch event {
        case .counted(let count):
            guard count.question == prompts.known.asked else { return }
            (prompts.known.count, prompts.known.trouble) = (count, nil)
        case .unreadable(let question, let reason):
            guard question == prompts.known.asked else { return }
            (prompts.known.count, prompts.known.trouble) = (nil, reason)
        case .listed(let path, let found):
            if path == prompts.known.listed { prompts.known.prompts = found }
        }
    }

    /// Completes the line to a prompt of the file, to the next one that begins so where it was completed already; false where there is none.
    mutating func completePrompt() -> Bool {
        let line = prompt.line
        let stem = prompts.known.completion.flatMap { $0.shown == line ? $0.stem : nil } ?? line
        let fitting = prompts.known.prompts.filter { $0.lowercased().hasPrefix(stem.lowercased()) }
        guard !fitting.isEmpty, fitting != [line] else { return false }
        let next = fitting.firstIndex(of: line).map { fitting[($0 + 1) % fitting.count] } ?? fitting[0]
        prompt.setLine(next)
        prompts.known.completion = (stem, next)
        return true
    }

    // MARK: Searching

    /// What the search offers: the prompts of the file, and those taken before, the newest first.
    var recalled: [String] {
        guard case .recall(let query)? = overlay else { return [] }
        let all = prompts.history.all.reversed() + prompts.known.prompts
        var seen: Set<String> = []
        let found = all.filter { seen.insert($0).inserted }
        guard !query.isEmpty else { return found }
        return found.compactMap { text in FuzzyMatch(query, in: text).map { (text, $0.score) } }.enumerated()
            .sorted { ($0.element.1, -$0.offset) > ($1.element.1, -$1.offset) }.map(\.element.0)
    }

    mutating func recall(_ query: String) -> [Effect] {
        overlay = .recall(query: String(query.filter { !$0.isNewline }.prefix(Self.longestQuery)))
        listIndex = 0
        return []
    }

    /// Puts the prompt that was found in the place of what is written.
    mutating func takeRecalled() -> [Effect] {
        let found = recalled
        overlay = nil
        guard found.indices.contains(listIndex) else { return [] }
        if !isWriting { _ = beginWriting() }
        prompts.history.keep(prompt.text)
        prompt.set(found[listIndex])
        return []
    }
}
