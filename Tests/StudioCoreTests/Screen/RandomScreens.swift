import Engine

@testable import StudioCore

/// Screens of every kind, the same ones in every run.
struct RandomScreens {
    private var generator: Generator
    let capabilities: TerminalCapabilities

    init(seed: UInt64, capabilities: TerminalCapabilities) {
        generator = Generator(seed: seed)
        self.capabilities = capabilities
    }

    mutating func number(below limit: Int) -> Int {
        min(limit - 1, Int(generator.uniform([1]).array[0] * Float(limit)))
    }

    private mutating func style() -> Style {
        let colors: [Color?] = [nil, Color(255, 0, 0), Color(1, 2, 3), Color(200, 210, 220), Color(0, 128, 255)]
        return Style(
            foreground: colors[number(below: colors.count)], background: colors[number(below: colors.count)],
            attributes: number(below: 2) == 0 ? [] : Style.Attributes(rawValue: UInt8(number(below: 32))))
    }

    /// A screen like `old` in most places, or a new one; wide characters, halves of them, pictures and covered pictures included.
    mutating func next(after old: Screen?, width: Int, height: Int) -> Screen {
        var screen = Screen(width: width, height: height)
        if let old, old.width == width, old.height == height, number(below: 4) > 0 {
            screen = old
            screen.pictures = []
        }
        let characters: [Character] = ["a", "Z", " ", "─", "▚", "é", "漢", "字", "🎨", "e\u{301}", Cell.continuation]
        for _ in 0..<number(below: max(1, width * height)) {
            let (x, y) = (number(below: max(1, width)), number(below: max(1, height)))
            let character = characters[number(below: characters.count)]
            let style = style()
            screen[x, y] = Cell(character, style)
            if DisplayWidth.of(character) == 2, number(below: 5) > 0 {
                screen[x + 1, y] = Cell(Cell.continuation, style)
            }
        }
        for index in screen.cells.indices where screen.cells[index].character == Cell.picture {
            screen.cells[index] = Cell()
        }
        if number(below: 2) == 0 { addPictures(to: &screen, after: old) }
        if number(below: 3) > 0 { screen.cursor = (number(below: max(1, width)), number(below: max(1, height))) }
        return screen
    }

    /// Up to two pictures side by side, often where one was, and sometimes a popup over them.
    private mutating func addPictures(to screen: inout Screen, after old: Screen?) {
        let half = screen.width / 2
        for side in 0..<1 + number(below: 2) {
            if let last = old?.pictures.first(where: { ($0.rect.x >= half) == (side == 1) }), number(below: 2) == 0,
                last.rect.x + last.rect.width <= screen.width
            {
                PictureRenderer.draw(last.picture, in: last.rect, on: &screen, capabilities: capabilities)
                continue
            }
            let rect = Rect(
                x: side * half + number(below: 2), y: number(below: 2), width: half - 2,
                height: 1 + number(below: screen.height))
            PictureRenderer.draw(picture(), in: rect, on: &screen, capabilities: capabilities)
        }
        if number(below: 3) == 0 {
            let left = number(below: screen.width)
            for y in 1..<1 + number(below: screen.height) {
                for x in left..<min(screen.width, left + 5) { screen[x, y] = Cell(" ", style()) }
            }
        }
    }

    private mutating func picture() -> Picture {
        let channels = number(below: 2) == 0 ? 1 : 3
        let (width, height) = (1 + number(below: 12), 1 + number(below: 12))
        return Picture(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { _ in UInt8(number(below: 256)) })
    }
}
