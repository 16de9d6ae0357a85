/// A screen as lines that any terminal shows where the cursor is, for the command line.
public enum AnsiText {
    /// The rows of `screen`, each with its styles and none after its end.
    public static func lines(_ screen: Screen, colors: TerminalCapabilities.ColorDepth) -> [String] {
        let encoder = StyleEncoder(colors: colors)
        return (0..<screen.height).map { y in
            var bytes = TerminalBytes()
            var pen = StyleEncoder.Pen()
            for x in 0..<screen.width where screen[x, y].character != Cell.continuation {
                let cell = screen[x, y]
                let next = encoder.pen(cell.style, for: cell.glyph)
                encoder.write(next, after: pen, to: &bytes)
                pen = next
                bytes.glyph(cell.glyph)
            }
            encoder.write(StyleEncoder.Pen(), after: pen, to: &bytes)
            return String(decoding: bytes.bytes, as: UTF8.self)
        }
    }
}
