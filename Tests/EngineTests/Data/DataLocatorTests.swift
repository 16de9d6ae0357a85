import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct DataLocatorTests {
    @Test func aFolderOfFilesIsRead() throws {
        try Fixtures.withTemporaryFolder { folder in
            try MadeFiles.writeBars(to: folder + "/some", train: 12, test: 4)
            let (images, notice) = try DataLocator(roots: []).load(folder + "/some")
            #expect(notice == nil)
            #expect(images.train == SmallSet.make().train)
            #expect(images.test.count == 4)
        }
    }

    @Test func theFirstCompleteFolderIsUsed() throws {
        try Fixtures.withTemporaryFolder { folder in
            try MadeFiles.writeBars(to: folder + "/a/mnist")
            try FileManager.default.removeItem(atPath: folder + "/a/mnist/t10k-labels-idx1-ubyte")
            try MadeFiles.writeBars(to: folder + "/b/mnist")
            let locator = DataLocator(roots: [folder + "/none", folder + "/a", folder + "/b"])
            let status = try #require(locator.statuses().first)
            #expect(status.folder == folder + "/b/mnist")
            #expect(status.places.map(\.isComplete) == [false, false, true])
            #expect(status.places[0].byteCount == 0)
            #expect(status.places[1].missing == ["t10k-labels-idx1-ubyte"])
            #expect(try locator.load("mnist").images.name == "mnist")
        }
    }

    @Test func clothesStandInForDigitsAndThatIsSaid() throws {
        try Fixtures.withTemporaryFolder { folder in
            try MadeFiles.writeBars(to: folder + "/fashion-mnist")
            let locator = DataLocator(roots: [folder])
            let (images, notice) = try locator.load("mnist")
            #expect(images.name == "fashion-mnist")
            #expect(images.classNames[9] == "boot")
            #expect(notice?.contains("studio data fetch mnist") == true)
            #expect(try locator.load("fashion-mnist").notice == nil)
        }
    }

    @Test func whereNothingIsFoundEveryPlaceIsNamed() throws {
        let failure = #expect(throws: EngineFailure.self) {
            try DataLocator(roots: ["/none/a", "/none/b"]).load("mnist")
        }
        #expect(failure?.place == "/none/a/mnist, /none/b/mnist")
        #expect(failure?.hint?.contains("studio data fetch mnist") == true)
    }

    @Test func whatIsNoSetIsRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let locator = DataLocator(roots: [])
            #expect(throws: EngineFailure.self) { try locator.load("kittens") }
            let empty = #expect(throws: EngineFailure.self) { try locator.load(folder) }
            #expect(empty?.expected?.contains("train-images-idx3-ubyte.gz") == true)
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            #expect(throws: EngineFailure.self) { try locator.load(folder + "/file") }
        }
    }

    /// A damaged set in the place that is looked at first is told, not passed over in silence.
    @Test func aDamagedFileIsTold() throws {
        try Fixtures.withTemporaryFolder { folder in
            try MadeFiles.writeBars(to: folder + "/mnist")
            let path = folder + "/mnist/train-images-idx3-ubyte.gz"
            let whole = try #require(FileManager.default.contents(atPath: path))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { try DataLocator(roots: [folder]).load("mnist") }
            #expect(failure?.place == path)
        }
    }
}
