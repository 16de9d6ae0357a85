import Foundation
import Synchronization

/// The two-way exchange between the engine's thread and everybody else: commands in, the latest snapshot and an ordered stream out.
final class EngineQueue: Sendable {
    /// A command and the outlet it came from.
    struct Order {
        var command: EngineCommand
        var outlet: Int
    }

    /// Somebody who looks at the engine, and what they have not taken yet.
    private struct Outlet {
        var snapshot: EngineSnapshot?
        var events: [EngineEvent] = []
        /// Nobody looks any more; only snapshots are kept.
        var isSilent = false
        /// Has asked to leave, and takes a last snapshot.
        var isLeaving = false
        /// Called when something is there to take and nothing was before.
        let wake: @Sendable () -> Void
    }

    private struct State {
        var orders: [Order] = []
        /// The last one published.
        var latest = EngineSnapshot()
        var outlets: [Int: Outlet] = [:]
        var nextOutlet = 1
        var journal = EngineJournal()

        var windows: Int { outlets.values.filter { !$0.isSilent && !$0.isLeaving }.count }
    }

    /// The outlet of the process that the engine runs in.
    static let own = 0

    private let state = Mutex(State())
    /// Whether the windows counted are this queue's own outlets; a remote engine's snapshots say how many look at it.
    private let countsWindows: Bool
    private let arrival = DispatchSemaphore(value: 0)

    init(countsWindows: Bool = true, wake: @escaping @Sendable () -> Void) {
        self.countsWindows = countsWindows
        state.withLock { $0.outlets[Self.own] = Outlet(wake: wake) }
    }

    /// - Returns: whether the engine was told: a window that quits while others look at the engine only leaves it.
    @discardableResult func send(_ command: EngineCommand, from outlet: Int = own) -> Bool {
        let isLeaving = state.withLock { state in
            let isWindow = state.outlets[outlet]?.isSilent == false
            if command == .quit, isWindow, state.windows > 1 {
                state.outlets[outlet]?.isLeaving = true
                return true
            }
            state.orders.append(Order(command: command, outlet: outlet))
            return false
        }
        if isLeaving { tellWindows() } else { arrival.signal() }
        return !isLeaving
    }

    /// The commands that have arrived, in order; waits for one where `wait` is set.
    func commands(wait: Bool) -> [Order] {
        while true {
            let taken = state.withLock { state in
                defer { state.orders = [] }
                return state.orders
            }
            if !taken.isEmpty || !wait { return taken }
            arrival.wait()
        }
    }

    /// Whether the person stops what goes on or leaves; a command to stop is taken for done then.
    func takeStop() -> Bool {
        state.withLock { state in
            if state.orders.contains(where: { $0.command == .quit }) { return true }
            guard let stop = state.orders.firstIndex(where: { $0.command == .stop }) else { return false }
            state.orders.remove(at: stop)
            return true
        }
    }

    /// - Parameter asker: the outlet whose command this comes of, which alone is given the answers in it; nil gives all to everybody.
    func publish(_ snapshot: EngineSnapshot, _ events: [EngineEvent] = [], to asker: Int? = nil) {
        put(snapshot, events, to: asker)
    }

    /// Adds events that come from elsewhere than the engine's thread.
    func tell(_ events: [EngineEvent], to asker: Int? = nil) {
        if !events.isEmpty { put(nil, events, to: asker) }
    }

    private func put(_ snapshot: EngineSnapshot?, _ events: [EngineEvent], to asker: Int?) {
        let wakes = state.withLock { state in
            state.latest = snapshot ?? state.latest
            if countsWindows { state.latest.windows = state.windows }
            for event in events { state.journal.note(event) }
            return state.outlets.keys.compactMap { id in
                let own = events.filter { asker == nil || asker == id || !$0.isAnswer }
                return Self.fill(&state.outlets[id], state.latest, own)
            }
        }
        for wake in wakes { wake() }
    }

    /// Gives the outlet what is new; returns how to wake who takes from it, where they are not awake.
    private static func fill(
        _ outlet: inout Outlet?, _ snapshot: EngineSnapshot, _ events: [EngineEvent]
    ) -> (@Sendable () -> Void)? {
        guard var changed = outlet else { return nil }
        let wasEmpty = changed.snapshot == nil
        changed.snapshot = snapshot
        if changed.isLeaving { changed.snapshot?.hasEnded = true }
        if !changed.isSilent { changed.events += events }
        outlet = changed
        return wasEmpty ? changed.wake : nil
    }

    /// Everybody sees how many windows there are.
    private func tellWindows() { put(nil, [], to: nil) }

    // MARK: Outlets

    /// A new outlet, which begins with what must be known of the present.
    func open(wake: @escaping @Sendable () -> Void) -> Int {
        let id = state.withLock { state in
            let id = state.nextOutlet
            state.nextOutlet += 1
            var outlet = Outlet(wake: wake)
            outlet.events = state.journal.events(state.latest)
            state.outlets[id] = outlet
            return id
        }
        tellWindows()
        return id
    }

    /// Nobody looks through this outlet any more.
    func close(_ outlet: Int) {
        state.withLock { state in
            if outlet == Self.own {
                state.outlets[outlet]?.isSilent = true
                state.outlets[outlet]?.isLeaving = false
                state.outlets[outlet]?.events = []
            } else {
                state.outlets[outlet] = nil
            }
        }
        tellWindows()
    }

    /// The latest snapshot and every event since the last call; nil where nothing is new.
    func take(from outlet: Int = own) -> (EngineSnapshot, [EngineEvent])? {
        state.withLock { state in
            guard let taken = state.outlets[outlet], let snapshot = taken.snapshot else { return nil }
            state.outlets[outlet]?.snapshot = nil
            state.outlets[outlet]?.events = []
            return (snapshot, taken.events)
        }
    }

    var latest: EngineSnapshot { state.withLock { $0.latest } }
}
