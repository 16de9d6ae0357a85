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

    /// Up to 256 colours are kept as they are, in all frames together; grey frames may stand beside coloured ones.
    @Test func aColouredAnimationIsExactWhereItCanBe() throws {
        try Fixtures.withTemporaryFolder { folder in
            var pixels: [UInt8] = []
            for number in 0..<200 { pixels += [UInt8(number), UInt8(255 - number), UInt8(number * 7 & 255)] }
            let frame = Picture(width: 20, height: 10, channels: 3, pixels: pixels)
            let grey = Picture(width: 20, height: 10, channels: 1, pixels: (0..<200).map { UInt8($0 / 4) })
            try GIF.write([frame, grey], delays: [10, 10], to: folder + "/a.gif")
            let decoded = try #require(DecodedPicture.gif(path: folder + "/a.gif"))
            #expect(decoded.map(\.pixels) == [frame.pixels, grey.converted(channels: 3).pixels])
        }
    }

    /// Where there are more, those that are chosen lie near: a smooth picture stays smooth.
    @Test func manyColoursAreBroughtToNearOnes() throws {
        try Fixtures.withTemporaryFolder { folder in
            var pixels: [UInt8] = []
            for y in 0..<64 {
                for x in 0..<64 { pixels += [UInt8(4 * x), UInt8(4 * y), UInt8(2 * (x + y))] }
            }
            let frame = Picture(width: 64, height: 64, channels: 3, pixels: pixels)
            try GIF.write([frame], delays: [10], to: folder + "/a.gif")
            let decoded = try #require(DecodedPicture.gif(path: folder + "/a.gif")?.first)
            let distances = zip(frame.pixels, decoded.pixels).map { abs(Int($0) - Int($1)) }
            #expect(distances.reduce(0, +) < 5 * distances.count, "the mean distance of a fixed cube is 13")
            #expect(distances.allSatisfy { $0 <= 24 })
        }
    }

    @Test func anAnimationKeepsWords() throws {
        try Fixtures.withTemporaryFolder { folder in
            let words = String(repeating: "{\"ä\": 猫} ", count: 90)
            let frames = (0..<3).map { picture(31, 17, $0 == 1 ? 3 : 1, seed: $0) }
            try GIF.write(frames, delays: [1, 2, 3], comment: words, to: folder + "/a.gif")
            let data = try #require(FileManager.default.contents(atPath: folder + "/a.gif"))
            #expect(GIF.comments(in: data)?.joined() == words)
            #expect(try #require(DecodedPicture.gif(path: folder + "/a.gif")).count == 3)
            for count in 0..<data.count { _ = GIF.comments(in: data.prefix(count)) }
            var generator = Generator(seed: 3)
            for _ in 0..<500 {
                var damaged = data
                damaged[generator.integer(in: 4..<data.count)] = UInt8(generator.integer(in: 0..<256))
                _ = GIF.comments(in: damaged)
            }
            #expect(GIF.comments(in: Data("PNG".utf8)) == nil)
        }
    }

    @Test func anAnimationTakesAFewSecondsAndRestsAtItsEnd() {
        #expect(GIF.delays(1) == [200] && GIF.delays(4) == [12, 12, 12, 200])
        #expect(GIF.delays(51).dropLast().allSatisfy { $0 == 7 } && GIF.delays(1001)[0] == 2)
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
