import Foundation

@testable import Engine

/// Collects what a session tells until a condition holds.
final class SessionListener {
    let session: EngineSession
    var snapshot = EngineSnapshot()
    var events: [EngineEvent] = []

    /// - Parameters:
    ///   - jobs: the queue's file; it has none unless a test gives one.
    ///   - pictures: where the queue keeps pictures; a test that lets it make some gives a folder of its own.
    ///   - model: finds a saved model; there is none unless a test gives one.
    convenience init(
        jobs: String? = nil, pictures: String = Places.pictures,
        model: @escaping @Sendable () throws -> LoadedModel = { throw EngineFailure("there is no model") }
    ) throws {
        try self.init(jobs: jobs, pictures: pictures) { name, _ in
            let model = try model()
            return OpenedModel(model, folder: name)
        }
    }

    /// - Parameter opening: opens the saved model of a name, its prompts read as said.
    init(
        jobs: String? = nil, pictures: String = Places.pictures,
        opening: @escaping @Sendable (String?, TextReader) throws -> OpenedModel
    ) throws {
        session = try EngineSession(
            pictures: pictures, jobs: jobs, data: { _ in SmallSet.make() }, model: opening)
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

extension SessionListener {
    var gridEndings: [Bool] {
        events.compactMap { if case .gridEnded(let finished) = $0 { finished } else { nil } }
    }

    var samplingEndings: [Bool] {
        events.compactMap { if case .samplingEnded(let finished) = $0 { finished } else { nil } }
    }

    var cells: [GridCell] {
        events.compactMap { if case .gridCell(_, let cell) = $0 { cell } else { nil } }
    }

    func cells(_ wanted: Int) -> [GridCell] {
        events.compactMap { if case .gridCell(let index, let cell) = $0, index == wanted { cell } else { nil } }
    }

    func frames(of wanted: Int) -> [SamplingFrame] {
        events.compactMap { if case .frame(let branch, let frame) = $0, branch == wanted { frame } else { nil } }
    }
}

extension TrainingRequest {
    /// A run in `folder` of more steps than any test waits for.
    static func endless(in folder: String) -> TrainingRequest {
        TrainingRequest(recipe: SmallSet.recipe(steps: 100_000), output: folder + "/run", sampleInterval: 0)
    }
}
