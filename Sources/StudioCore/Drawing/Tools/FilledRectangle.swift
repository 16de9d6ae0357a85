/// Filled rectangles.
extension Raster {
    /// Paints the rectangle with two opposite corners at `corner` and `other`, both included.
    public mutating func rectangle(from corner: Point, to other: Point, ink: [UInt8]) {
        for y in min(corner.y, other.y)...max(corner.y, other.y) {
            for x in min(corner.x, other.x)...max(corner.x, other.x) { paint(Point(x, y), ink) }
        }
    }
}
