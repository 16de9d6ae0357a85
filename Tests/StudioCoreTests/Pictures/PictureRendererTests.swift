import Engine
import Testing

@testable import StudioCore

struct PictureRendererTests {
    /// A grey picture whose pixel at `x`, `y` is a function of both.
    private func ramp(_ width: Int, _ height: Int) -> Picture {
        Picture(
            width: width, height: height, channels: 1,
            pixels: (0..<width * height).map {
                UInt8(truncatingIfNeeded: $0 % max(width, 1) * 7 + $0 / max(width, 1) * 13)
            })
    }

    private static let every: [TerminalCapabilities] = TerminalCapabilities.Graphics.allCases.flatMap { graphics in
        [TerminalCapabilities.ColorDepth.mono, .sixteen, .indexed, .trueColor].flatMap { colors in
            [true, false].map { TerminalCapabilities(colors: colors, graphics: graphics, unicode: $0) }
        }
    }

    @Test func anyRectangleIsSafeAndNothingIsDrawnOutsideTheUsedOne() {
        let far = [Int.min, -7, -1, 0, 3, 19, 20, 21, Int.max]
        let sizes = [0, 1, 2, 5, 40, Int.max]
        for capabilities in Self.every {
            for (index, x) in far.enumerated() {
                for (other, width) in sizes.enumerated() {
                    let y = far[(index * 2 + other) % far.count]
                    let height = sizes[(other + index) % sizes.count]
                    let rect = Rect(x: x, y: y, width: width, height: height)
                    let mark = Cell("x")
                    var screen = Screen(width: 20, height: 9, filledWith: mark)
                    let used = PictureRenderer.draw(ramp(13, 11), in: rect, on: &screen, capabilities: capabilities)
                    for row in 0..<9 {
                        for column in 0..<20 {
                            let inside =
                                column >= used.x && column < used.x + used.width && row >= used.y
                                && row < used.y + used.height
                            #expect(inside == (screen[column, row] != mark), "\(rect) \(used) \(capabilities)")
                        }
                    }
                    #expect(screen.pictures.allSatisfy { $0.rect == used })
                }
            }
        }
    }

    @Test func emptyPicturesAndScreensTakeNoRoom() {
        let empty = Picture(width: 0, height: 0, channels: 3, pixels: [])
        for capabilities in Self.every {
            var screen = Screen(width: 10, height: 5)
            let whole = Rect(x: 0, y: 0, width: 10, height: 5)
            #expect(PictureRenderer.draw(empty, in: whole, on: &screen, capabilities: capabilities).width == 0)
            #expect(screen == Screen(width: 10, height: 5))
            var none = Screen(width: 0, height: 0)
            #expect(PictureRenderer.draw(ramp(3, 3), in: whole, on: &none, capabilities: capabilities).width == 0)
        }
    }

    @Test func halfBlocksHoldASmallPicturePixelForPixel() {
        let picture = ramp(10, 10)
        var screen = Screen(width: 21, height: 7)
        let used = PictureRenderer.draw(
            picture, in: Rect(x: 0, y: 0, width: 21, height: 7), on: &screen,
            capabilities: TerminalCapabilities(graphics: .halfBlocks))
        #expect(used == Rect(x: 5, y: 1, width: 10, height: 5))
        for y in 0..<10 {
            for x in 0..<10 {
                let cell = screen[used.x + x, used.y + y / 2]
                let value = picture.pixels[y * 10 + x]
                let shown = y % 2 == 0 && cell.character == "▀" ? cell.style.foreground : cell.style.background
                #expect(shown == Color(value, value, value))
            }
        }
    }

    @Test func smallPicturesGrowByWholeNumbersAndLargeOnesKeepTheirProportions() throws {
        let small = try #require(PictureFit(ramp(28, 28), columns: 100, rows: 90, unitAspect: 1))
        #expect(small == PictureFit(ramp(84, 84), columns: 84, rows: 84, unitAspect: 1))
        let tall = try #require(PictureFit(ramp(28, 28), columns: 200, rows: 60, unitAspect: 2))
        #expect((tall.columns, tall.rows) == (112, 56))
        let large = try #require(PictureFit(ramp(400, 200), columns: 100, rows: 100, unitAspect: 1))
        #expect((large.columns, large.rows) == (100, 50))
    }

    @Test func scalingRepeatsWholePixelsAndAveragesAreas() {
        let picture = Picture(width: 2, height: 1, channels: 3, pixels: [0, 10, 20, 100, 110, 120])
        #expect(
            picture.scaled(columns: 4, rows: 2).pixels == [
                0, 10, 20, 0, 10, 20, 100, 110, 120, 100, 110, 120, 0, 10, 20, 0, 10, 20, 100, 110, 120, 100, 110, 120,
            ])
        #expect(picture.scaled(columns: 1, rows: 1).pixels == [50, 60, 70])
        let three = Picture(width: 3, height: 1, channels: 1, pixels: [0, 90, 240])
        // The first half covers pixel 0 and half of pixel 1: (0 + 90/2) / 1.5.
        #expect(three.scaled(columns: 2, rows: 1).pixels == [30, 190])
    }

    @Test func aQuadrantCellTakesTheTwoColoursWithTheSmallestError() {
        let picture = Picture(width: 2, height: 2, channels: 1, pixels: [10, 200, 12, 202])
        let drawn = CellPicture(picture, form: .quadrants, colors: .trueColor)
        var screen = Screen(width: 1, height: 1)
        drawn.draw(in: Rect(x: 0, y: 0, width: 1, height: 1), on: &screen)
        #expect(screen[0, 0] == Cell("▐", Style(foreground: Color(201, 201, 201), background: Color(11, 11, 11))))
    }

    @Test func monoKeepsTheShareOfLight() {
        let grey = Picture(width: 64, height: 64, channels: 1, pixels: [UInt8](repeating: 64, count: 64 * 64))
        let lit = Palette.blackAndWhite.diffused(grey).count { $0.red == 255 }
        #expect(abs(Double(lit) / 4096 - 64.0 / 255) < 0.02)
    }

    @Test func placedPicturesMarkTheirCellsAndStayOffTheLastLine() {
        var screen = Screen(width: 20, height: 10)
        let used = PictureRenderer.draw(
            ramp(160, 160), in: Rect(x: 0, y: 0, width: 20, height: 10), on: &screen,
            capabilities: TerminalCapabilities(graphics: .sixel, cellWidth: 8, cellHeight: 16))
        #expect(used.y + used.height <= 9)
        #expect(screen.pictures.count == 1)
        #expect(screen.cells.count { $0.character == Cell.picture } == used.width * used.height)
    }
}
