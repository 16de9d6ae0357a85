import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Set by Ctrl-C (and by SIGTERM and SIGHUP), so that a long command can end between two steps and keep what is done.
final class InterruptFlag {
    /// What the handlers share with the command.
    private final class State: Sendable {
        let isSet = Mutex(false)
    }

    private let state = State()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM, SIGHUP].map { [state] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { state.isSet.withLock { $0 = true } }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }

    var isSet: Bool { state.isSet.withLock { $0 } }
}
