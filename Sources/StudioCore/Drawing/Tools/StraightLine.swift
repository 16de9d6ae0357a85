/// Straight lines.
extension Raster {
    /// The pixels nearest to the line from `start` to `end`, both included, each a king's move from the one before (Bresenham, 1965).
    static func line(from start: Point, to end: Point) -> [Point] {
        let (width, height) = (abs(end.x - start.x), abs(end.y - start.y))
        let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
        var points = [start]
        var point = start
        var error = width - height
        while point != end {
            let doubled = 2 * error
            if doubled > -height {
                error -= height
                point.x += stepX
            }
            if doubled < width {
                error += width
                point.y += stepY
            }
            points.append(point)
        }
        return points
    }
}
