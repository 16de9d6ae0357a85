import Engine
import Foundation
import StudioCore
import Synchronization

/// A part of the window's state that is kept on disk.
protocol KeptState: Equatable, Sendable {
    /// What it is called in a sentence.
    static var title: String { get }
    /// Where it is kept unless the person says otherwise.
    static var standardPath: String { get }
    init(json: Data, place: String) throws
    var json: Data { get throws }
    /// The state of `model` as it stands.
    static func of(_ model: StudioModel) -> Self
}

extension SessionState: KeptState {
    static var title: String { "the window's state" }
    static var standardPath: String { Places.data + "/session.json" }
    static func of(_ model: StudioModel) -> Self { SessionState(model) }
}

extension Presets: KeptState {
    static var title: String { "the presets" }
    static var standardPath: String { Places.data + "/presets.json" }
    static func of(_ model: StudioModel) -> Self { model.presets }
}

/// A part of the window's state on disk, so that it is found as it was left, however the window ended.
final class StateFile<State: KeptState> {
    /// Between two looks at what changed, so that a held arrow key is not a hundred writes.
    private let pause = Duration.seconds(1)

    private let path: String
    private var saved: State?
    private var lastLook: ContinuousClock.Instant?
    /// Where it is written: bringing a file to the disk may take long, and the window does not wait.
    private let queue = DispatchQueue(label: "state")
    private let trouble = Trouble()

    /// What went wrong with the last write, from the queue to the window.
    private final class Trouble: Sendable {
        private let state = Mutex<(failure: EngineFailure?, isTold: Bool)>((nil, false))

        func note(_ failure: EngineFailure?) { state.withLock { $0 = (failure, $0.isTold && failure != nil) } }

        /// What has not been told yet.
        func take() -> EngineFailure? {
            state.withLock { state in
                defer { state.isTold = state.failure != nil }
                return state.isTold ? nil : state.failure
            }
        }
    }

    init(_ path: String = State.standardPath) { self.path = path }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// What was kept; nil where there is nothing yet.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be understood; that file is put aside under another name and not lost.
    func read() throws -> State? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            saved = try State(json: data, place: path)
            return saved
        } catch var failure as EngineFailure {
            let aside = path + ".unread"
            try? FileManager.default.removeItem(atPath: aside)
            try? FileManager.default.moveItem(atPath: path, toPath: aside)
            failure.hint = "the window starts without; what was there is kept as \(aside)"
            throw failure
        }
    }

    /// Keeps the state of `model` where it changed, now and then.
    ///
    /// - Returns: what is wrong with that, told once.
    func save(_ model: StudioModel) -> EngineFailure? {
        if let lastLook, lastLook.duration(to: .now) < pause { return nil }
        lastLook = .now
        write(State.of(model))
        return trouble.take()
    }

    /// Keeps the state of `model` and waits until it is on the disk.
    func saveLast(_ model: StudioModel) {
        write(State.of(model))
        queue.sync {}
    }

    private func write(_ state: State) {
        guard state != saved else { return }
        saved = state
        queue.async { [path, trouble] in
            var failure: EngineFailure?
            do {
                let folder = (path as NSString).deletingLastPathComponent
                try FileManager.default.createDirectory(
                    atPath: folder.isEmpty ? "." : folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                try AtomicFile.write(try state.json, to: path, isPrivate: true)
            } catch {
                let reason = (error as? EngineFailure)?.sentence ?? "\(error)"
                failure = EngineFailure("\(State.title) cannot be kept", found: reason, place: path)
            }
            trouble.note(failure)
        }
    }
}
