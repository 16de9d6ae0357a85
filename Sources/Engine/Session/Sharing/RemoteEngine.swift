import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The engine of another process of this person, as a window here has it.
///
/// The gallery and what is asked of prompts are files, which are read here.
public final class RemoteEngine: EngineConnection {
    public let about: SharedEngine
    private let connection: Int32
    private let queue: EngineQueue
    private let pipe: WakePipe
    private let gallery: GalleryThread
    private let prompts: PromptDesk
    /// Commands are written here: a socket that is full must not keep the window.
    private let writer = DispatchQueue(label: "commands")

    /// The engines there are in `folder`, nil being the person's own; a socket that nobody listens at is removed.
    public static func all(in folder: String? = nil) -> [SharedEngine] {
        guard let place = try? EngineSocket.folder(folder ?? Places.data + "/windows", makes: false) else { return [] }
        return EngineSocket.processes(in: place).compactMap { process in
            guard let (connection, about) = try? greet(process, in: place) else { return nil }
            close(connection)
            return about
        }
    }

    /// - Throws: ``EngineFailure`` where there is no such engine, or it speaks another version.
    public init(process: Int32, in folder: String? = nil, pictures: String = Places.pictures) throws {
        let place = try EngineSocket.folder(folder ?? Places.data + "/windows", makes: false)
        guard let (connection, about) = try Self.greet(process, in: place) else {
            throw EngineFailure("there is no studio in that process", found: "process \(process)", place: place)
        }
        (self.connection, self.about) = (connection, about)
        let pipe = try WakePipe()
        let queue = EngineQueue(countsWindows: false) { pipe.wake() }
        (self.pipe, self.queue) = (pipe, queue)
        gallery = GalleryThread(pictures) { queue.tell($0) }
        prompts = PromptDesk { queue.tell($0) }
        try Wire.write(WindowMessage.open, to: connection)
        let thread = Thread { Self.listen(connection, queue) }
        thread.name = "engine's news"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private static func greet(_ process: Int32, in folder: String) throws -> (Int32, SharedEngine)? {
        let socket = try EngineSocket(process: process, in: folder)
        defer { socket.close() }
        guard let connection = try socket.connect() else { return nil }
        do {
            guard isOwnPeer(connection) else { throw EngineFailure("that studio is not this person's") }
            try Wire.write(WindowMessage.hello(version: Wire.version), to: connection)
            switch try Wire.read(EngineMessage.self, from: connection) {
            case .welcome(let about)?: return (connection, about)
            case .refused(let failure)?: throw failure
            default: throw EngineFailure("that studio does not answer", found: "process \(process)")
            }
        } catch {
            close(connection)
            throw error
        }
    }

    /// Takes what the engine tells until it ends or is gone.
    private static func listen(_ connection: Int32, _ queue: EngineQueue) {
        var latest = EngineSnapshot()
        do {
            while let message = try Wire.read(EngineMessage.self, from: connection) {
                switch message {
                case .events(let events): queue.tell(events)
                case .news(let snapshot, let events):
                    latest = snapshot
                    queue.publish(snapshot, events)
                    if snapshot.hasEnded { return }
                case .welcome, .refused: break
                }
            }
        } catch {}
        latest.hasEnded = true
        queue.publish(
            latest,
            [
                .failed(
                    EngineFailure(
                        "the studio that this window was attached to is gone",
                        hint: "studio opens another: runs go on from their last checkpoint"))
            ])
    }

    public var outlivesWindow: Bool { true }
    public var wakeDescriptor: Int32 { pipe.readEnd }

    public func send(_ command: EngineCommand) {
        if case .gallery(let command) = command { return gallery.send(command) }
        if case .prompt(let command) = command { return prompts.send(command) }
        if command == .quit {
            gallery.finish()
            prompts.finish()
        }
        // That it is gone is told by the one who listens.
        writer.async { [connection] in try? Wire.write(WindowMessage.command(command), to: connection) }
    }

    public func take() -> (EngineSnapshot, [EngineEvent])? {
        pipe.drain()
        return queue.take()
    }

    /// Looks at the engine no more; it goes on.
    public func leave() {
        gallery.finish()
        prompts.finish()
        writer.sync { _ = shutdown(connection, Int32(SHUT_RDWR)) }
    }
}
