/// Turns styles into SGR sequences in the colours the terminal has.
struct StyleEncoder {
    /// A style as the terminal is told it.
    struct Pen: Equatable {
        var foreground: Paint?
        var background: Paint?
        var attributes: Style.Attributes = []
    }

    /// A colour as the terminal is told it.
    enum Paint: Equatable {
        case full(Color)
        /// One of 256.
        case indexed(Int)
        /// One of sixteen.
        case basic(Int)
    }

    private let colors: TerminalCapabilities.ColorDepth

    init(colors: TerminalCapabilities.ColorDepth) { self.colors = colors }

    /// What the terminal can show of `style`, for a cell that holds `character`.
    func pen(_ style: Style, for character: Character) -> Pen {
        var pen = Pen(attributes: style.attributes)
        guard colors != .mono else {
            // The nearest of black and white: a light background is the terminal's own, reversed.
            if let background = style.background, background.luminance > 127 {
                pen.attributes.formSymmetricDifference(.reverse)
            }
            return pen
        }
        pen.foreground = style.foreground.map(paint)
        pen.background = style.background.map(paint)
        if pen.foreground == pen.background, style.foreground != style.background, !character.isBlockElement,
            let background = style.background
        {
            // Two colours have become one: the text must not vanish.
            pen.foreground = paint(background.luminance > 127 ? Color(0, 0, 0) : Color(255, 255, 255))
        }
        return pen
    }

    private func paint(_ color: Color) -> Paint {
        switch colors {
        case .trueColor: .full(color)
        case .indexed: .indexed(Palette.indexed(color))
        case .sixteen, .mono: .basic(Palette.sixteen.nearest(color))
        }
    }

    /// The shortest SGR sequence that turns `old` into `new`.
    func write(_ new: Pen, after old: Pen, to output: inout TerminalBytes) {
        guard new != old else { return }
        guard new != Pen() else {
            output.control([], "m")
            return
        }
        let change = parameters(from: old, to: new)
        let anew = [0] + parameters(from: Pen(), to: new)
        output.control(change.count <= anew.count ? change : anew, "m")
    }

    private func parameters(from old: Pen, to new: Pen) -> [Int] {
        var parameters: [Int] = []
        var present = old.attributes
        let lost = old.attributes.subtracting(new.attributes)
        if lost.contains(.bold) || lost.contains(.dim) {
            parameters.append(22)
            present.subtract([.bold, .dim])
        }
        for (attribute, _, off) in Self.attributes where off != 22 && lost.contains(attribute) {
            parameters.append(off)
        }
        for (attribute, on, _) in Self.attributes where new.attributes.subtracting(present).contains(attribute) {
            parameters.append(on)
        }
        if new.foreground != old.foreground { parameters += Self.parameters(new.foreground, base: 30) }
        if new.background != old.background { parameters += Self.parameters(new.background, base: 40) }
        return parameters
    }

    private static let attributes: [(Style.Attributes, on: Int, off: Int)] = [
        (.bold, 1, 22), (.dim, 2, 22), (.italic, 3, 23), (.underline, 4, 24), (.reverse, 7, 27),
    ]

    /// - Parameter base: 30 for the foreground, 40 for the background.
    private static func parameters(_ paint: Paint?, base: Int) -> [Int] {
        switch paint {
        case nil: [base + 9]
        case .basic(let index): [index < 8 ? base + index : base + 60 + index - 8]
        case .indexed(let index): [base + 8, 5, index]
        case .full(let color): [base + 8, 2, Int(color.red), Int(color.green), Int(color.blue)]
        }
    }
}

extension Character {
    /// Whether it is one of the block elements that pictures are drawn with (U+2580…U+259F).
    fileprivate var isBlockElement: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return (0x2580...0x259F).contains(scalar.value)
    }
}
