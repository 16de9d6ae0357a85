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

    /// What the terminal can show of `style`, for a cell that holds `glyph`.
    func pen(_ style: Style, for glyph: Glyph) -> Pen {
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
        if pen.foreground == pen.background, style.foreground != style.background, !glyph.isBlockElement,
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
        output.beginControl()
        guard new != Pen() else { return output.endControl("m") }
        let start = output.bytes.count
        change(from: old, to: new, &output)
        // Where something is taken away it may be shorter to begin anew.
        if !old.attributes.isSubset(of: new.attributes) || (new.foreground == nil) != (old.foreground == nil)
            || (new.background == nil) != (old.background == nil)
        {
            let middle = output.bytes.count
            output.parameter(0)
            change(from: Pen(), to: new, &output)
            // The separator before the second way does not count.
            let isShorter = output.bytes.count - middle - 1 < middle - start
            output.remove(isShorter ? start..<middle + 1 : middle..<output.bytes.count)
        }
        output.endControl("m")
    }

    private func change(from old: Pen, to new: Pen, _ output: inout TerminalBytes) {
        if new.attributes != old.attributes {
            var present = old.attributes
            let lost = old.attributes.subtracting(new.attributes)
            if lost.contains(.bold) || lost.contains(.dim) {
                output.parameter(22)
                present.subtract([.bold, .dim])
            }
            for (attribute, _, off) in Self.attributes where off != 22 && lost.contains(attribute) {
                output.parameter(off)
            }
            for (attribute, on, _) in Self.attributes where new.attributes.subtracting(present).contains(attribute) {
                output.parameter(on)
            }
        }
        if new.foreground != old.foreground { Self.write(new.foreground, base: 30, &output) }
        if new.background != old.background { Self.write(new.background, base: 40, &output) }
    }

    private static let attributes: [(Style.Attributes, on: Int, off: Int)] = [
        (.bold, 1, 22), (.dim, 2, 22), (.italic, 3, 23), (.underline, 4, 24), (.reverse, 7, 27),
    ]

    /// - Parameter base: 30 for the foreground, 40 for the background.
    private static func write(_ paint: Paint?, base: Int, _ output: inout TerminalBytes) {
        switch paint {
        case nil: output.parameter(base + 9)
        case .basic(let index): output.parameter(index < 8 ? base + index : base + 60 + index - 8)
        case .indexed(let index):
            output.parameter(base + 8)
            output.parameter(5)
            output.parameter(index)
        case .full(let color):
            output.parameter(base + 8)
            output.parameter(2)
            output.parameter(Int(color.red))
            output.parameter(Int(color.green))
            output.parameter(Int(color.blue))
        }
    }
}

extension Glyph {
    /// Whether it is one of the block elements that pictures are drawn with (U+2580…U+259F).
    fileprivate var isBlockElement: Bool { scalar.map { (0x2580...0x259F).contains($0.value) } ?? false }
}
