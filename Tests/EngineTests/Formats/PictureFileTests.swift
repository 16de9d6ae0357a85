import Foundation
import TestSupport
import Testing

@testable import Engine

/// PNG and GIF as other readers see them.
@Suite struct PictureFileTests {
    private func picture(_ width: Int, _ height: Int, _ channels: Int, seed: Int = 7) -> Picture {
        Picture(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: ($0 + seed) &* 37 ^ $0 >> 3) })
    }

    @Test(arguments: [(1, 1, 1), (28, 28, 1), (7, 3, 3), (301, 2, 3)])
    func aPNGHoldsEveryPixelAndItsTexts(_ width: Int, _ height: Int, _ channels: Int) throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = picture(width, height, channels)
            let texts = ["studio.command": "studio sample --class 7", "note": "åäö – 猫"]
            try PNG.write(original, text: texts, to: folder + "/a.png")
            let data = try #require(FileManager.default.contents(atPath: folder + "/a.png"))
            let decoded = try #require(DecodedPicture.png(data))
            #expect(decoded.width == width && decoded.height == height)
            #expect((channels == 1 ? decoded.grey : decoded.pixels) == original.pixels)
            #expect(DecodedPicture.pngText(data) == texts)
        }
    }

    @Test func anEmptyPictureIsNoFile() throws {
        try Fixtures.withTemporaryFolder { folder in
            let empty = Picture(width: 0, height: 0, channels: 1, pixels: [])
            #expect(throws: EngineFailure.self) { try PNG.write(empty, to: folder + "/a.png") }
            #expect(throws: EngineFailure.self) { try GIF.write([], delays: [], to: folder + "/a.gif") }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == [])
        }
    }

    @Test func aGreyAnimationIsExact() throws {
        try Fixtures.withTemporaryFolder { folder in
            let frames = (0..<4).map { picture(31, 17, 1, seed: $0 * 11) }
            try GIF.write(frames, delays: [8, 9, 300, 65535], to: folder + "/a.gif")
            let decoded = try #require(DecodedPicture.gif(path: folder + "/a.gif"))
            #expect(decoded.map(\.grey) == frames.map(\.pixels))
            #expect(decoded.map(\.delay) == [8, 9, 300, 65535])
            let data = try #require(FileManager.default.contents(atPath: folder + "/a.gif"))
            #expect(data.starts(with: Data("GIF89a".utf8)))
            #expect(data.range(of: Data("NETSCAPE2.0".utf8)) != nil)
        }
    }

    @Test func aColouredAnimationIsNearEnough() throws {
        try Fixtures.withTemporaryFolder { folder in
            let frame = picture(16, 16, 3)
            try GIF.write([frame], delays: [10], to: folder + "/a.gif")
            let decoded = try #require(DecodedPicture.gif(path: folder + "/a.gif")?.first)
            // 6 levels of red and blue are 51 apart, 7 of green 42.5: half of that is the most that rounding moves a value.
            for (index, value) in frame.pixels.enumerated() {
                #expect(abs(Int(decoded.pixels[index]) - Int(value)) <= 26, "byte \(index)")
            }
        }
    }

    @Test func aGridKeepsItsPicturesApart() throws {
        let pictures = (0..<5).map { Picture(width: 2, height: 1, channels: 1, pixels: [UInt8($0), UInt8(100 + $0)]) }
        let grid = PictureGrid.compose(pictures, columns: 3, spacing: 1)
        #expect(grid.width == 8 && grid.height == 3)
        let gap = UInt8(64)
        #expect(
            grid.pixels == [
                0, 100, gap, 1, 101, gap, 2, 102, gap, gap, gap, gap, gap, gap, gap, gap, 3, 103, gap, 4, 104, gap, gap,
                gap,
            ])
    }

    @Test func valuesBecomeShades() throws {
        let tensor = Tensor([0, 0.5, 1, -3, 9, .nan], [1, 2, 3, 1])
        #expect(tensor.pictures(range: 0...1)[0].pixels == [0, 128, 255, 0, 255, 0])
        #expect(tensor.pictures(range: -1...1)[0].pixels == [128, 191, 255, 0, 255, 0])
    }
}
