import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Set by Ctrl-C (and by SIGTERM and SIGHUP), so that a long command can end between two steps and keep what is done.
final class InterruptFlag: Sendable {
    private let flag = Mutex(false)
    private let sources: Mutex<[any DispatchSourceSignal]>

    init() {
        sources = Mutex([])
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.flag.withLock { $0 = true } }
            source.resume()
            sources.withLock { [source] list in list.append(source) }
        }
    }

    deinit { sources.withLock { $0.forEach { $0.cancel() } } }

    var isSet: Bool { flag.withLock { $0 } }
}
