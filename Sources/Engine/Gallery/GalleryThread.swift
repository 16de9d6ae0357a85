import Foundation
import Synchronization

/// The gallery's thread, which begins with the first command.
final class GalleryThread: Sendable {
    private struct State {
        var commands: [GalleryCommand] = []
        var hasBegun = false
        var isEnding = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let folder: String
    private let tell: @Sendable ([EngineEvent]) -> Void

    init(_ folder: String, tell: @escaping @Sendable ([EngineEvent]) -> Void) {
        self.folder = folder
        self.tell = tell
    }

    func send(_ command: GalleryCommand) {
        let begins = state.withLock { state in
            state.commands.append(command)
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        if begins { begin() }
        arrival.signal()
    }

    /// Ends the thread once everything that was sent is done, and waits for that.
    func finish() {
        let waits = state.withLock { state in
            state.isEnding = true
            return state.hasBegun
        }
        guard waits else { return }
        arrival.signal()
        // A disk that hangs must not keep the window.
        _ = ended.wait(timeout: .now() + 2)
    }

    private func begin() {
        let thread = Thread { [self] in
            let desk = GalleryDesk(folder, tell: tell)
            lowerPriority(by: 5)
            while let commands = take(wait: desk.isIdle) {
                for command in commands { desk.obey(command) }
                desk.work()
            }
            desk.end()
            ended.signal()
        }
        thread.name = "gallery"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// The commands that have come; nil at the end.
    private func take(wait: Bool) -> [GalleryCommand]? {
        while true {
            let (taken, isEnding) = state.withLock { state in
                defer { state.commands = [] }
                return (state.commands, state.isEnding)
            }
            if !taken.isEmpty { return taken }
            if isEnding { return nil }
            if !wait { return [] }
            arrival.wait()
        }
    }
}
