import Foundation
import TestSupport
import Testing

@testable import Engine

/// The fetcher against a web server on this machine.
@Suite struct DataFetcherTests {
    /// Noise, so that what is packed is as long as what is in it.
    private static let contents = (0..<4).map { file in
        var generator = Generator(seed: UInt64(file))
        return generator.integers(in: 0..<256, count: 200_000 + file).map { UInt8($0) }
    }
    private static let packed = contents.map(MadeFiles.gzip)
    private static let names = ["a", "b", "c", "d"]

    private let set = KnownSet(
        name: "made", title: "Made", licence: "none", classNames: [],
        files: zip(names, contents).map {
            KnownSet.File(name: $0, digest: SHA256.digest(of: $1), byteCount: $1.count)
        }, mirrors: [])

    /// The four files under `/one`, with `changes` for some of them.
    private func answers(_ changes: [String: [LocalServer.Answer]] = [:]) -> [String: [LocalServer.Answer]] {
        let plain = zip(Self.names, Self.packed).map { ("/one/\($0).gz", [LocalServer.Answer.file($1)]) }
        return Dictionary(uniqueKeysWithValues: plain).merging(changes) { $1 }
    }

    /// Runs `body` with a server, a fetcher of `mirrors` (paths on the server) and an empty folder.
    private func withServer(
        _ answers: [String: [LocalServer.Answer]], mirrors: [String] = ["/one"],
        _ body: (LocalServer, DataFetcher, String) throws -> Void
    ) throws {
        let server = try LocalServer(answers)
        defer { server.stop() }
        try Fixtures.withTemporaryFolder { folder in
            try body(server, DataFetcher(mirrors: mirrors.map { server.address + $0 }, timeout: 20), folder)
        }
    }

    private func expectWhole(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == Self.names.map { $0 + ".gz" })
        for (name, bytes) in zip(Self.names, Self.contents) {
            #expect(try Gzip.contents(of: "\(folder)/\(name).gz", limit: 1 << 20) == bytes)
        }
    }

    @Test func allFilesArriveAndAreNotFetchedTwice() throws {
        try withServer(answers()) { server, fetcher, folder in
            var seen: [FetchProgress] = []
            try fetcher.fetch(set, into: folder, progress: { seen.append($0) })
            try expectWhole(folder)
            #expect(seen.last?.number == 4 && seen.last?.count == 4)
            #expect(seen.last?.receivedBytes == Self.packed[3].count)
            #expect(server.requests.count == 4)
            try fetcher.fetch(set, into: folder)
            #expect(server.requests.count == 4)
        }
    }

    @Test func aCutConnectionIsTakenUpWhereItBroke() throws {
        try withServer(answers(["/one/b.gz": [.cut(Self.packed[1], after: 5000), .file(Self.packed[1])]])) {
            server, fetcher, folder in
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
            #expect(server.requests.contains("/one/b.gz bytes=5000-"))
        }
    }

    @Test func whatArrivedBeforeIsKeptForTheNextTime() throws {
        try withServer(
            answers(["/one/a.gz": [.cut(Self.packed[0], after: 7000), .status(503), .file(Self.packed[0])]])
        ) {
            server, fetcher, folder in
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.found?.contains("HTTP status 503") == true)
            #expect(FileManager.default.contents(atPath: folder + "/a.gz.part")?.count == 7000)
            #expect(!FileManager.default.fileExists(atPath: folder + "/a.gz"))
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
            #expect(server.requests.filter { $0 == "/one/a.gz bytes=7000-" }.count == 2)
        }
    }

    @Test func aServerWithoutRangesIsReadFromTheStart() throws {
        try withServer(answers(["/one/a.gz": [.withoutRanges(Self.packed[0])]])) { _, fetcher, folder in
            try Data(Self.packed[0][..<900]).write(to: URL(fileURLWithPath: folder + "/a.gz.part"))
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
        }
    }

    @Test func aWrongPartIsThrownAway() throws {
        try withServer(answers()) { _, fetcher, folder in
            try Data(count: 900).write(to: URL(fileURLWithPath: folder + "/a.gz.part"))
            try Data(count: 190_000).write(to: URL(fileURLWithPath: folder + "/b.gz.part"))
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
        }
    }

    @Test func aWrongChecksumIsNeverPutInPlace() throws {
        let wrong = MadeFiles.gzip(Self.contents[0].map { $0 ^ 1 })
        try withServer(answers(["/one/a.gz": [.file(wrong)]])) { _, fetcher, folder in
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.found?.contains("SHA-256") == true)
            #expect(!FileManager.default.fileExists(atPath: folder + "/a.gz"))
        }
    }

    @Test func theNextMirrorIsTried() throws {
        let wrong = MadeFiles.gzip([1, 2, 3])
        let good = Dictionary(
            uniqueKeysWithValues: zip(Self.names, Self.packed).map { ("/two/\($0).gz", [LocalServer.Answer.file($1)]) })
        let bad: [String: [LocalServer.Answer]] = ["/one/a.gz": [.status(404)], "/one/b.gz": [.file(wrong)]]
        try withServer(good.merging(bad) { $1 }, mirrors: ["/one", "/two"]) { server, fetcher, folder in
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
            #expect(server.requests.contains("/one/a.gz"))
        }
    }

    @Test func aRedirectIsFollowed() throws {
        var moved = answers(["/one/c.gz": [.redirect("/else/where")]])
        moved["/else/where"] = [.file(Self.packed[2])]
        try withServer(moved) { _, fetcher, folder in
            try fetcher.fetch(set, into: folder)
            try expectWhole(folder)
        }
    }

    @Test func everyMirrorsReasonIsTold() throws {
        try withServer([:], mirrors: ["/one", "/two"]) { _, fetcher, folder in
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.found?.components(separatedBy: "HTTP status 404").count == 3)
            #expect(failure?.what == "a.gz cannot be fetched")
        }
    }

    @Test func aServerThatIsNotThereIsTold() throws {
        let server = try LocalServer([:])
        server.stop()
        try Fixtures.withTemporaryFolder { folder in
            let fetcher = DataFetcher(mirrors: [server.address], timeout: 20)
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.found?.contains("127.0.0.1") == true)
        }
    }

    @Test func moreThanTheFileCanHoldIsRefused() throws {
        let endless = [UInt8](repeating: 1, count: 400_000)
        try withServer(answers(["/one/a.gz": [.file(endless)]])) { _, fetcher, folder in
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.found?.contains("more bytes than the file has") == true)
            #expect((FileManager.default.contents(atPath: folder + "/a.gz.part")?.count ?? 0) < 300_000)
        }
    }

    @Test func cancellingKeepsWhatArrived() throws {
        try withServer(answers(["/one/a.gz": [.cut(Self.packed[0], after: 3000)]])) { _, fetcher, folder in
            var received = 0
            #expect(throws: CancellationError.self) {
                try fetcher.fetch(
                    set, into: folder, progress: { received = $0.receivedBytes }, isCancelled: { received > 0 })
            }
            #expect((FileManager.default.contents(atPath: folder + "/a.gz.part")?.count ?? 0) > 0)
        }
    }

    @Test func twoProcessesDoNotWriteOneFile() throws {
        try withServer(answers()) { _, fetcher, folder in
            let held = try PartFile(path: folder + "/a.gz.part")
            let failure = #expect(throws: EngineFailure.self) { try fetcher.fetch(set, into: folder) }
            #expect(failure?.what.contains("another process") == true)
            withExtendedLifetime(held) {}
        }
    }

    @Test func theRealSetsComeOverHTTPSAndArePinned() {
        for set in KnownSet.all {
            #expect(set.files.count == 4 && !set.mirrors.isEmpty)
            for mirror in set.mirrors { #expect(mirror.hasPrefix("https://") && !mirror.hasSuffix("/")) }
            for file in set.files {
                let digits = file.digest.filter { $0.isHexDigit && !$0.isUppercase }
                #expect(file.digest.count == 64 && digits == file.digest)
            }
            #expect(Set(set.files.map(\.digest)).count == 4)
        }
    }
}
