import Foundation
import Testing

@testable import Engine

@Suite struct PNGReaderTests {
    private static func encoded(_ channels: Int = 3) throws -> (Picture, Data) {
        let pixels = (0..<7 * 5 * channels).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let picture = Picture(width: 7, height: 5, channels: channels, pixels: pixels)
        return (picture, try PNG.encode(picture, text: ["key": "Wert: ä", "second": ""]))
    }

    @Test(arguments: [1, 3]) func whatWasWrittenIsRead(_ channels: Int) throws {
        let (picture, data) = try Self.encoded(channels)
        #expect(try PNG.decode(data, place: "here") == picture)
        #expect(try PNG.texts(in: data, place: "here") == ["key": "Wert: ä", "second": ""])
    }

    /// Sixteen bits, transparency and a palette, each in a file a person's other program might have written (made by
    /// make_pictures.py, which says what is in them).
    @Test(arguments: [("grey16", 1), ("transparent", 3), ("palette", 3), ("interlaced", 3), ("bit", 1)])
    func otherKindsAreRead(_ name: String, _ channels: Int) throws {
        let picture = try PNG.read(Fixtures.path("pictures/\(name).png"))
        #expect(picture.width == 4 && picture.height == 2 && picture.channels == channels)
        func row(_ y: Int) -> [UInt8] { Array(picture.pixels[y * 4 * channels..<(y + 1) * 4 * channels]) }
        switch name {
        case "grey16": #expect(row(0) == [0, 85, 170, 255])
        // Red at alpha 255, 0: over white that is red and white.
        case "transparent": #expect(Array(row(0).prefix(6)) == [255, 0, 0, 255, 255, 255])
        case "palette", "interlaced": #expect(Array(row(1).prefix(6)) == [0, 0, 255, 255, 255, 0])
        default: #expect(row(0) == [0, 255, 0, 255])
        }
    }

    @Test func everyTruncationIsAnErrorAndNotACrash() throws {
        let (_, data) = try Self.encoded()
        for count in 0..<data.count {
            #expect(throws: EngineFailure.self) { try PNG.decode(data.prefix(count), place: "here") }
            _ = try? PNG.texts(in: data.prefix(count), place: "here")
        }
    }

    @Test func damagedBytesNeverCrash() throws {
        let (_, data) = try Self.encoded()
        var generator = Generator(seed: 1)
        for _ in 0..<500 {
            var damaged = data
            for _ in 0..<3 {
                damaged[generator.integer(in: 0..<data.count)] = UInt8(generator.integer(in: 0..<256))
            }
            _ = try? PNG.decode(damaged, place: "here", mostPixels: 10_000)
            _ = try? PNG.texts(in: damaged, place: "here")
        }
    }

    /// A header that promises four billion pixels is refused before anything is inflated.
    @Test func aBombIsRefused() throws {
        let failure = #expect(throws: EngineFailure.self) { try PNG.read(Fixtures.path("pictures/bomb.png")) }
        #expect(failure?.what == "the picture is too large")
        #expect(throws: EngineFailure.self) { try PNG.read("/nowhere/at/all.png") }
        #expect(throws: EngineFailure.self) { try PNG.decode(Data("no picture".utf8), place: "here") }
    }

    /// What never ends, or is no file at all, is refused and not read.
    @Test func devicesPipesAndFoldersAreNoPictures() throws {
        try Fixtures.withTemporaryFolder { folder in
            let pipe = folder + "/pipe.png"
            #expect(mkfifo(pipe, 0o600) == 0)
            try FileManager.default.createSymbolicLink(atPath: folder + "/link.png", withDestinationPath: "/dev/zero")
            for path in [pipe, "/dev/zero", folder + "/link.png", folder] {
                let failure = #expect(throws: EngineFailure.self) { try PNG.read(path) }
                #expect(failure?.what == "this is not a file with a picture", "\(path)")
                #expect(throws: EngineFailure.self) { try FoundRecipe.read(path) }
            }
            let picture = Picture(width: 2, height: 1, channels: 1, pixels: [7, 9])
            try PNG.write(picture, to: folder + "/a.png")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/good.png", withDestinationPath: folder + "/a.png")
            #expect(try PNG.read(folder + "/good.png") == picture)
        }
    }

    /// A file of very many chunks is read in a time that grows with its size alone.
    @Test func manyChunksAreRead() throws {
        let (picture, data) = try Self.encoded()
        let at = try #require(data.range(of: Data("IDAT".utf8))).lowerBound - 4
        // Empty parts of the pixels, as a PNG may have them.
        let empty = Data([0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0x35, 0xaf, 0x06, 0x1e])
        var many = Data(data[..<at])
        for _ in 0..<200_000 { many += empty }
        many += data[at...]
        #expect(try PNG.decode(many, place: "here") == picture)
    }

    @Test func whatFittingLosesIsSaid() {
        let red = Picture(width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 9, 9, 9])
        #expect(red.fittingNote(width: 2, height: 1, channels: 3) == nil)
        #expect(red.fittingNote(width: 2, height: 1, channels: 1) == "is taken in grey")
        #expect(red.fittingNote(width: 4, height: 4, channels: 1) == "(2×1) is fitted to 4×4 in grey")
        let grey = Picture(width: 1, height: 1, channels: 3, pixels: [9, 9, 9])
        #expect(grey.isGrey && !red.isGrey && grey.fittingNote(width: 1, height: 1, channels: 1) == nil)
    }

    @Test func fittingCropsTheMiddleAndKeepsTheMean() {
        let wide = Picture(width: 4, height: 2, channels: 1, pixels: [9, 10, 20, 9, 9, 30, 40, 9])
        #expect(wide.fitted(width: 2, height: 2, channels: 1).pixels == [10, 20, 30, 40])
        #expect(wide.fitted(width: 1, height: 1, channels: 1).pixels == [25])
        #expect(
            wide.fitted(width: 4, height: 4, channels: 1).pixels == [
                10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40,
            ])
        #expect(wide.fitted(width: 4, height: 2, channels: 3).pixels.prefix(6) == [9, 9, 9, 10, 10, 10])
        let colours = Picture(width: 1, height: 1, channels: 3, pixels: [255, 0, 0])
        #expect(colours.fitted(width: 3, height: 3, channels: 1).pixels == [UInt8](repeating: 76, count: 9))
        for (width, height) in [(1, 1), (3, 100), (100, 3), (29, 27)] {
            let flat = Picture(
                width: width, height: height, channels: 1, pixels: [UInt8](repeating: 77, count: width * height))
            #expect(flat.fitted(width: 28, height: 28, channels: 1).pixels.allSatisfy { $0 == 77 })
        }
    }
}
