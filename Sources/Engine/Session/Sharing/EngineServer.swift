import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Lets windows in other processes of the same person look at an engine, over a socket.
public final class EngineServer: Sendable {
    /// The most windows beside the engine's own.
    private static let mostWindows = 16
    /// Between two pieces of news, in microseconds: a window draws no faster.
    private static let pause: UInt32 = 33_000
    /// Events in one message.
    private static let portion = 64

    private let engine: EngineSession
    private let socket: EngineSocket
    private let listener: Int32
    private let about: SharedEngine
    private let windows = Mutex(0)

    /// - Parameters:
    ///   - session: where the engine's own window keeps its state.
    ///   - folder: of the sockets; nil takes the person's own.
    /// - Throws: ``EngineFailure`` where there can be no such socket.
    public init(_ engine: EngineSession, session: String, folder: String? = nil) throws {
        self.engine = engine
        let place = try folder.map { try EngineSocket.folder($0, makes: true) } ?? EngineSocket.folder(makes: true)
        socket = try EngineSocket(process: getpid(), in: place)
        listener = try socket.listen()
        about = SharedEngine(process: getpid(), session: session)
        start("windows") { $0.accept() }
    }

    /// Takes no more windows, and waits for those there are to be told how it ended.
    public func finish() {
        socket.remove()
        shutdown(listener, Int32(SHUT_RDWR))
        let deadline = ContinuousClock.now + .seconds(2)
        while windows.withLock({ $0 }) > 0, ContinuousClock.now < deadline { usleep(5000) }
    }

    private func start(_ name: String, _ body: @escaping @Sendable (EngineServer) -> Void) {
        let thread = Thread { body(self) }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            let count = windows.withLock { count in
                count += 1
                return count
            }
            guard isOwnPeer(connection), count <= Self.mostWindows else {
                end(connection)
                continue
            }
            // A window that takes nothing for so long is gone.
            var patience = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            start("window") { $0.serve(connection) }
        }
        close(listener)
        socket.close()
    }

    private func end(_ connection: Int32) {
        close(connection)
        windows.withLock { $0 -= 1 }
    }

    /// Hears what a window says until it is gone.
    private func serve(_ connection: Int32) {
        var outlet: Int?
        let ended = DispatchSemaphore(value: 0)
        let news = DispatchSemaphore(value: 0)
        var isGreeted = false
        while let message = try? Wire.read(WindowMessage.self, from: connection) {
            switch message {
            case .hello(let version):
                isGreeted = greet(version, connection)
            case .open where isGreeted && outlet == nil:
                let opened = engine.open { news.signal() }
                outlet = opened
                start("news") { server in
                    server.tell(connection, opened, news)
                    // The window is told how it ended; it hangs up after that.
                    shutdown(connection, Int32(SHUT_RDWR))
                    ended.signal()
                }
            case .command(let command):
                if let outlet { engine.send(command, from: outlet) }
            case .open: break
            }
            if !isGreeted { break }
        }
        if let outlet {
            engine.close(outlet)
            shutdown(connection, Int32(SHUT_RDWR))
            news.signal()
            ended.wait()
        }
        end(connection)
    }

    private func greet(_ version: String, _ connection: Int32) -> Bool {
        guard version == Wire.version else {
            let failure = EngineFailure(
                "that studio is of another version", expected: Wire.version, found: version,
                hint: "open it with the program it was started with")
            try? Wire.write(EngineMessage.refused(failure), to: connection)
            return false
        }
        return (try? Wire.write(EngineMessage.welcome(about), to: connection)) != nil
    }

    /// Tells a window what is new, until it leaves or the engine ends.
    private func tell(_ connection: Int32, _ outlet: Int, _ news: DispatchSemaphore) {
        while true {
            news.wait()
            guard let (snapshot, events) = engine.take(from: outlet) else { return }
            var rest = events[...]
            do {
                while rest.count > Self.portion {
                    try Wire.write(EngineMessage.events(Array(rest.prefix(Self.portion))), to: connection)
                    rest = rest.dropFirst(Self.portion)
                }
                try Wire.write(EngineMessage.news(snapshot, Array(rest)), to: connection)
            } catch { return }
            if snapshot.hasEnded { return }
            usleep(Self.pause)
        }
    }
}
