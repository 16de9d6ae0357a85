/// A part of something that takes long, such as a layer of a text encoder, told while the rest is still to come.
public struct WorkPart: Sendable, Equatable, Codable {
    /// What is being done, for people: `reading the prompts`.
    public var what: String
    public var done: Int
    public var total: Int

    public init(_ what: String, done: Int, of total: Int) { (self.what, self.done, self.total) = (what, done, total) }

    /// Who is told; nobody where nothing was arranged.
    @TaskLocal static var listener: (@Sendable (WorkPart) -> Void)?
    /// Whether the person has had enough of what is done now.
    @TaskLocal static var stops: (@Sendable () -> Bool)?

    static func tell(_ what: String, done: Int, of total: Int) { listener?(WorkPart(what, done: done, of: total)) }

    /// - Throws: ``EngineFailure`` where it is to end here.
    static func tellAndCheck(_ what: String, done: Int, of total: Int) throws {
        tell(what, done: done, of: total)
        if stops?() == true { throw EngineFailure("\(what) was stopped", found: "\(done) of \(total) done") }
    }
}
