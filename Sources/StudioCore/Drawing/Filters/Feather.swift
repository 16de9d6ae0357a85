import Foundation

/// Soft edges.
extension Raster {
    /// Convolves with a Gaussian, `exp(−d² / 2σ²)` up to 3 σ, normalised, the edge's pixels going on beyond it.
    /// - Parameter sigma: in pixels, more than 0.
    public mutating func feather(sigma: Double) {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = raw.reduce(0, +)
        let weights = raw.map { $0 / sum }
        let (width, height) = (width, height)
        // Rounded once, at the end: two roundings would lose the faintest shades.
        var across = [Double](repeating: 0, count: pixels.count)
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<channels {
                    across[(y * width + x) * channels + channel] = weights.enumerated().reduce(0) { sum, tap in
                        let source = min(max(0, x + tap.offset - radius), width - 1)
                        return sum + tap.element * Double(byte(source, y, channel))
                    }
                }
            }
        }
        let channels = channels
        mapPlaces { x, y, channel in
            let value = weights.enumerated().reduce(0.0) { sum, tap in
                let source = min(max(0, y + tap.offset - radius), height - 1)
                return sum + tap.element * across[(source * width + x) * channels + channel]
            }
            return UInt8(min(255, max(0, value.rounded())))
        }
    }
}
