import Engine
import Testing

@testable import StudioCore

@Suite struct MagnifierTests {
    private func picture(_ width: Int, _ height: Int, channels: Int = 1) -> Picture {
        Picture(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 11) })
    }

    @Test func itGoesFromOneToOneThroughFitToSixteenTimes() {
        var magnifier = Magnifier()
        magnifier.step(isUp: false)
        #expect(magnifier.size == .pixels)
        magnifier.step(isUp: false)
        #expect(magnifier.size == .pixels)
        let sizes: [Magnifier.Size] = [.fit, .times(2), .times(4), .times(8), .times(16), .times(16)]
        for size in sizes {
            magnifier.step(isUp: true)
            #expect(magnifier.size == size)
        }
        for size in sizes.dropLast(2).reversed() {
            magnifier.step(isUp: false)
            #expect(magnifier.size == size)
        }
    }

    @Test func itMovesWithinThePictureOnlyAndForgetsThePlaceAtFit() {
        var magnifier = Magnifier()
        magnifier.pan(x: 1, y: 1)
        #expect(magnifier == Magnifier())
        magnifier.step(isUp: true)
        for _ in 0..<100 { magnifier.pan(x: 1, y: -1) }
        #expect((magnifier.x, magnifier.y) == (1, 0))
        magnifier.pan(x: -1, y: 0)
        #expect(magnifier.x == 1 - 0.125)
        magnifier.step(isUp: false)
        #expect(magnifier == Magnifier())
    }

    /// What is seen is the part of the picture, each pixel as large as was asked for.
    @Test func aPartIsShownInItsPlace() throws {
        let picture = picture(24, 24)
        let fit = try #require(PictureFit(picture, columns: 48, rows: 48, unitAspect: 1))
        var magnifier = Magnifier()
        magnifier.size = .times(4)
        func seen() -> Magnification {
            Magnification(magnifier, of: picture, fit: fit, columns: 48, rows: 48, unitAspect: 1)
        }
        #expect(seen().part == Rect(x: 9, y: 9, width: 6, height: 6) && seen().fit.columns == 48)
        (magnifier.x, magnifier.y) = (0, 1)
        #expect(seen().part == Rect(x: 0, y: 18, width: 6, height: 6))
        magnifier.size = .pixels
        #expect(seen().part == Rect(x: 0, y: 0, width: 24, height: 24))
        #expect((seen().fit.columns, seen().fit.rows) == (24, 24))
    }

    /// More of a picture is seen in the direction in which there is more room.
    @Test func allTheRoomIsUsed() throws {
        let picture = picture(30, 10)
        let fit = try #require(PictureFit(picture, columns: 60, rows: 60, unitAspect: 1))
        var magnifier = Magnifier()
        magnifier.size = .times(2)
        let seen = Magnification(magnifier, of: picture, fit: fit, columns: 60, rows: 60, unitAspect: 1)
        #expect(seen.part == Rect(x: 8, y: 0, width: 15, height: 10))
        #expect((seen.fit.columns, seen.fit.rows) == (60, 40))
    }

    @Test func aCropHoldsItsPixels() {
        let picture = picture(5, 4, channels: 3)
        let part = picture.cropped(Rect(x: 1, y: 2, width: 3, height: 2))
        for y in 0..<2 {
            for x in 0..<3 {
                for channel in 0..<3 {
                    #expect(
                        part.pixels[(y * 3 + x) * 3 + channel] == picture.pixels[((y + 2) * 5 + x + 1) * 3 + channel])
                }
            }
        }
    }

    @Test func smoothIsLinearBetweenTheCentres() {
        let pair = Picture(width: 2, height: 1, channels: 1, pixels: [0, 200])
        #expect(pair.smoothed(columns: 8, rows: 1).pixels == [0, 0, 25, 75, 125, 175, 200, 200])
        let column = Picture(width: 1, height: 2, channels: 3, pixels: [0, 10, 20, 200, 210, 220])
        #expect(
            column.smoothed(columns: 1, rows: 4).pixels == [0, 10, 20, 50, 60, 70, 150, 160, 170, 200, 210, 220])
        let flat = Picture(width: 3, height: 3, channels: 1, pixels: [UInt8](repeating: 77, count: 9))
        #expect(flat.smoothed(columns: 17, rows: 11).pixels.allSatisfy { $0 == 77 })
        // What shrinks is averaged as ever.
        let large = picture(40, 40)
        #expect(large.smoothed(columns: 13, rows: 9) == large.scaled(columns: 13, rows: 9))
    }

    /// In every form a terminal may have, nothing is drawn outside, and a screen magnified differs.
    @Test(arguments: TerminalCapabilities.Graphics.allCases)
    func everyFormIsMagnified(_ graphics: TerminalCapabilities.Graphics) {
        let capabilities = TerminalCapabilities(graphics: graphics)
        let picture = picture(28, 28)
        let room = Rect(x: 2, y: 1, width: 36, height: 17)
        func screen(_ magnifier: Magnifier) -> (Screen, Rect) {
            var screen = Screen(width: 40, height: 20, filledWith: Cell("x"))
            let used = PictureRenderer.draw(
                picture, in: room, on: &screen, capabilities: capabilities, magnifier: magnifier)
            return (screen, used)
        }
        var magnifier = Magnifier()
        let (plain, _) = screen(magnifier)
        for size in [Magnifier.Size.pixels, .times(2), .times(16)] {
            for isSmooth in [false, true] {
                (magnifier.size, magnifier.isSmooth) = (size, isSmooth)
                let (shown, used) = screen(magnifier)
                // As cells the picture may fit at just 1:1.
                #expect(shown != plain || size == .pixels)
                #expect(used.x >= 2 && used.y >= 1 && used.x + used.width <= 38 && used.y + used.height <= 18)
                if let placed = shown.pictures.first {
                    // At exactly its pixels, so that no terminal scales it again.
                    let fit = capabilities.pixelFit(placed.picture, in: placed.rect)
                    #expect(fit?.columns == placed.picture.width && fit?.rows == placed.picture.height)
                }
            }
        }
    }
}
