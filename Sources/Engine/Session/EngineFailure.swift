/// An error as it is told to a person: `WHAT (expected …, found …) in WHERE`, and what to do.
public struct EngineFailure: Error, Sendable, Equatable, Codable {
    public var what: String
    public var expected: String?
    public var found: String?
    public var place: String?
    public var hint: String?

    public init(
        _ what: String, expected: String? = nil, found: String? = nil, place: String? = nil, hint: String? = nil
    ) {
        self.what = what
        self.expected = expected
        self.found = found
        self.place = place
        self.hint = hint
    }

    /// The sentence without the hint.
    public var sentence: String {
        let detail = [expected.map { "expected \($0)" }, found.map { "found \($0)" }].compactMap { $0 }
        return what + (detail.isEmpty ? "" : " (\(detail.joined(separator: ", ")))") + (place.map { " in \($0)" } ?? "")
    }
}
