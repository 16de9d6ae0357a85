/// A round brush.
extension Raster {
    /// Paints a disc of `size` pixels across around `centre`; for an even size the disc's middle is that pixel's upper left corner.
    public mutating func dab(at centre: Point, size: Int, ink: [UInt8]) {
        for point in Self.disc(around: centre, size: size) { paint(point, ink) }
    }

    /// Draws the brush from `start` to `end`, both included.
    public mutating func stroke(from start: Point, to end: Point, size: Int, ink: [UInt8]) {
        for point in Self.line(from: start, to: end) { dab(at: point, size: size, ink: ink) }
    }

    /// The pixels whose middles lie within `size` / 2 of the disc's middle, a little more so that the brush of three is a full square.
    static func disc(around centre: Point, size: Int) -> [Point] {
        let reach = -(size / 2)...((size - 1) / 2)
        // In half pixels, so that the middle of an even brush is whole too.
        let shift = size % 2 == 0 ? 1 : 0
        return reach.flatMap { dy in
            reach.compactMap { dx in
                let (x, y) = (2 * dx + shift, 2 * dy + shift)
                return x * x + y * y <= size * size ? Point(centre.x + dx, centre.y + dy) : nil
            }
        }
    }
}
