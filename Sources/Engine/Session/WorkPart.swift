import Foundation

/// A part of something that takes long, such as a layer of a text encoder, told while the rest is still to come.
public struct WorkPart: Sendable, Equatable, Codable {
    /// What is being done, for people: `reading the prompts`.
    public var what: String
    public var done: Int
    public var total: Int

    public init(_ what: String, done: Int, of total: Int) { (self.what, self.done, self.total) = (what, done, total) }

    /// Who is told on a thread, and whether the person has had enough of what is done now.
    private final class Listener {
        let tell: (WorkPart) -> Void
        let stops: () -> Bool

        init(tell: @escaping (WorkPart) -> Void, stops: @escaping () -> Bool) {
            (self.tell, self.stops) = (tell, stops)
        }
    }

    private static let key = "studio.work"

    // Not a task-local value: the engine's thread runs no task.
    private static var listener: Listener? { Thread.current.threadDictionary[key] as? Listener }

    /// Does `body`, whose parts are told on this thread to `tell`, and which may end where `stops` says so.
    static func telling<Result>(
        _ tell: @escaping (WorkPart) -> Void, stops: @escaping () -> Bool, _ body: () throws -> Result
    ) rethrows -> Result {
        let values = Thread.current.threadDictionary
        let before = values[key]
        values[key] = Listener(tell: tell, stops: stops)
        defer { values[key] = before }
        return try body()
    }

    static func tell(_ what: String, done: Int, of total: Int) {
        listener?.tell(WorkPart(what, done: done, of: total))
    }

    /// - Throws: ``EngineFailure`` where it is to end here.
    static func tellAndCheck(_ what: String, done: Int, of total: Int) throws {
        tell(what, done: done, of: total)
        if listener?.stops() == true { throw EngineFailure("\(what) was stopped", found: "\(done) of \(total) done") }
    }
}
