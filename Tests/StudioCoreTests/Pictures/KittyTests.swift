import Engine
import Testing
import VirtualTerminal

@testable import StudioCore

struct KittyTests {
    @Test func aPictureSentInManyPiecesComesBack() {
        var generator = Generator(seed: 5)
        let pixels = generator.uniform([64 * 64 * 3]).array.map { UInt8($0 * 255) }
        let picture = Picture(width: 64, height: 64, channels: 3, pixels: pixels)
        let bytes = Kitty.transmission(of: picture, number: 7)
        #expect(String(decoding: bytes, as: UTF8.self).contains("m=1"))
        var terminal = VirtualTerminal(width: 20, height: 10)
        terminal.feed(bytes)
        #expect(terminal.pictures.isEmpty)
        terminal.feed(Kitty.showing(of: 7, piece: 1, pixels: Rect(x: 8, y: 0, width: 56, height: 64)))
        for y in 0..<64 {
            for x in 0..<56 {
                let index = (y * 64 + x + 8) * 3
                #expect(terminal.pictures.pixel(x, y) == Array(pixels[index..<index + 3]))
            }
        }
        terminal.feed(Kitty.hiding(of: 7))
        #expect(terminal.pictures.isEmpty)
        #expect(terminal.unknown.isEmpty)
    }

    @Test func greyPicturesAreSentAsColour() {
        var terminal = VirtualTerminal(width: 4, height: 4)
        terminal.feed(Kitty.transmission(of: Picture(width: 2, height: 1, channels: 1, pixels: [9, 200]), number: 1))
        terminal.feed(Kitty.showing(of: 1, piece: 1, pixels: Rect(x: 0, y: 0, width: 2, height: 1)))
        #expect(terminal.pictures.pixel(0, 0) == [9, 9, 9])
        #expect(terminal.pictures.pixel(1, 0) == [200, 200, 200])
        terminal.feed(Kitty.deletion(of: 1))
        #expect(terminal.pictures.isEmpty)
    }
}
