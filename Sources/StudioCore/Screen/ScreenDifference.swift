import Engine

/// What has to be written to turn one screen into the next.
public enum ScreenDifference {
    /// The bytes that make a terminal that shows `old` show `new`: the changed cells, with as few changes of style as they need, and the
    /// pictures that changed, in one synchronized update; empty where nothing changed.
    ///
    /// - Parameter old: what is shown now; nil where that is unknown (at start, or after another program wrote there): the screen is
    ///   cleared first. So it is after a change of size.
    public static func bytes(from old: Screen?, to new: Screen, capabilities: TerminalCapabilities) -> [UInt8] {
        let isKnown = old.map { $0.width == new.width && $0.height == new.height } ?? false
        var before = isKnown ? old ?? new : Screen(width: new.width, height: new.height)
        before.makeWellFormed()
        var after = new
        after.makeWellFormed()
        var writer = ScreenWriter(old: before, new: after, capabilities: capabilities)
        if !isKnown { writer.clear() }
        writer.write()
        return writer.finish(isCursorKnown: isKnown)
    }

    /// Takes every kitty picture away: the terminal would keep them after the program.
    public static let pictureRemoval = Kitty.deletionOfAll
}

/// Writes the difference of two screens of one size.
private struct ScreenWriter {
    private let old: Screen
    private let new: Screen
    private let pictures: PictureChanges
    private let styles: StyleEncoder
    private var output = TerminalBytes()
    private var pen = StyleEncoder.Pen()
    /// Where the terminal's cursor is; nil where that cannot be trusted.
    private var position: (x: Int, y: Int)?

    init(old: Screen, new: Screen, capabilities: TerminalCapabilities) {
        self.old = old
        self.new = new
        pictures = PictureChanges(old: old, new: new, capabilities: capabilities)
        styles = StyleEncoder(colors: capabilities.colors)
    }

    mutating func clear() {
        output.control(then: "m")
        output.control(2, then: "J")
        output.raw(pictures.removalOfAll)
    }

    mutating func write() {
        output.raw(pictures.removals)
        if pictures.drawings.isEmpty { return writeCells { _ in true } }
        // What a picture is to be drawn on first, and what covers it after it.
        writeCells { $0.glyph == .picture }
        for drawing in pictures.drawings {
            output.move(drawing.x, drawing.y)
            output.raw(drawing.bytes)
            position = nil
        }
        writeCells { $0.glyph != .picture }
    }

    private mutating func writeCells(where isWanted: (Cell) -> Bool) {
        let forced = pictures.forced
        for y in 0..<new.height {
            var x = 0
            while x < new.width {
                let index = y * new.width + x
                let cell = new.cells[index]
                let isWide = x + 1 < new.width && new.cells[index + 1].glyph == .continuation
                let isDirty =
                    cell != old.cells[index] || isWide && new.cells[index + 1] != old.cells[index + 1]
                    || !forced.isEmpty && (forced.contains(index) || isWide && forced.contains(index + 1))
                if isDirty, isWanted(cell) { write(cell, x, y, isWide: isWide) }
                x += isWide ? 2 : 1
            }
        }
    }

    private mutating func write(_ cell: Cell, _ x: Int, _ y: Int, isWide: Bool) {
        moveTo(x, y)
        let glyph = cell.glyph == .picture ? .space : cell.glyph
        let wanted = styles.pen(cell.style, for: glyph)
        styles.write(wanted, after: pen, to: &output)
        pen = wanted
        output.glyph(glyph)
        // At the right edge the cursor waits or wraps, and not every terminal finds every character as wide as the next does.
        let isCertain = !isWide && (glyph.scalar?.value ?? .max) < 0x1_0000 && x + 1 < new.width
        position = isCertain ? (x + 1, y) : nil
    }

    private mutating func moveTo(_ x: Int, _ y: Int) {
        if let position, position.y == y, position.x <= x {
            if position.x == x { return }
            output.beginControl()
            if x - position.x > 1 { output.parameter(x - position.x) }
            output.endControl("C")
        } else {
            output.move(x, y)
        }
        position = (x, y)
    }

    /// The bytes, with the cursor where it should be, as one synchronized update.
    mutating func finish(isCursorKnown: Bool) -> [UInt8] {
        styles.write(StyleEncoder.Pen(), after: pen, to: &output)
        let isSame = isCursorKnown && old.cursor?.x == new.cursor?.x && old.cursor?.y == new.cursor?.y
        if output.bytes.isEmpty, isSame { return [] }
        var update = TerminalBytes()
        update.mode(2026, true)
        if !isCursorKnown || old.cursor != nil { update.mode(25, false) }
        update.raw(output.bytes)
        if let cursor = new.cursor, new.width > 0, new.height > 0 {
            update.move(min(max(cursor.x, 0), new.width - 1), min(max(cursor.y, 0), new.height - 1))
            update.mode(25, true)
        }
        update.mode(2026, false)
        return update.bytes
    }
}

extension Screen {
    /// Makes every wide character have its second cell, of the same style, and every second cell its character: a half that was drawn
    /// over becomes blank. Characters without a width become blank too.
    mutating func makeWellFormed() {
        for y in 0..<height {
            var x = 0
            while x < width {
                let index = y * width + x
                let cell = cells[index]
                let columns = cell.glyph == .picture ? 1 : DisplayWidth.of(cell.glyph)
                if columns == 2, x + 1 < width, cells[index + 1].glyph == .continuation {
                    cells[index + 1].style = cell.style
                    x += 2
                    continue
                }
                if columns != 1 { cells[index].glyph = .space }
                x += 1
            }
        }
    }
}
