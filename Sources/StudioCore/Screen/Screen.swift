import Engine

/// A picture's place on the screen. Where the terminal shows real pictures (sixel, kitty) the device draws it there, in those cells that
/// hold ``Cell/picture``; what is drawn over those later covers it. Elsewhere the picture is in the cells and no placement is listed.
public struct PicturePlacement: Sendable, Equatable {
    public var rect: Rect
    public var picture: Picture

    public init(rect: Rect, picture: Picture) {
        self.rect = rect
        self.picture = picture
    }
}

/// Everything the view shows at one moment: the whole of what a terminal device needs.
public struct Screen: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// Row by row, `width` × `height`.
    public var cells: [Cell]
    public var pictures: [PicturePlacement] = []
    /// What stands outside of the window; nil leaves that as it is.
    public var sign: WindowSign?
    /// Where the text cursor stands; nil hides it.
    public var cursor: (x: Int, y: Int)?

    public init(width: Int, height: Int, filledWith cell: Cell = Cell()) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: cell, count: self.width * self.height)
    }

    /// The cell at column `x`, row `y`; writes outside the screen are dropped, reads there are blank.
    public subscript(x: Int, y: Int) -> Cell {
        get { contains(x, y) ? cells[y * width + x] : Cell() }
        set { if contains(x, y) { cells[y * width + x] = newValue } }
    }

    private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

    public static func == (a: Screen, b: Screen) -> Bool {
        a.width == b.width && a.height == b.height && a.cells == b.cells && a.pictures == b.pictures && a.sign == b.sign
            && a.cursor?.x == b.cursor?.x && a.cursor?.y == b.cursor?.y
    }
}
