import Engine

/// How a raster lies in the cells of a pane: as large as it fits, or the part around the brush where it does not fit at all.
struct BoardFit: Equatable {
    enum Form: Equatable {
        /// Two pixels a cell, one above the other.
        case halves
        /// A pixel takes twice as many columns as lines, which is a square in most terminals.
        case blocks(Int)
    }

    let form: Form
    /// The cells used.
    let rect: Rect
    /// The first pixel shown, and how many there are.
    let first: Point
    let columns: Int
    let rows: Int

    /// - Parameter isPlain: whether a pixel needs cells of its own, for its marks.
    init?(width: Int, height: Int, around cursor: Point, in room: Rect, isPlain: Bool) {
        let largest = min(room.width / (2 * width), room.height / height)
        form = largest >= 1 ? .blocks(largest) : isPlain ? .blocks(1) : .halves
        let (across, down) = form == .halves ? (room.width, room.height * 2) : (room.width / 2, room.height)
        columns = largest >= 1 ? width : min(width, across)
        rows = largest >= 1 ? height : min(height, down)
        guard columns > 0, rows > 0 else { return nil }
        first = Point(
            Self.first(around: cursor.x, shown: columns, of: width),
            Self.first(around: cursor.y, shown: rows, of: height))
        let size = form.cells(columns: columns, rows: rows)
        rect = Rect(
            x: room.x + (room.width - size.width) / 2, y: room.y + (room.height - size.height) / 2, width: size.width,
            height: size.height)
    }

    /// Moves on by half of what is shown and not with every pixel: the picture stands still under the brush.
    private static func first(around place: Int, shown: Int, of count: Int) -> Int {
        let stride = max(1, shown / 2)
        return min(max(0, place - shown / 4) / stride * stride, count - shown)
    }

    /// The pixel at a cell; nil outside.
    func point(atX x: Int, y: Int) -> Point? {
        guard x >= rect.x, y >= rect.y, x < rect.x + rect.width, y < rect.y + rect.height else { return nil }
        switch form {
        case .halves: return Point(first.x + x - rect.x, first.y + (y - rect.y) * 2)
        case .blocks(let k): return Point(first.x + (x - rect.x) / (2 * k), first.y + (y - rect.y) / k)
        }
    }
}

extension BoardFit.Form {
    func cells(columns: Int, rows: Int) -> (width: Int, height: Int) {
        switch self {
        case .halves: (columns, (rows + 1) / 2)
        case .blocks(let k): (2 * k * columns, k * rows)
        }
    }
}
