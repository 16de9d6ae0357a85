/// Something the engine's thread works on a step at a time, so that a command is heard between any two.
protocol Job: AnyObject {
    var activity: EngineSnapshot.Activity { get }
    var isFinished: Bool { get }
    /// One step; updates its part of the snapshot and says what happened.
    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent]
    /// Ends the job, finished or not, keeping what is done.
    func end(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent]
}
