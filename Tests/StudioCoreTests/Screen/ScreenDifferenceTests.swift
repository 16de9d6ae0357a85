import Engine
import Testing
import VirtualTerminal

@testable import StudioCore

struct ScreenDifferenceTests {
    private static let depths: [TerminalCapabilities.ColorDepth] = [.mono, .sixteen, .indexed, .trueColor]

    /// What the virtual terminal should show of a cell.
    private func expected(_ cell: Cell, _ capabilities: TerminalCapabilities) -> VirtualTerminal.Cell {
        let character = cell.character == Cell.picture ? " " : cell.character
        let pen = StyleEncoder(colors: capabilities.colors).pen(cell.style, for: cell.glyph)
        func color(_ paint: StyleEncoder.Paint?) -> VirtualTerminal.Color {
            switch paint {
            case nil: .standard
            case .basic(let index), .indexed(let index): .indexed(index)
            case .full(let color): .rgb(color.red, color.green, color.blue)
            }
        }
        var seen = VirtualTerminal.Pen()
        seen.foreground = color(pen.foreground)
        seen.background = color(pen.background)
        let numbers: [(Style.Attributes, Int)] = [(.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7)]
        seen.attributes = Set(numbers.filter { pen.attributes.contains($0.0) }.map(\.1))
        return VirtualTerminal.Cell(character == Cell.continuation ? "" : String(character), seen)
    }

    /// Compares every cell, every pixel and the cursor.
    private func expectShows(_ terminal: VirtualTerminal, _ screen: Screen, _ capabilities: TerminalCapabilities) {
        var screen = screen
        screen.makeWellFormed()
        let wrong = screen.cells.indices.filter { terminal.cells[$0] != expected(screen.cells[$0], capabilities) }
        #expect(wrong.isEmpty, "cells \(wrong) of \(screen.width)×\(screen.height)")
        #expect(terminal.unknown.isEmpty)
        #expect(terminal.isCursorShown == (screen.cursor != nil))
        if let cursor = screen.cursor { #expect(terminal.cursor == cursor) }
        #expect(!terminal.modes.contains(2026))
        expectPixels(terminal, screen, capabilities)
    }

    private func expectPixels(_ terminal: VirtualTerminal, _ screen: Screen, _ capabilities: TerminalCapabilities) {
        let (cellWidth, cellHeight) = capabilities.pixelsPerCell
        var wanted = [[UInt8]?](repeating: nil, count: screen.width * cellWidth * screen.height * cellHeight)
        for placement in screen.pictures {
            guard let fit = capabilities.pixelFit(placement.picture, in: placement.rect) else { continue }
            let colors = placement.picture.scaled(columns: fit.columns, rows: fit.rows).colors
            for row in 0..<fit.rows {
                for column in 0..<fit.columns {
                    let (x, y) = (placement.rect.x * cellWidth + column, placement.rect.y * cellHeight + row)
                    guard screen[x / cellWidth, y / cellHeight].character == Cell.picture else { continue }
                    let color = colors[row * fit.columns + column]
                    wanted[y * screen.width * cellWidth + x] = [color.red, color.green, color.blue]
                }
            }
        }
        // Sixel knows percents only.
        let tolerance = capabilities.graphics == .sixel ? 2 : 0
        let wrong = wanted.indices.count { index in
            let seen = terminal.pictures.pixel(index % (screen.width * cellWidth), index / (screen.width * cellWidth))
            guard let seen, let want = wanted[index] else { return seen != nil || wanted[index] != nil }
            return zip(seen, want).contains { abs(Int($0) - Int($1)) > tolerance }
        }
        #expect(wrong == 0, "\(wrong) pixels wrong")
    }

    private func run(_ capabilities: TerminalCapabilities, seed: UInt64, rounds: Int) {
        var screens = RandomScreens(seed: seed, capabilities: capabilities)
        var terminal = VirtualTerminal(
            width: 1, height: 1,
            personality: Personality(cellWidth: capabilities.cellWidth, cellHeight: capabilities.cellHeight))
        var old: Screen?
        var (width, height) = (1, 1)
        for round in 0..<rounds {
            if round % 5 == 0 {
                (width, height) = (1 + screens.number(below: 24), 1 + screens.number(below: 8))
                terminal.resize(width: width, height: height)
            }
            let new = screens.next(after: old, width: width, height: height)
            terminal.feed(ScreenDifference.bytes(from: old, to: new, capabilities: capabilities))
            expectShows(terminal, new, capabilities)
            old = new
        }
    }

    @Test(arguments: depths)
    func theBytesTurnTheOldScreenIntoTheNewOne(_ colors: TerminalCapabilities.ColorDepth) {
        run(
            TerminalCapabilities(colors: colors, graphics: .quadrants, cellWidth: 4, cellHeight: 8), seed: 1,
            rounds: 120)
    }

    @Test(arguments: [TerminalCapabilities.Graphics.sixel, .kitty])
    func picturesStandWhereTheyShouldAndNowhereElse(_ graphics: TerminalCapabilities.Graphics) {
        for seed in 2..<6 {
            run(TerminalCapabilities(graphics: graphics, cellWidth: 3, cellHeight: 7), seed: UInt64(seed), rounds: 60)
        }
    }

    @Test func nothingIsWrittenWhereNothingChanged() {
        for graphics in TerminalCapabilities.Graphics.allCases {
            let capabilities = TerminalCapabilities(graphics: graphics)
            var screens = RandomScreens(seed: 9, capabilities: capabilities)
            for _ in 0..<20 {
                let screen = screens.next(after: nil, width: 20, height: 6)
                #expect(ScreenDifference.bytes(from: screen, to: screen, capabilities: capabilities).isEmpty)
            }
        }
    }

    @Test func oneChangedCellCostsAFewBytes() {
        let old = Screen(width: 200, height: 60, filledWith: Cell("x", Style(foreground: Color(1, 2, 3))))
        var new = old
        new[100, 30].character = "y"
        let bytes = ScreenDifference.bytes(from: old, to: new, capabilities: TerminalCapabilities())
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "\u{1B}[?2026h\u{1B}[31;101H\u{1B}[38;2;1;2;3my\u{1B}[m\u{1B}[?2026l")
    }

    @Test func aPictureIsSentOnceAndNotAgainWhenTextBesideItChanges() {
        for graphics in [TerminalCapabilities.Graphics.sixel, .kitty] {
            let capabilities = TerminalCapabilities(graphics: graphics)
            let picture = Picture(width: 8, height: 8, channels: 1, pixels: (0..<64).map { UInt8($0 * 4) })
            var old = Screen(width: 30, height: 10)
            PictureRenderer.draw(
                picture, in: Rect(x: 0, y: 0, width: 12, height: 8), on: &old, capabilities: capabilities)
            var new = old
            new[20, 3] = Cell("x")
            var terminal = VirtualTerminal(width: 30, height: 10)
            terminal.feed(ScreenDifference.bytes(from: nil, to: old, capabilities: capabilities))
            terminal.feed(ScreenDifference.bytes(from: old, to: new, capabilities: capabilities))
            #expect(terminal.pictures.sixels.count + terminal.pictures.transmissions == 1)
            expectShows(terminal, new, capabilities)
        }
    }

    @Test func coloursThatBecomeOneDoNotHideText() {
        let style = Style(foreground: Color(30, 30, 30), background: Color(10, 10, 10))
        let pen = StyleEncoder(colors: .sixteen).pen(style, for: "a")
        #expect(pen.background == .basic(0))
        #expect(pen.foreground == .basic(15))
        #expect(StyleEncoder(colors: .sixteen).pen(style, for: "▀").foreground == .basic(0))
    }

    @Test func coloursGoToTheNearestThereIs() {
        #expect(Palette.indexed(Color(255, 0, 0)) == 196)
        #expect(Palette.indexed(Color(0, 0, 0)) == 16)
        #expect(Palette.indexed(Color(255, 255, 255)) == 231)
        #expect(Palette.indexed(Color(128, 128, 128)) == 244)
        for red in stride(from: 0, through: 255, by: 15) {
            for green in stride(from: 0, through: 255, by: 15) {
                for blue in stride(from: 0, through: 255, by: 15) {
                    let color = Color(UInt8(red), UInt8(green), UInt8(blue))
                    let chosen = Self.shown(Palette.indexed(color)).distance(to: color)
                    let best = (16..<256).map { Self.shown($0).distance(to: color) }.min() ?? 0
                    #expect(chosen == best)
                }
            }
        }
    }

    /// The colour that number `index` of 256 stands for in xterm.
    private static func shown(_ index: Int) -> Color {
        if index >= 232 {
            let grey = UInt8(8 + 10 * (index - 232))
            return Color(grey, grey, grey)
        }
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        let cube = index - 16
        return Color(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    }
}
