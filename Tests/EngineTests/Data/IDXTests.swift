import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct IDXTests {
    private func read(_ bytes: [UInt8], rank: Int = 1) throws -> (extents: [Int], bytes: [UInt8]) {
        try Fixtures.withTemporaryFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/file"))
            return try IDX.read(folder + "/file", rank: rank)
        }
    }

    @Test func extentsAreBigEndianAndBytesFollow() throws {
        let (extents, bytes) = try read(
            [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 1, 2] + [UInt8](repeating: 5, count: 516), rank: 2)
        #expect(extents == [2, 258])
        #expect(bytes.count == 516)
        #expect(try read(MadeFiles.gzip(MadeFiles.idx([3], [7, 8, 9]))).bytes == [7, 8, 9])
    }

    @Test(
        arguments: [
            ([], "the file is cut short"), ([0, 0, 8], "the file is cut short"),
            ([0, 0, 8, 1, 0, 0], "the file is cut short"),
            ([0, 0, 8, 1, 0, 0, 0, 4, 1, 2, 3], "the file is cut short"),
            ([0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3], "the file is longer than its header says"),
            ([0, 0, 8, 3, 0, 0, 0, 1, 9], "this is not an IDX file of bytes in 1 dimension"),
            ([0, 0, 13, 1, 0, 0, 0, 1, 9], "this is not an IDX file of bytes in 1 dimension"),
            ([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0], "this is not an IDX file of bytes in 1 dimension"),
            ([0, 0, 8, 1, 255, 255, 255, 255], "the file's extents are larger than any set"),
        ] as [([UInt8], String)])
    func aBrokenFileIsNamed(_ bytes: [UInt8], _ what: String) throws {
        let failure = #expect(throws: EngineFailure.self) { try read(bytes) }
        #expect(failure?.what == what)
        #expect(failure?.place?.hasSuffix("/file") == true)
    }

    @Test func extentsThatOverflowAreRefused() throws {
        let huge: [UInt8] = [255, 255, 255, 255]
        #expect(throws: EngineFailure.self) { try read([0, 0, 8, 3] + huge + huge + huge, rank: 3) }
    }

    private func split(_ images: [UInt8], _ labels: [UInt8]) throws -> ImageSplit {
        try Fixtures.withTemporaryFolder { folder in
            try Data(images).write(to: URL(fileURLWithPath: folder + "/images"))
            try Data(labels).write(to: URL(fileURLWithPath: folder + "/labels"))
            return try IDX.split(images: folder + "/images", labels: folder + "/labels", classes: 10)
        }
    }

    @Test func imagesAndLabelsBelongTogether() throws {
        let (images, labels) = MadeFiles.bars(11)
        let whole = try split(MadeFiles.idx([11, 28, 28], images), MadeFiles.idx([11], labels))
        #expect(whole.count == 11 && whole.rows == 28 && whole.columns == 28)
        #expect(whole.picture(at: 10).pixels == whole.picture(at: 0).pixels)
        #expect(throws: EngineFailure.self) {
            try split(MadeFiles.idx([11, 28, 28], images), MadeFiles.idx([10], Array(labels.dropLast())))
        }
        #expect(throws: EngineFailure.self) { try split(MadeFiles.idx([0, 28, 28], []), MadeFiles.idx([0], [])) }
        let wrong = #expect(throws: EngineFailure.self) {
            try split(MadeFiles.idx([1, 1, 1], [0]), MadeFiles.idx([1], [10]))
        }
        #expect(wrong?.expected == "0…9" && wrong?.found == "10")
    }
}
