/// What was said since the program started, the newest first, each with the time since then.
enum MessageText {
    static func title(_ least: Message.Kind) -> String {
        switch least {
        case .detail: "Messages"
        case .answer: "Messages without details"
        case .notice: "Notices and errors"
        case .error: "Errors"
        }
    }

    static func lines(_ model: StudioModel, least: Message.Kind) -> [[Span]] {
        let width = OverlayFrame.text(width: model.width, height: model.height).width - 4
        let said = model.messages.log.filter { $0.message.kind.rawValue >= least.rawValue }
        guard !said.isEmpty else { return [[Span("nothing of this weight was said", .dim)]] }
        return said.reversed().flatMap { lines($0, width: width) }
    }

    /// Of `59 min 59 s`.
    private static let clockColumns = 11

    private static func lines(_ logged: LoggedMessage, width: Int) -> [[Span]] {
        let (message, time) = (logged.message, Format.duration(logged.time))
        let clock = String(repeating: " ", count: max(0, clockColumns - time.count)) + time + "  "
        let margin = DisplayWidth.of(clock)
        let role: Role =
            switch message.kind {
            case .error: .error
            case .notice: .text
            case .answer, .detail: .dim
            }
        let text = message.text + (message.count > 1 ? " (×\(message.count))" : "")
        func wrapped(_ text: String) -> [String] { Wrap.lines(text, width: max(1, width - margin)) }
        let indent = Span(String(repeating: " ", count: margin))
        return wrapped(text).enumerated().map { [$0 == 0 ? Span(clock, .dim) : indent, Span($1, role)] }
            + (message.hint.map(wrapped) ?? []).map { [indent, Span($0, .dim)] }
    }
}
