/// What is written beside the pictures of a grid: names of its columns and rows, and what both are.
public struct GridLabels: Sendable, Equatable {
    /// A name for each column, or none.
    public var columns: [String]
    /// A name for each row, or none.
    public var rows: [String]
    /// What the columns' names are, and the rows'.
    public var above: String
    public var left: String

    private static let margin = 3

    public init(columns: [String], rows: [String], above: String = "", left: String = "") {
        (self.columns, self.rows, self.above, self.left) = (columns, rows, above, left)
    }

    /// The pictures, of one size, row by row with their labels. Columns are as wide as their names need.
    public func draw(_ pictures: [Picture]) -> Picture {
        let count = max(1, columns.count)
        let width = max(pictures[0].width, columns.map(BitmapFont.width).max() ?? 0)
        let grid = PictureGrid.compose(pictures.map { $0.padded(toWidth: width) }, columns: count)
        let side = rows.isEmpty ? 0 : (rows + [left]).map(BitmapFont.width).max().map { $0 + 2 * Self.margin } ?? 0
        let line = BitmapFont.height + Self.margin
        let top = (above.isEmpty ? 0 : line) + (columns.isEmpty && left.isEmpty ? 0 : line) + Self.margin
        // The title may be wider than what it stands over.
        let over = above.isEmpty ? 0 : BitmapFont.width(above) + 2 * Self.margin
        var sheet = Sheet(
            width: side + max(grid.width, over), height: top + grid.height, channels: grid.channels)
        sheet.put(grid, x: side, y: top)
        sheet.write(above, centre: side + grid.width / 2, least: side + Self.margin, y: Self.margin)
        for (index, name) in columns.enumerated() {
            sheet.write(name, centre: side + index * (width + 2) + width / 2, y: top - line)
        }
        sheet.write(left, x: Self.margin, y: top - line)
        let pitch = pictures[0].height + 2
        for (index, name) in rows.enumerated() {
            sheet.write(
                name, x: side - Self.margin - BitmapFont.width(name),
                y: top + index * pitch + (pictures[0].height - BitmapFont.height) / 2)
        }
        return sheet.picture
    }
}

/// Pixels to put pictures and small letters on, black at first.
struct Sheet {
    let width: Int
    let height: Int
    let channels: Int
    private var pixels: [UInt8]
    private static let ink: UInt8 = 176

    init(width: Int, height: Int, channels: Int) {
        (self.width, self.height, self.channels) = (width, height, channels)
        pixels = [UInt8](repeating: 0, count: width * height * channels)
    }

    var picture: Picture { Picture(width: width, height: height, channels: channels, pixels: pixels) }

    /// A picture with its upper left corner at (`x`, `y`), all of it on the sheet.
    mutating func put(_ picture: Picture, x: Int, y: Int) {
        precondition(picture.channels == channels, "\(picture.channels) channels do not go on \(channels)")
        let length = picture.width * channels
        for row in 0..<picture.height {
            let to = ((y + row) * width + x) * channels
            pixels.replaceSubrange(to..<to + length, with: picture.pixels[row * length..<(row + 1) * length])
        }
    }

    /// Text from `x` on; what is outside is not written.
    mutating func write(_ text: String, x: Int, y: Int) {
        BitmapFont.draw(text, x: x, y: y) { column, row in
            guard (0..<width).contains(column), (0..<height).contains(row) else { return }
            let place = (row * width + column) * channels
            for channel in place..<place + channels { pixels[channel] = Self.ink }
        }
    }

    /// Text around `centre`, from `least` on where it is too long for that.
    mutating func write(_ text: String, centre: Int, least: Int = 0, y: Int) {
        write(text, x: max(least, centre - BitmapFont.width(text) / 2), y: y)
    }
}

extension Picture {
    /// The picture in the middle of black, `width` across; as it is where it is wider.
    func padded(toWidth width: Int) -> Picture {
        guard self.width < width else { return self }
        var sheet = Sheet(width: width, height: height, channels: channels)
        sheet.put(self, x: (width - self.width) / 2, y: 0)
        return sheet.picture
    }

    /// The picture with a line of text below it, around the middle or else from `left`; as wide as both need, and `least`.
    func captioned(_ text: String, left: Int? = nil, least: Int = 0) -> Picture {
        let wide = padded(toWidth: max(least, BitmapFont.width(text) + 2))
        var sheet = Sheet(width: wide.width, height: height + BitmapFont.height + 5, channels: channels)
        sheet.put(wide, x: 0, y: 0)
        sheet.write(text, x: left ?? (wide.width - BitmapFont.width(text)) / 2, y: height + 3)
        return sheet.picture
    }
}

extension [Picture] {
    /// Each with its text below, all of one size; as they are where there are no texts.
    ///
    /// - Parameter left: where the texts begin; nil puts them in the middle.
    public func captioned(_ texts: [String], left: Int? = nil) -> [Picture] {
        let least = texts.map { BitmapFont.width($0) + 2 }.max() ?? 0
        return texts.isEmpty ? self : zip(self, texts).map { $0.captioned($1, left: left, least: least) }
    }
}
