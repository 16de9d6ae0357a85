import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct GzipTests {
    private let text = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    private func read(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [UInt8] {
        try Fixtures.withTemporaryFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/file"))
            return try Gzip.contents(of: folder + "/file", limit: limit)
        }
    }

    @Test func compressedAndPlainFilesReadTheSame() throws {
        #expect(try read(MadeFiles.gzip(text)) == text)
        #expect(try read(text) == text)
        #expect(try read([]) == [])
    }

    @Test(arguments: [3, 11, 50, 40_000])
    func aFileCutShortIsRefused(_ length: Int) throws {
        let whole = MadeFiles.gzip(text)
        try #require(length < whole.count)
        // Cut in its header a file may be taken for a plain one, but never for the contents.
        let result = Result { try read(Array(whole[..<length])) }
        if case .success(let bytes) = result { #expect(length < 18 && bytes.count <= length) }
    }

    @Test func theChecksumIsHeld() throws {
        var bytes = MadeFiles.gzip(text)
        bytes[bytes.count - 6] ^= 1
        #expect(throws: EngineFailure.self) { try read(bytes) }
        bytes = MadeFiles.gzip(text)
        bytes.removeLast()
        #expect(throws: EngineFailure.self) { try read(bytes) }
    }

    @Test func whatUnpacksToTooMuchIsRefused() throws {
        let bomb = MadeFiles.gzip([UInt8](repeating: 0, count: 1 << 22))
        #expect(bomb.count < 1 << 13)
        #expect(throws: EngineFailure.self) { try read(bomb, limit: 1 << 20) }
    }

    @Test func aFolderOrNothingIsNamed() throws {
        try Fixtures.withTemporaryFolder { folder in
            for path in [folder, folder + "/none"] {
                let failure = #expect(throws: EngineFailure.self) { try Gzip.contents(of: path, limit: 10) }
                #expect(failure?.place == path)
            }
        }
    }
}
