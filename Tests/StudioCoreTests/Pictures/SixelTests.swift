import Engine
import Testing
import VirtualTerminal

@testable import StudioCore

struct SixelTests {
    /// The control string between DCS and ST.
    private func body(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst(2).dropLast(2)) }

    private func picture(_ width: Int, _ height: Int, channels: Int, _ value: (Int) -> Int) -> Picture {
        Picture(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: value($0)) })
    }

    /// The largest difference of a channel between the picture and what its sixels decode to.
    private func error(_ picture: Picture, colors: Int) throws -> Int {
        let bytes = Sixel.encode(picture, colors: colors)
        #expect(bytes.starts(with: Array("\u{1B}P".utf8)))
        #expect(bytes.suffix(2) == [0x1B, UInt8(ascii: "\\")])
        let decoded = try #require(SixelPicture(body(bytes)))
        #expect((decoded.width, decoded.height) == (picture.width, picture.height))
        var worst = 0
        for (pixel, color) in zip(decoded.pixels, picture.colors) {
            let pixel = try #require(pixel)
            for (a, b) in zip(pixel, [color.red, color.green, color.blue]) { worst = max(worst, abs(Int(a) - Int(b))) }
        }
        return worst
    }

    @Test(arguments: [(1, 1), (5, 3), (7, 6), (300, 13), (64, 64)])
    func greysComeBackToThePercent(_ width: Int, _ height: Int) throws {
        #expect(try error(picture(width, height, channels: 1) { $0 * 37 + $0 / 7 }, colors: 256) <= 2)
    }

    @Test func longRunsAndEmptyColumnsComeBack() throws {
        let picture = picture(200, 12, channels: 1) { $0 % 200 < 150 ? 0 : ($0 % 200 == 170 ? 255 : 128) }
        #expect(try error(picture, colors: 256) <= 2)
        #expect(Sixel.encode(picture, colors: 256).count < 400)
    }

    @Test func fewColoursComeBackExactly() throws {
        let picture = picture(40, 20, channels: 3) { ($0 / 3) % 5 * 51 + $0 % 3 * 20 }
        #expect(try error(picture, colors: 256) <= 2)
    }

    @Test func manyColoursComeBackClose() throws {
        let noise = picture(64, 64, channels: 3) { index in
            let (x, y) = (index / 3 % 64, index / 3 / 64)
            return index % 3 == 0 ? x * 4 : index % 3 == 1 ? y * 4 : (x + y) * 2
        }
        #expect(try error(noise, colors: 256) <= 32)
        #expect(try error(noise, colors: 16) <= 110)
    }

    @Test(arguments: [2, 4, 16])
    func fewRegistersAreEnough(_ colors: Int) throws {
        let ramp = picture(256, 1, channels: 1) { $0 }
        #expect(try error(ramp, colors: colors) <= 128 / (colors - 1) + 2)
        let registers = Set(SixelPalette(ramp, limit: colors).registers)
        #expect(registers.count == colors)
    }
}
