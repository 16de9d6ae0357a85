import Engine

/// Something a person is told.
public struct Message: Sendable, Equatable {
    /// In the order of their weight. A detail is kept in the log and shown nowhere else.
    public enum Kind: Int, Sendable, CaseIterable { case detail, answer, notice, error }

    public var kind: Kind
    public var text: String
    public var hint: String?
    /// How often it was said in a row.
    public var count = 1

    init(_ kind: Kind, _ text: String, hint: String? = nil) {
        self.kind = kind
        self.text = text
        self.hint = hint
    }

    init(_ failure: EngineFailure) {
        self.init(.error, failure.sentence, hint: failure.hint)
    }

    /// Whether it is the same as `other`, however often either was said.
    func says(the other: Message) -> Bool { (kind, text, hint) == (other.kind, other.text, other.hint) }

    /// The seconds it takes to read: three, and one for every fifteen characters.
    var readingTime: Double { 3 + Double(text.count + (hint?.count ?? 0)) / 15 }
}

/// A message as the log keeps it, with the seconds since the program started.
public struct LoggedMessage: Sendable, Equatable {
    public var message: Message
    public var time: Double
}

/// What was said, and what of it still stands in the window.
///
/// Nothing vanishes unread: an error stands until it is dismissed, a notice until a key comes after the time it takes to read. The answer
/// to a key shows at once, before what stands, until the next key. All of it stays in ``log``.
public struct MessageBoard: Sendable, Equatable {
    /// The messages waiting, the first one shown.
    public private(set) var waiting: [Message] = []
    /// Everything said, the newest last.
    public private(set) var log: [LoggedMessage] = []
    /// Since when the first one is shown.
    private var shownSince = 0.0

    static let longestLog = 500

    public var current: Message? { waiting.first }

    mutating func post(_ message: Message, at time: Double) {
        if let last = log.last?.message, last.says(the: message) {
            log[log.count - 1].message.count += 1
            log[log.count - 1].time = time
        } else {
            log.append(LoggedMessage(message: message, time: time))
            if log.count > Self.longestLog { log.removeFirst() }
        }
        if message.kind == .detail { return }
        if message.kind == .answer {
            waiting.removeAll { $0.kind == .answer }
            waiting.insert(message, at: 0)
            shownSince = time
            return
        }
        // The same again would only hide what waits behind it.
        if let index = waiting.firstIndex(where: { $0.says(the: message) }) {
            waiting[index].count += 1
        } else {
            waiting.append(message)
        }
        if waiting.count == 1 { shownSince = time }
    }

    /// A key was pressed: an answer has done its work, and a notice that was there long enough to be read.
    mutating func keyPressed(at time: Double) {
        guard let current else { return }
        switch current.kind {
        case .answer: dismiss(at: time)
        case .notice: if time - shownSince >= current.readingTime { dismiss(at: time) }
        case .error, .detail: break
        }
    }

    mutating func dismiss(at time: Double) {
        if !waiting.isEmpty { waiting.removeFirst() }
        shownSince = time
    }
}
