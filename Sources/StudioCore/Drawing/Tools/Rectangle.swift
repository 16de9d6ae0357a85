/// Rectangles, filled or hollow.
extension Raster {
    /// Paints the rectangle with two opposite corners at `corner` and `other`, both included.
    /// - Parameter border: the pixels of its edge, where only that is painted.
    public mutating func rectangle(from corner: Point, to other: Point, border: Int? = nil, ink: [UInt8]) {
        let columns = min(corner.x, other.x)...max(corner.x, other.x)
        let lines = min(corner.y, other.y)...max(corner.y, other.y)
        paint(Shape(top: lines.lowerBound, columns: lines.map { _ in columns }), border: border, ink: ink)
    }
}
