import Foundation
import Testing

@testable import Engine

@Suite struct PictureDeskTests {
    private static let images = SmallSet.make()
    private static var desk: PictureDesk {
        PictureDesk { name in
            guard name == "bars" else { throw EngineFailure("there is no data set \(name)") }
            return images
        }
    }

    private func heldOut(_ index: Int, _ label: Int? = nil, back: Bool = false) throws -> (Int, Int, Picture) {
        let source = PictureSource.heldOut(data: "bars", index: index, label: label, isBackward: back)
        let read = try Self.desk.read(source, purpose: "here")
        #expect(read.purpose == "here")
        guard case .heldOut(_, let found, let shown?, _) = read.source else { throw EngineFailure("no number") }
        return (found, shown, read.picture)
    }

    @Test func heldOutImagesAreFoundByNumberAndClass() throws {
        let test = Self.images.test
        let (index, label, picture) = try heldOut(1)
        #expect(index == 1 && label == Int(test.labels[1]) && picture == test.picture(at: 1))
        let wanted = Int(test.labels[test.count - 1])
        let (last, shown, _) = try heldOut(0, wanted, back: true)
        // Backwards from the first the way goes around the end.
        #expect(shown == wanted && (last == 0 || last == test.count - 1))
        #expect(try heldOut(test.count).0 == 0 && heldOut(-1).0 == test.count - 1)
        #expect(throws: EngineFailure.self) { try heldOut(0, 77) }
        #expect(throws: EngineFailure.self) {
            try Self.desk.read(.heldOut(data: "kittens", index: 0, label: nil, isBackward: false), purpose: "")
        }
    }

    @Test func filesAreReadAndWrittenButNotOverOthers() throws {
        try Fixtures.withTemporaryFolder { folder in
            let (a, b) = (Self.images.test.picture(at: 0), Self.images.test.picture(at: 1))
            let path = folder + "/mask.png"
            let isWritten = try Self.desk.write(a, to: path, replaces: false)
            #expect(isWritten)
            #expect(try Self.desk.read(.file(path), purpose: "").picture == a)
            #expect(try !Self.desk.write(b, to: path, replaces: false))
            #expect(try PNG.read(path) == a)
            #expect(try Self.desk.write(b, to: path, replaces: true))
            #expect(try PNG.read(path) == b)
            for wrong in [folder + "/mask.gif", folder + "/none/mask.png", ""] {
                #expect(throws: EngineFailure.self) { _ = try Self.desk.write(a, to: wrong, replaces: true) }
            }
            #expect(throws: EngineFailure.self) { try Self.desk.read(.file(folder + "/none.png"), purpose: "") }
            #expect(throws: EngineFailure.self) { try Self.desk.read(.file(folder), purpose: "") }
        }
    }
}
