import Foundation

/// A red, green and blue level each in 0…255.
struct PlotColor: Sendable, Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }
}

/// Pixels to draw a plot on: lines with smooth edges, and small letters.
struct PlotCanvas {
    let width: Int
    let height: Int
    private var pixels: [UInt8]

    init(width: Int, height: Int, background: PlotColor) {
        self.width = width
        self.height = height
        pixels = (0..<width * height).flatMap { _ in [background.red, background.green, background.blue] }
    }

    var picture: Picture { Picture(width: width, height: height, channels: 3, pixels: pixels) }

    /// Mixes `color` into a pixel, 0 not at all, 1 wholly; outside nothing happens.
    mutating func blend(_ x: Int, _ y: Int, _ color: PlotColor, _ share: Double = 1) {
        guard (0..<width).contains(x), (0..<height).contains(y), share > 0 else { return }
        let place = (y * width + x) * 3
        for (channel, level) in [color.red, color.green, color.blue].enumerated() {
            let mixed = Double(pixels[place + channel]) * (1 - share) + Double(level) * share
            pixels[place + channel] = UInt8(max(0, min(255, mixed.rounded())))
        }
    }

    /// A line of `thickness` pixels between two points.
    mutating func line(
        _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, _ color: PlotColor, thickness: Double = 1,
        opacity: Double = 1
    ) {
        let reach = thickness / 2 + 1
        let (dx, dy) = (x1 - x0, y1 - y0)
        let square = max(dx * dx + dy * dy, 1e-12)
        let rows = Int((min(y0, y1) - reach).rounded(.down))...Int((max(y0, y1) + reach).rounded(.up))
        let columns = Int((min(x0, x1) - reach).rounded(.down))...Int((max(x0, x1) + reach).rounded(.up))
        for y in rows.clamped(to: -1...height) {
            for x in columns.clamped(to: -1...width) {
                let along = max(0, min(1, ((Double(x) - x0) * dx + (Double(y) - y0) * dy) / square))
                let distance = hypot(Double(x) - x0 - along * dx, Double(y) - y0 - along * dy)
                blend(x, y, color, opacity * max(0, min(1, thickness / 2 + 0.5 - distance)))
            }
        }
    }

    mutating func text(_ text: String, _ x: Int, _ y: Int, _ color: PlotColor) {
        BitmapFont.draw(text, x: x, y: y) { blend($0, $1, color) }
    }
}
