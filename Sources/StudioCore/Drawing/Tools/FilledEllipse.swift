/// Filled ellipses.
extension Raster {
    /// Paints the ellipse that fills the rectangle with opposite corners `corner` and `other`, both included: the pixels whose middles lie
    /// in `(x/a)² + (y/b)² ≤ 1`, and the middle row and column, by which even the flattest touches all four sides.
    public mutating func ellipse(from corner: Point, to other: Point, ink: [UInt8]) {
        let (left, right) = (min(corner.x, other.x), max(corner.x, other.x))
        let (top, bottom) = (min(corner.y, other.y), max(corner.y, other.y))
        // Twice the half axes and twice the distances, so that all is whole.
        let (a, b) = (right - left + 1, bottom - top + 1)
        for y in top...bottom {
            for x in left...right {
                let (dx, dy) = (2 * x - left - right, 2 * y - top - bottom)
                let isMiddle = abs(dx) < 2 - a % 2 || abs(dy) < 2 - b % 2
                if isMiddle || dx * dx * b * b + dy * dy * a * a <= a * a * b * b { paint(Point(x, y), ink) }
            }
        }
    }
}
