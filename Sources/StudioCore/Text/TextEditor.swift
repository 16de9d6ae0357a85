/// Text of several lines being written: a cursor between characters, and everything it was before.
///
/// Characters are what a person takes for one, whatever they are made of: an accent written over a letter is part of that letter.
public struct TextEditor: Sendable, Equatable {
    /// What undo goes back to.
    private struct Moment: Sendable, Equatable {
        var characters: [Character]
        var cursor: Int
    }

    public private(set) var characters: [Character]
    /// How many characters are before it.
    public private(set) var cursor: Int
    private var past: [Moment] = []
    private var future: [Moment] = []
    /// Whether the last change was a typed character, which the next one joins.
    private var isTyping = false

    /// The most characters it holds, and the most changes that can be taken back.
    static let longest = 10_000
    private static let mostMoments = 200

    public init(_ text: String = "") {
        characters = Array(Self.plain(text).prefix(Self.longest))
        cursor = characters.count
    }

    public var text: String { String(characters) }
    public var isEmpty: Bool { characters.isEmpty }
    /// The lines, without white space around; those that are empty left out.
    public var lines: [String] {
        characters.split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    // MARK: Changing

    /// Takes `text` in before the cursor: line ends stay, tabs become spaces, what moves a terminal's cursor or turns text around is left
    /// out.
    public mutating func insert(_ text: String) {
        let added = Self.plain(text)
        guard !added.isEmpty, characters.count + added.count <= Self.longest else { return }
        let joins = isTyping && added.count == 1 && added != " " && added != "\n"
        if joins { future = [] } else { note() }
        isTyping = added.count == 1
        replace(cursor..<cursor, by: added)
    }

    public mutating func rubOut() { delete(from: max(0, cursor - 1), to: cursor) }
    public mutating func delete() { delete(from: cursor, to: min(characters.count, cursor + 1)) }
    public mutating func rubOutWord() { delete(from: wordStart, to: cursor) }
    public mutating func rubOutToLineStart() { delete(from: lineStart, to: cursor) }
    public mutating func deleteToLineEnd() { delete(from: cursor, to: lineEnd) }

    /// Puts another text in the place of all, as one change.
    public mutating func set(_ text: String) {
        let other = Array(Self.plain(text).prefix(Self.longest))
        guard other != characters else { return }
        note()
        (characters, cursor, isTyping) = (other, other.count, false)
    }

    /// Puts another text in the place of the cursor's line, as one change.
    public mutating func setLine(_ text: String) {
        note()
        isTyping = false
        cursor = lineEnd
        replace(lineStart..<lineEnd, by: Self.plain(text))
    }

    public var canUndo: Bool { !past.isEmpty }
    public var canRedo: Bool { !future.isEmpty }

    public mutating func undo() { go(from: \.past, to: \.future) }
    public mutating func redo() { go(from: \.future, to: \.past) }

    private mutating func go(
        from: WritableKeyPath<TextEditor, [Moment]>, to: WritableKeyPath<TextEditor, [Moment]>
    ) {
        guard let moment = self[keyPath: from].popLast() else { return }
        self[keyPath: to].append(Moment(characters: characters, cursor: cursor))
        (characters, cursor, isTyping) = (moment.characters, moment.cursor, false)
    }

    private mutating func note() {
        future = []
        past.append(Moment(characters: characters, cursor: cursor))
        if past.count > Self.mostMoments { past.removeFirst() }
    }

    private mutating func delete(from start: Int, to end: Int) {
        guard start < end else { return }
        note()
        isTyping = false
        cursor = end
        replace(start..<end, by: "")
    }

    /// What stands on both sides of a change may grow together: an accent joins the letter before it.
    private mutating func replace(_ range: Range<Int>, by text: String) {
        let head = String(characters[..<range.lowerBound]) + text
        let whole = head + String(characters[range.upperBound...])
        let bytes = head.utf8.count
        characters = Array(whole)
        var (place, passed) = (0, 0)
        while place < characters.count, passed < bytes {
            passed += characters[place].utf8.count
            place += 1
        }
        cursor = place
    }

    // MARK: Moving

    public mutating func move(by offset: Int) { move(to: cursor + offset) }

    public mutating func move(to place: Int) {
        isTyping = false
        cursor = min(max(0, place), characters.count)
    }

    public mutating func moveToLineStart() { move(to: lineStart) }
    public mutating func moveToLineEnd() { move(to: lineEnd) }
    public mutating func moveWord(_ direction: Int) { move(to: direction < 0 ? wordStart : wordEnd) }

    /// Where the cursor's line begins and ends.
    var lineStart: Int { characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
    var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }
    /// The cursor's line.
    var line: String { String(characters[lineStart..<lineEnd]) }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isPartOfWord { place -= 1 }
        while place > 0, characters[place - 1].isPartOfWord { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < characters.count, !characters[place].isPartOfWord { place += 1 }
        while place < characters.count, characters[place].isPartOfWord { place += 1 }
        return place
    }

    /// The text without what cannot be shown in columns.
    private static func plain(_ text: String) -> String {
        let unified = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\t", with: " ")
        return String(
            String.UnicodeScalarView(
                unified.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .control: scalar == "\n"
                    // A zero-width joiner makes emoji of several.
                    case .format: scalar == "\u{200D}"
                    case .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
                    default: true
                    }
                }))
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber || self == "_" || self == "'" }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
