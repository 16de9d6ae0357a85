/// Ellipses, filled or hollow.
extension Raster {
    /// Paints the ellipse that fills the rectangle with opposite corners `corner` and `other`, both included: the pixels whose middles lie
    /// in `(x/a)² + (y/b)² ≤ 1`, and the middle row and column, by which even the flattest touches all four sides.
    /// - Parameter border: the pixels of its edge, where only that is painted.
    public mutating func ellipse(from corner: Point, to other: Point, border: Int? = nil, ink: [UInt8]) {
        let (left, right) = (min(corner.x, other.x), max(corner.x, other.x))
        let (top, bottom) = (min(corner.y, other.y), max(corner.y, other.y))
        // Twice the half axes and twice the distances, so that all is whole.
        let (a, b) = (right - left + 1, bottom - top + 1)
        let columns = (top...bottom).map { y in
            // Every line has one at its middle, and as many on either side.
            let first = (left...right).first { x in
                let (dx, dy) = (2 * x - left - right, 2 * y - top - bottom)
                let isMiddle = abs(dx) < 2 - a % 2 || abs(dy) < 2 - b % 2
                return isMiddle || dx * dx * b * b + dy * dy * a * a <= a * a * b * b
            }
            let start = first ?? left
            return start...max(start, left + right - start)
        }
        paint(Shape(top: top, columns: columns), border: border, ink: ink)
    }
}
