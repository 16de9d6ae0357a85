/// A raster of dots, two by four in a cell.
struct BrailleGrid {
    let columns: Int
    let rows: Int
    private var cells: [UInt8]

    /// - Parameters: the size in cells.
    init(width: Int, height: Int) {
        columns = width * 2
        rows = height * 4
        cells = [UInt8](repeating: 0, count: width * height)
    }

    /// The bits of a cell's dots, row by row: Unicode counts the first three rows down the columns, then the fourth.
    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    mutating func set(x: Int, y: Int) {
        guard x >= 0, y >= 0, x < columns, y < rows else { return }
        cells[y / 4 * (columns / 2) + x / 2] |= Self.bits[y % 4][x % 2]
    }

    /// The dots of column `x` from one row to another.
    mutating func vertical(x: Int, from: Int, to: Int) {
        for y in max(0, min(from, to))...max(0, min(rows - 1, max(from, to))) { set(x: x, y: y) }
    }

    /// The cell's character; nil where it has no dot.
    func character(column: Int, row: Int) -> Character? {
        let dots = cells[row * (columns / 2) + column]
        return dots == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(dots)).map(Character.init)
    }
}
