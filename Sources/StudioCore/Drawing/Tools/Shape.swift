/// A figure without holes or bays, as the columns it covers in each line.
struct Shape {
    /// The first line, and the columns in it and in those below.
    let top: Int
    let columns: [ClosedRange<Int>]

    /// The columns of line `y` at which the figure is more than `border` pixels deep, counted in steps up, down, left and right; nil where it
    /// is nowhere. What is left of the figure around them lets no step through.
    func inside(_ y: Int, border: Int) -> ClosedRange<Int>? {
        let line = y - top
        guard line - border >= 0, line + border < columns.count else { return nil }
        var (first, last) = (Int.min, Int.max)
        for offset in -border...border {
            let depth = border - abs(offset)
            first = max(first, columns[line + offset].lowerBound + depth)
            last = min(last, columns[line + offset].upperBound - depth)
        }
        return first <= last ? first...last : nil
    }
}

extension Raster {
    /// Paints a figure, all of it or, where `border` is given, as much of its edge.
    mutating func paint(_ shape: Shape, border: Int?, ink: [UInt8]) {
        for (line, columns) in shape.columns.enumerated() {
            let y = shape.top + line
            let inside = border.flatMap { shape.inside(y, border: $0) }
            for x in columns where inside?.contains(x) != true { paint(Point(x, y), ink) }
        }
    }
}
