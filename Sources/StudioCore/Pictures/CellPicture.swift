import Engine

/// How a picture is put into one cell.
enum CellForm: Equatable {
    /// Two by two, two colours a cell.
    case quadrants
    /// One above the other.
    case halves
    /// One colour a cell.
    case spaces
    /// Two by two, lit or not, in the terminal's own colours.
    case dots
    /// One character a cell, the denser the brighter.
    case ramp

    init(_ capabilities: TerminalCapabilities) {
        let isMono = capabilities.graphics == .mono || capabilities.colors == .mono
        switch (isMono, capabilities.unicode) {
        case (true, true): self = .dots
        case (true, false): self = .ramp
        case (false, false): self = .spaces
        case (false, true): self = capabilities.graphics == .halfBlocks ? .halves : .quadrants
        }
    }

    /// Parts of a cell from left to right.
    var across: Int { self == .quadrants || self == .dots ? 2 : 1 }
    /// Parts of a cell from top to bottom.
    var down: Int { self == .spaces || self == .ramp ? 1 : 2 }
    var isMono: Bool { self == .dots || self == .ramp }

    /// The characters of the sixteen quadrant patterns: bit 0 upper left, 1 upper right, 2 lower left, 3 lower right.
    static let quadrantCharacters: [Character] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]
    static let rampCharacters: [Character] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
}

/// A picture as cells: already at the size of the parts it is drawn with.
struct CellPicture {
    private let width: Int
    private let height: Int
    private let pixels: [Color]
    private let form: CellForm

    init(_ picture: Picture, form: CellForm, colors: TerminalCapabilities.ColorDepth) {
        width = picture.width
        height = picture.height
        self.form = form
        // Few colours: the error of each pixel goes to its neighbours, or half tones would vanish.
        switch form {
        case .dots: pixels = Palette.blackAndWhite.diffused(picture)
        case .ramp: pixels = picture.colors
        default: pixels = colors == .sixteen ? Palette.sixteen.diffused(picture) : picture.colors
        }
    }

    func draw(in rect: Rect, on screen: inout Screen) {
        for y in 0..<rect.height {
            for x in 0..<rect.width { screen[rect.x + x, rect.y + y] = cell(x * form.across, y * form.down) }
        }
    }

    /// The cell whose first part is the pixel `x`, `y`.
    private func cell(_ x: Int, _ y: Int) -> Cell {
        switch form {
        case .spaces: return Cell(" ", Style(background: pixel(x, y)))
        case .halves:
            guard let lower = pixel(x, y + 1) else { return Cell("▀", Style(foreground: pixel(x, y))) }
            let upper = pixel(x, y)
            return upper == lower
                ? Cell(" ", Style(background: lower)) : Cell("▀", Style(foreground: upper, background: lower))
        case .quadrants: return quadrant(x, y)
        case .dots:
            let lit = parts(x, y).enumerated().reduce(0) { $0 | (($1.element?.red ?? 0) > 127 ? 1 << $1.offset : 0) }
            return Cell(CellForm.quadrantCharacters[lit])
        case .ramp:
            let characters = CellForm.rampCharacters
            return Cell(characters[(pixel(x, y)?.luminance ?? 0) * (characters.count - 1) / 255])
        }
    }

    private func pixel(_ x: Int, _ y: Int) -> Color? { x < width && y < height ? pixels[y * width + x] : nil }

    private func parts(_ x: Int, _ y: Int) -> [Color?] {
        [pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)]
    }

    /// The pattern and its two colours with the smallest squared error. For a split into parts with sums S₁, S₂ of n₁, n₂ pixels the
    /// error is Σ|p|² − |S₁|²/n₁ − |S₂|²/n₂: the largest |S₁|²/n₁ + |S₂|²/n₂ wins.
    private func quadrant(_ x: Int, _ y: Int) -> Cell {
        let parts = parts(x, y)
        // Beyond the picture's edge the terminal's own background shows.
        guard parts.allSatisfy({ $0 != nil }) else { return edge(parts) }
        let colors = parts.compactMap { $0 }
        var whole = ColorSum()
        for color in colors { whole.add(color) }
        var best = (score: whole.score, pattern: 0, upper: whole, lower: whole)
        // The upper left part is always of the second colour: the other eight patterns are these with their colours exchanged.
        for pattern in stride(from: 2, to: 16, by: 2) {
            var lit = ColorSum()
            for part in 1..<4 where pattern & (1 << part) != 0 { lit.add(colors[part]) }
            let dark = whole - lit
            let score = lit.score + dark.score
            if score > best.score * (1 + 1e-6) { best = (score, pattern, lit, dark) }
        }
        if best.pattern == 0 { return Cell(" ", Style(background: whole.mean)) }
        return Cell(
            CellForm.quadrantCharacters[best.pattern],
            Style(foreground: best.upper.mean, background: best.lower.mean))
    }

    /// A cell with parts beyond the picture: those within it in their mean colour.
    private func edge(_ parts: [Color?]) -> Cell {
        var sum = ColorSum()
        var pattern = 0
        for (index, part) in parts.enumerated() {
            guard let part else { continue }
            sum.add(part)
            pattern |= 1 << index
        }
        return pattern == 0
            ? Cell() : Cell(CellForm.quadrantCharacters[pattern], Style(foreground: sum.mean))
    }
}

/// The sum of some pixels.
private struct ColorSum {
    private var red: Float = 0
    private var green: Float = 0
    private var blue: Float = 0
    private var count: Float = 0

    mutating func add(_ color: Color) {
        red += Float(color.red)
        green += Float(color.green)
        blue += Float(color.blue)
        count += 1
    }

    static func - (a: ColorSum, b: ColorSum) -> ColorSum {
        var result = a
        result.red -= b.red
        result.green -= b.green
        result.blue -= b.blue
        result.count -= b.count
        return result
    }

    /// |S|² / n.
    var score: Float { (red * red + green * green + blue * blue) / count }

    var mean: Color {
        func byte(_ sum: Float) -> UInt8 { UInt8(min(255, max(0, sum / count + 0.5))) }
        return Color(byte(red), byte(green), byte(blue))
    }
}

extension Picture {
    /// The pixels as colours, row by row.
    var colors: [Color] {
        if channels == 1 { return pixels.map { Color($0, $0, $0) } }
        return stride(from: 0, to: pixels.count, by: 3).map { Color(pixels[$0], pixels[$0 + 1], pixels[$0 + 2]) }
    }
}
