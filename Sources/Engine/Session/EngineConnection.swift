/// The window's end of an engine: commands go in, snapshots and events come out.
public protocol EngineConnection: Sendable {
    func send(_ command: EngineCommand)
    /// The latest snapshot and every event since the last call; nil where nothing is new.
    func take() -> (EngineSnapshot, [EngineEvent])?
    /// Whether the engine goes on when this window is lost.
    var outlivesWindow: Bool { get }
    /// The window looks no more.
    func leave()
    /// Readable when there is something to take.
    var wakeDescriptor: Int32 { get }
}
