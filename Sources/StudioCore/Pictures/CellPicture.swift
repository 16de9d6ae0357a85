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
    static let quadrantGlyphs: [Glyph] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]
    static let rampGlyphs: [Glyph] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
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
        case .spaces: return Cell(glyph: .space, Style(background: pixel(x, y)))
        case .halves:
            let upperHalf = CellForm.quadrantGlyphs[3]
            guard let lower = pixel(x, y + 1) else { return Cell(glyph: upperHalf, Style(foreground: pixel(x, y))) }
            let upper = pixel(x, y)
            return upper == lower
                ? Cell(glyph: .space, Style(background: lower))
                : Cell(glyph: upperHalf, Style(foreground: upper, background: lower))
        case .quadrants: return quadrant(x, y)
        case .dots:
            let lit = (0..<4).reduce(0) { $0 | ((pixel(x + $1 % 2, y + $1 / 2)?.red ?? 0) > 127 ? 1 << $1 : 0) }
            return Cell(glyph: CellForm.quadrantGlyphs[lit])
        case .ramp:
            return Cell(
                glyph: CellForm.rampGlyphs[(pixel(x, y)?.luminance ?? 0) * (CellForm.rampGlyphs.count - 1) / 255])
        }
    }

    private func pixel(_ x: Int, _ y: Int) -> Color? { x < width && y < height ? pixels[y * width + x] : nil }

    /// The pattern and its two colours with the smallest squared error. For a split into parts with sums S₁, S₂ of n₁, n₂ pixels the
    /// error is Σ|p|² − |S₁|²/n₁ − |S₂|²/n₂: the largest |S₁|²/n₁ + |S₂|²/n₂ wins.
    private func quadrant(_ x: Int, _ y: Int) -> Cell {
        // Beyond the picture's edge the terminal's own background shows.
        guard x + 1 < width, y + 1 < height else { return edge(x, y) }
        let (above, below) = (y * width + x, (y + 1) * width + x)
        let right = ColorSum(pixels[above + 1]), lower = ColorSum(pixels[below]), last = ColorSum(pixels[below + 1])
        let whole = ColorSum(pixels[above]) + right + lower + last
        var best = (score: whole.score, pattern: 0, upper: whole, lower: whole)
        // The upper left part is always of the second colour: the other eight patterns are these with their colours exchanged.
        func consider(_ pattern: Int, _ lit: ColorSum) {
            let dark = whole - lit
            let score = lit.score + dark.score
            if score > best.score * (1 + 1e-6) { best = (score, pattern, lit, dark) }
        }
        consider(2, right)
        consider(4, lower)
        consider(6, right + lower)
        consider(8, last)
        consider(10, right + last)
        consider(12, lower + last)
        consider(14, right + lower + last)
        if best.pattern == 0 { return Cell(glyph: .space, Style(background: whole.mean)) }
        return Cell(
            glyph: CellForm.quadrantGlyphs[best.pattern],
            Style(foreground: best.upper.mean, background: best.lower.mean))
    }

    /// A cell with parts beyond the picture: those within it in their mean colour.
    private func edge(_ x: Int, _ y: Int) -> Cell {
        var sum = ColorSum()
        var pattern = 0
        for part in 0..<4 {
            guard let color = pixel(x + part % 2, y + part / 2) else { continue }
            sum = sum + ColorSum(color)
            pattern |= 1 << part
        }
        return pattern == 0 ? Cell() : Cell(glyph: CellForm.quadrantGlyphs[pattern], Style(foreground: sum.mean))
    }
}

/// The sum of some pixels: red, green, blue and how many.
private struct ColorSum {
    private var sums: SIMD4<Float>

    init() { sums = .zero }

    init(_ color: Color) { sums = SIMD4(Float(color.red), Float(color.green), Float(color.blue), 1) }

    private init(_ sums: SIMD4<Float>) { self.sums = sums }

    static func + (a: ColorSum, b: ColorSum) -> ColorSum { ColorSum(a.sums + b.sums) }
    static func - (a: ColorSum, b: ColorSum) -> ColorSum { ColorSum(a.sums - b.sums) }

    /// |S|² / n.
    var score: Float {
        let squares = sums * sums
        return (squares.x + squares.y + squares.z) / sums.w
    }

    var mean: Color {
        func byte(_ sum: Float) -> UInt8 { UInt8(min(255, max(0, sum / sums.w + 0.5))) }
        return Color(byte(sums.x), byte(sums.y), byte(sums.z))
    }
}

extension Picture {
    /// The pixels as colours, row by row.
    var colors: [Color] {
        if channels == 1 { return pixels.map { Color($0, $0, $0) } }
        return stride(from: 0, to: pixels.count, by: 3).map { Color(pixels[$0], pixels[$0 + 1], pixels[$0 + 2]) }
    }
}
