import Foundation
import Synchronization

/// The two-way exchange between the engine's thread and everybody else: commands in, the latest snapshot and an ordered stream out.
final class EngineQueue: Sendable {
    private struct State {
        var commands: [EngineCommand] = []
        var snapshot: EngineSnapshot?
        /// The last one published, taken or not.
        var latest = EngineSnapshot()
        var events: [EngineEvent] = []
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    /// Called on the thread that tells something, when something is there to take and nothing was before.
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func send(_ command: EngineCommand) {
        state.withLock { $0.commands.append(command) }
        arrival.signal()
    }

    /// The commands that have arrived, in order; waits for one where `wait` is set.
    func commands(wait: Bool) -> [EngineCommand] {
        while true {
            let taken = state.withLock { state in
                defer { state.commands = [] }
                return state.commands
            }
            if !taken.isEmpty || !wait { return taken }
            arrival.wait()
        }
    }

    /// Whether the person stops what goes on or leaves; a command to stop is taken for done then.
    func takeStop() -> Bool {
        state.withLock { state in
            if state.commands.contains(.quit) { return true }
            guard let stop = state.commands.firstIndex(of: .stop) else { return false }
            state.commands.remove(at: stop)
            return true
        }
    }

    func publish(_ snapshot: EngineSnapshot, _ events: [EngineEvent] = []) { put(snapshot, events) }

    /// Adds events that come from elsewhere than the engine's thread.
    func tell(_ events: [EngineEvent]) {
        if !events.isEmpty { put(nil, events) }
    }

    private func put(_ snapshot: EngineSnapshot?, _ events: [EngineEvent]) {
        let wasEmpty = state.withLock { state in
            defer {
                state.latest = snapshot ?? state.latest
                state.snapshot = state.latest
                state.events += events
            }
            return state.snapshot == nil && state.events.isEmpty
        }
        if wasEmpty { wake() }
    }

    func take() -> (EngineSnapshot, [EngineEvent])? {
        state.withLock { state in
            guard let snapshot = state.snapshot else { return nil }
            defer {
                state.snapshot = nil
                state.events = []
            }
            return (snapshot, state.events)
        }
    }
}
