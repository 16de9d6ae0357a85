import Foundation

@testable import Engine

/// Collects what a session tells until a condition holds.
final class SessionListener {
    let session: EngineSession
    var snapshot = EngineSnapshot()
    var events: [EngineEvent] = []

    /// - Parameter model: finds a saved model; there is none unless a test gives one.
    init(model: @escaping @Sendable () throws -> LoadedModel = { throw EngineFailure("there is no model") }) throws {
        session = try EngineSession(data: { _ in SmallSet.make() }, model: { _ in try model() })
    }

    /// The engine's thread must not outlive the test: the process may end any time after.
    deinit {
        session.send(.quit)
        while session.take()?.0.hasEnded != true { usleep(1000) }
    }

    func wait(_ what: String, until holds: (SessionListener) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while !holds(self) {
            guard ContinuousClock.now < deadline else { throw EngineFailure("timed out", expected: what) }
            if let (snapshot, events) = session.take() {
                self.snapshot = snapshot
                self.events += events
            } else {
                usleep(1000)
            }
        }
    }

    var losses: [Int] {
        events.compactMap { if case .loss(let step, _, _) = $0 { step } else { nil } }
    }

    var failures: [EngineFailure] {
        events.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
    }
}

extension TrainingRequest {
    /// A run in `folder` of more steps than any test waits for.
    static func endless(in folder: String) -> TrainingRequest {
        TrainingRequest(recipe: SmallSet.recipe(steps: 100_000), output: folder + "/run", sampleInterval: 0)
    }
}
