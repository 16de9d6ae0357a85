extension Raster {
    /// `255 − v`: what was kept is made new, and the other way round.
    public mutating func invert() { map { 255 - $0 } }
}
