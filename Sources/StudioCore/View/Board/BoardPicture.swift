import Engine

/// The drawing in cells: the picture, the mask as a tint over it (as marks where colours are few), and the brush.
struct BoardPicture {
    private let shown: Raster
    private let under: Picture?
    private let footprint: Set<Point>
    private let cursor: Point
    private let capabilities: TerminalCapabilities
    private let maskColor: Color
    private let brushColor: Color

    init(_ board: Board, theme: Theme, capabilities: TerminalCapabilities, isMask: Bool) {
        shown = board.editor.shown
        let black = Picture(
            width: shown.width, height: shown.height, channels: 1,
            pixels: [UInt8](repeating: 0, count: shown.width * shown.height))
        under = isMask ? board.under?.picture ?? black : nil
        (footprint, cursor) = (board.editor.footprint, board.editor.cursor)
        self.capabilities = capabilities
        // A tint needs a colour, also where the theme has none.
        maskColor = theme[.mask].foreground ?? Theme.dark[.mask].foreground ?? Color(255, 0, 0)
        brushColor = theme[.brush].foreground ?? Theme.dark[.brush].foreground ?? Color(0, 255, 255)
    }

    /// Whether pixels need marks: where colours are too few for a tint.
    static func isPlain(_ capabilities: TerminalCapabilities) -> Bool {
        capabilities.colors < .indexed || capabilities.graphics == .mono || !capabilities.unicode
    }

    private var isMono: Bool { capabilities.colors == .mono || capabilities.graphics == .mono }

    func draw(_ fit: BoardFit, on screen: inout Screen) {
        switch fit.form {
        case .halves: drawHalves(fit, on: &screen)
        case .blocks(let k): drawBlocks(fit, k, on: &screen)
        }
    }

    private func drawHalves(_ fit: BoardFit, on screen: inout Screen) {
        for y in 0..<fit.rect.height {
            for x in 0..<fit.columns {
                let upper = Point(fit.first.x + x, fit.first.y + 2 * y)
                let lower = Point(upper.x, upper.y + 1)
                let isInside = lower.y < fit.first.y + fit.rows
                let style = Style(foreground: color(upper), background: isInside ? color(lower) : nil)
                screen[fit.rect.x + x, fit.rect.y + y] = Cell("▀", style)
            }
        }
    }

    private func drawBlocks(_ fit: BoardFit, _ k: Int, on screen: inout Screen) {
        let isPlain = Self.isPlain(capabilities)
        for y in 0..<fit.rows {
            for x in 0..<fit.columns {
                let point = Point(fit.first.x + x, fit.first.y + y)
                let characters = isPlain ? marks(point) : point == cursor ? ["[", "]"] : [" ", " "]
                let style = isPlain ? plainStyle(point) : blockStyle(point)
                for line in 0..<k {
                    for column in 0..<2 * k {
                        let isEdge = point != cursor || column == 0 || column == 2 * k - 1
                        let character = characters[column < k ? 0 : 1]
                        screen[fit.rect.x + 2 * k * x + column, fit.rect.y + k * y + line] = Cell(
                            isEdge ? character : " ", style)
                    }
                }
            }
        }
    }

    private func blockStyle(_ point: Point) -> Style {
        guard point == cursor else { return Style(background: color(point)) }
        // The pixel's own colour between brackets, dark ones where it is bright.
        let color = tinted(point)
        return Style(
            foreground: color.luminance > 127 ? Color(0, 0, 0) : brushColor, background: color, attributes: .bold)
    }

    // MARK: Colours

    private func grey(_ point: Point) -> UInt8 { pixel(point).grey }

    /// The pixel of the picture, without the mask.
    private func pixel(_ point: Point) -> Color {
        let (pixels, channels) = (under?.pixels ?? shown.pixels, under?.channels ?? shown.channels)
        let start = (point.y * shown.width + point.x) * channels
        return Color(pixels[start], pixels[start + channels / 2], pixels[start + channels - 1])
    }

    private func mask(_ point: Point) -> UInt8 { under == nil ? 0 : shown[point].first ?? 0 }

    /// The pixel with the mask over it; bright and dark stay apart under the tint.
    private func tinted(_ point: Point) -> Color {
        let plain = pixel(point)
        guard mask(point) > 0 else { return plain }
        let strength = 0.35 + 0.65 * Double(plain.grey) / 255
        let tint = Color(0, 0, 0).mixed(with: maskColor, share: strength)
        return plain.mixed(with: tint, share: Double(mask(point)) / 255)
    }

    /// The pixel with mask and brush.
    private func color(_ point: Point) -> Color {
        if point == cursor { return brushColor }
        let color = tinted(point)
        return footprint.contains(point) ? color.mixed(with: brushColor, share: 0.4) : color
    }

    // MARK: Marks

    private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]
    private static let plainShades: [Character] = [" ", ".", ":", "*", "#"]

    /// Two characters: how bright the pixel is, and whether the mask covers it.
    private func marks(_ point: Point) -> [Character] {
        if point == cursor { return ["[", "]"] }
        let shades = capabilities.unicode ? Self.shades : Self.plainShades
        let shade = isMono ? shades[min(4, Int(grey(point)) * 5 / 256)] : " "
        switch mask(point) {
        case 0: return [shade, shade]
        case 1..<128: return [shade, capabilities.unicode ? "·" : "-"]
        default: return [shade, capabilities.unicode ? "╱" : "/"]
        }
    }

    private func plainStyle(_ point: Point) -> Style {
        if point == cursor { return isMono ? Style(attributes: .reverse) : Style(foreground: brushColor) }
        guard !isMono else { return footprint.contains(point) ? Style(attributes: .reverse) : .plain }
        let background = pixel(point)
        return Style(
            foreground: maskColor,
            background: footprint.contains(point) ? background.mixed(with: brushColor, share: 0.4) : background)
    }
}

extension Color {
    /// `share` of the other and the rest of this one.
    func mixed(with other: Color, share: Double) -> Color {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Double(a) * (1 - share) + Double(b) * share).rounded()) }
        return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}
