import Foundation
import Glibc
import Testing

@testable import Engine

/// One engine and windows of other processes on it, over a real socket.
@Suite struct SharingTests {
    /// Calls `body` with an engine that trains, its server, and the folder of sockets.
    private func shared(
        _ body: (SessionListener, EngineServer, String) throws -> Void
    ) throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener()
            let sockets = folder + "/windows"
            let server = try EngineServer(listener.session, session: folder + "/session.json", folder: sockets)
            defer { server.finish() }
            listener.session.send(.train(.endless(in: folder)))
            try listener.wait("a first loss") { !$0.losses.isEmpty }
            try body(listener, server, sockets)
        }
    }

    private func attach(_ sockets: String) throws -> RemoteListener {
        RemoteListener(try RemoteEngine(process: getpid(), in: sockets, pictures: sockets + "/pictures"))
    }

    @Test func aSecondWindowSeesWhatGoesOnAndSteersIt() throws {
        try shared { listener, _, sockets in
            #expect(RemoteEngine.all(in: sockets).map(\.process) == [getpid()])
            let window = try attach(sockets)
            #expect(window.engine.about.session.hasSuffix("/session.json"))
            try window.wait("the run and its losses") {
                $0.has { if case .trainingStarted = $0 { true } else { false } }
            }
            try window.wait("its losses") { $0.has { if case .loss = $0 { true } else { false } } }
            #expect(window.snapshot.windows == 2)
            window.engine.send(.change(.learningRate(0.0005)))
            try listener.wait("the change") {
                $0.events.contains { if case .changed(_, .learningRate(0.0005)) = $0 { true } else { false } }
            }
            window.engine.leave()
            try listener.wait("one window") { $0.snapshot.windows == 1 }
            let step = listener.losses.count
            try listener.wait("the run goes on") { $0.losses.count > step + 2 }
        }
    }

    /// A window that comes late is told the whole sampling, to the pixel.
    @Test func aLateWindowIsToldThePast() throws {
        try shared { listener, _, sockets in
            listener.session.send(.sample(SamplingRequest(classes: [3], count: 2, steps: 6, guidance: 2)))
            try listener.wait("the pictures") { $0.samplingEndings == [true] }
            let window = try attach(sockets)
            try window.wait("the same frames") { $0.frames.count == 7 }
            #expect(window.frames == listener.frames(of: 0))
            #expect(window.has { $0 == .samplingEnded(finished: true) })
            window.engine.leave()
        }
    }

    @Test func answersGoToWhoAsked() throws {
        try shared { listener, _, sockets in
            let window = try attach(sockets)
            window.engine.send(.readPicture(.file("/nowhere.png"), purpose: "test"))
            try window.wait("the failure") { $0.has { if case .failed = $0 { true } else { false } } }
            #expect(listener.failures.isEmpty)
            listener.session.send(.models(.list(also: nil)))
            try listener.wait("the list") { $0.events.contains { if case .models = $0 { true } else { false } } }
            let step = try #require(listener.losses.last)
            try window.wait("what came later") {
                $0.has { if case .loss(let at, _, _) = $0 { at > step } else { false } }
            }
            #expect(!window.has { if case .models = $0 { true } else { false } })
            window.engine.leave()
        }
    }

    /// The last window that quits ends the engine; those before only leave it.
    @Test func theLastWindowEndsTheEngine() throws {
        try shared { listener, _, sockets in
            let (first, second) = (try attach(sockets), try attach(sockets))
            try second.wait("three windows") { $0.snapshot.windows == 3 }
            first.engine.send(.quit)
            try first.wait("its end") { $0.snapshot.hasEnded }
            listener.session.send(.quit)
            try listener.wait("its end") { $0.snapshot.hasEnded }
            listener.session.leave()
            try second.wait("the last one") { $0.snapshot.windows == 1 && !$0.snapshot.hasEnded }
            #expect(second.snapshot.activity == .training)
            second.engine.send(.quit)
            try second.wait("the end") { $0.snapshot.hasEnded }
            #expect(second.has { if case .trainingEnded = $0 { true } else { false } })
            #expect(!second.has { if case .failed = $0 { true } else { false } })
        }
    }

    /// What is no message of this program's ends the connection and nothing else.
    @Test(arguments: [
        Data("GET / HTTP/1.1\r\n\r\n".utf8), Data([0xFF, 0xFF, 0xFF, 0xFF]), Data([0, 0, 0, 2, 0x7B, 0x7D]),
        Data([0, 0, 0, 200, 0x7B]),
    ])
    func rubbishIsHungUpOn(_ bytes: Data) throws {
        try shared { listener, _, sockets in
            let socket = try EngineSocket(process: getpid(), in: sockets)
            defer { socket.close() }
            let connection = try #require(try socket.connect())
            _ = bytes.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            shutdown(connection, Int32(SHUT_WR))
            var byte: UInt8 = 0
            #expect(recv(connection, &byte, 1, 0) <= 0)
            close(connection)
            let step = listener.losses.count
            try listener.wait("the run goes on") { $0.losses.count > step + 2 }
        }
    }

    @Test func anotherVersionIsRefusedWithTheReason() throws {
        try shared { _, _, sockets in
            let socket = try EngineSocket(process: getpid(), in: sockets)
            defer { socket.close() }
            let connection = try #require(try socket.connect())
            defer { close(connection) }
            try Wire.write(WindowMessage.hello(version: "0.0.1/0"), to: connection)
            guard case .refused(let failure)? = try Wire.read(EngineMessage.self, from: connection) else {
                Issue.record("it was not refused")
                return
            }
            #expect(failure.sentence.contains("0.0.1/0") && failure.sentence.contains(Wire.version))
        }
    }

    @Test func socketsAreThePersonsAlone() throws {
        try shared { _, _, sockets in
            var status = stat()
            lstat(sockets, &status)
            #expect(status.st_mode & 0o777 == 0o700)
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: sockets).first)
            lstat(sockets + "/" + name, &status)
            #expect(status.st_mode & 0o777 == 0o600)
            chmod(sockets, 0o755)
            #expect(throws: EngineFailure.self) { try RemoteEngine(process: getpid(), in: sockets) }
        }
    }

    @Test func aSocketThatNobodyListensAtIsRemoved() throws {
        try Fixtures.withTemporaryFolder { folder in
            let sockets = try EngineSocket.folder(folder + "/windows", makes: true)
            let socket = try EngineSocket(process: 1, in: sockets)
            close(try socket.listen())
            #expect(EngineSocket.processes(in: sockets) == [1])
            #expect(RemoteEngine.all(in: sockets).isEmpty)
            #expect(EngineSocket.processes(in: sockets).isEmpty)
            socket.close()
        }
    }

    /// Numbers that JSON has no word for, and pictures on disk, cross whole.
    @Test func valuesCrossWhole() throws {
        let picture = Picture(width: 2, height: 1, channels: 3, pixels: [0, 1, 2, 253, 254, 255])
        let row = NoiseStatus.Row(method: nil, pictures: [picture], decibels: [.infinity])
        var snapshot = EngineSnapshot()
        let request = NoiseRequest(picture, places: [.sigma(0.5)], methods: [.gaussian], blur: .usual)
        snapshot.noise = NoiseStatus(request: request, states: [], rows: [row], share: 0.5)
        let data = try ValueCoding.encode(
            EngineMessage.news(snapshot, [.loss(step: 1, value: .nan, learningRate: 0.1)]))
        guard case .news(let again, let events) = try ValueCoding.decode(EngineMessage.self, from: data, place: "test")
        else {
            Issue.record("another message came back")
            return
        }
        #expect(again == snapshot)
        guard case .loss(1, let value, 0.1) = try #require(events.first) else {
            Issue.record("another event came back")
            return
        }
        #expect(value.isNaN)
    }
}

/// Collects what a window in another process is told.
private final class RemoteListener {
    let engine: RemoteEngine
    private(set) var snapshot = EngineSnapshot()
    private(set) var events: [EngineEvent] = []

    init(_ engine: RemoteEngine) { self.engine = engine }

    func wait(_ what: String, until holds: (RemoteListener) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while !holds(self) {
            guard ContinuousClock.now < deadline else { throw EngineFailure("timed out", expected: what) }
            if let (snapshot, events) = engine.take() {
                self.snapshot = snapshot
                self.events += events
            } else {
                usleep(1000)
            }
        }
    }

    func has(_ event: (EngineEvent) -> Bool) -> Bool { events.contains(where: event) }

    var frames: [SamplingFrame] {
        events.compactMap { if case .frame(0, let frame) = $0 { frame } else { nil } }
    }
}
