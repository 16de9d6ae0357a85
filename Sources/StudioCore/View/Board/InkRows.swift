/// The colours to choose from, in rows of swatches.
struct InkRows {
    /// The cells they take.
    let rect: Rect
    /// The rows of the table that are shown.
    let rows: Range<Int>
    /// The columns of a swatch.
    let swatch: Int
    /// Where the cursor or the present colour is, if that is in the table.
    let marked: InkPlace?

    /// - Parameter room: as many lines as rows are to be shown.
    init(_ model: StudioModel, in room: Rect) {
        marked = model.colorChoice.map(\.place) ?? InkTable.place(of: model.board.editor.color)
        let count = min(room.height, InkTable.rows.count)
        let first = min(marked?.row ?? 0, InkTable.rows.count - count)
        rows = count == InkTable.rows.count ? 0..<count : first..<first + count
        swatch = room.width >= 2 * InkTable.columns ? 2 : 1
        let width = min(room.width, swatch * InkTable.columns)
        rect = Rect(x: room.x + (room.width - width) / 2, y: room.y, width: width, height: count)
    }

    /// The colour at a cell; nil outside.
    func color(atX x: Int, y: Int) -> Color? {
        guard x >= rect.x, x < rect.x + rect.width, y >= rect.y, y < rect.y + rect.height else { return nil }
        return InkPlace(row: rows.lowerBound + y - rect.y, column: (x - rect.x) / swatch).color
    }

    func draw(on canvas: inout Canvas) {
        let isMono = canvas.capabilities.colors == .mono
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width {
                let place = InkPlace(row: rows.lowerBound + y - rect.y, column: (x - rect.x) / swatch)
                let isFirst = (x - rect.x) % swatch == 0
                let mark: Character? = place == marked ? swatch == 1 ? "x" : isFirst ? "[" : "]" : nil
                canvas.screen[x, y] =
                    isMono ? Cell(mark ?? shade(place.color, canvas)) : Cell(mark ?? " ", place.color.asGround)
            }
        }
    }

    private func shade(_ color: Color, _ canvas: Canvas) -> Character {
        let shades: [Character] =
            canvas.capabilities.unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "*", "#"]
        return shades[min(4, color.luminance * 5 / 256)]
    }
}

extension Color {
    /// A cell of this colour on which something can be read.
    var asGround: Style {
        Style(foreground: luminance > 127 ? Color(0, 0, 0) : .white, background: self, attributes: .bold)
    }
}
