/// Filling up to the walls.
extension Raster {
    /// Paints the pixels of exactly the colour at `start` that are reached from there by steps up, down, left and right.
    public mutating func flood(from start: Point, ink: [UInt8]) {
        guard contains(start) else { return }
        let old = Array(self[start])
        guard old != ink else { return }
        var waiting = [start]
        while let point = waiting.popLast() {
            guard contains(point), self[point].elementsEqual(old) else { continue }
            paint(point, ink)
            waiting += [
                Point(point.x - 1, point.y), Point(point.x + 1, point.y), Point(point.x, point.y - 1),
                Point(point.x, point.y + 1),
            ]
        }
    }
}
