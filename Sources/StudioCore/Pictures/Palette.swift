import Engine

/// The colours of a terminal that does not show all of them.
public struct Palette: Sendable {
    /// In the terminal's order.
    public let colors: [Color]

    /// xterm's first sixteen.
    public static let sixteen = Palette(colors: [
        Color(0, 0, 0), Color(205, 0, 0), Color(0, 205, 0), Color(205, 205, 0),
        Color(0, 0, 238), Color(205, 0, 205), Color(0, 205, 205), Color(229, 229, 229),
        Color(127, 127, 127), Color(255, 0, 0), Color(0, 255, 0), Color(255, 255, 0),
        Color(92, 92, 255), Color(255, 0, 255), Color(0, 255, 255), Color(255, 255, 255),
    ])

    static let blackAndWhite = Palette(colors: [Color(0, 0, 0), Color(255, 255, 255)])

    /// The index of the colour nearest to `color`.
    public func nearest(_ color: Color) -> Int {
        var best = (index: 0, distance: Int.max)
        for (index, candidate) in colors.enumerated() {
            let distance = color.distance(to: candidate)
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }

    /// The number of `color` among the 256 of a terminal: 16…231 a 6×6×6 cube, 232…255 greys. The first sixteen are left out, for people
    /// choose those themselves.
    public static func indexed(_ color: Color) -> Int {
        func level(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }
        func shown(_ level: Int) -> UInt8 { level == 0 ? 0 : UInt8(55 + 40 * level) }
        let (red, green, blue) = (level(color.red), level(color.green), level(color.blue))
        let cube = Color(shown(red), shown(green), shown(blue))
        // The nearest grey, 8 + 10 k, is that of the mean weighted as distances are.
        let ninefold = 3 * Int(color.red) + 4 * Int(color.green) + 2 * Int(color.blue)
        let step = min(23, max(0, (ninefold - 72 + 45) / 90))
        let grey = UInt8(8 + 10 * step)
        if color.distance(to: Color(grey, grey, grey)) < color.distance(to: cube) { return 232 + step }
        return 16 + 36 * red + 6 * green + blue
    }

    /// The pixels of `picture` in these colours, the error of each handed on to those after it (Floyd and Steinberg).
    func diffused(_ picture: Picture) -> [Color] {
        let (width, height) = (picture.width, picture.height)
        // Of the line being drawn and of the next, with a pixel to spare on both sides.
        var errors = [Float](repeating: 0, count: 3 * (width + 2))
        let source = picture.colors
        var result: [Color] = []
        result.reserveCapacity(source.count)
        for y in 0..<height {
            var next = [Float](repeating: 0, count: 3 * (width + 2))
            for x in 0..<width {
                let color = source[y * width + x]
                let wanted = [color.red, color.green, color.blue].enumerated().map { channel, value in
                    min(255, max(0, Float(value) + errors[3 * (x + 1) + channel]))
                }
                let chosen = colors[nearest(Color(UInt8(wanted[0]), UInt8(wanted[1]), UInt8(wanted[2])))]
                result.append(chosen)
                for (channel, value) in [chosen.red, chosen.green, chosen.blue].enumerated() {
                    let error = wanted[channel] - Float(value)
                    errors[3 * (x + 2) + channel] += error * 7 / 16
                    next[3 * x + channel] += error * 3 / 16
                    next[3 * (x + 1) + channel] += error * 5 / 16
                    next[3 * (x + 2) + channel] += error / 16
                }
            }
            errors = next
        }
        return result
    }
}

extension Color {
    /// Weighted squared distance: the eye tells greens apart best and blues least.
    func distance(to other: Color) -> Int {
        let red = Int(self.red) - Int(other.red)
        let green = Int(self.green) - Int(other.green)
        let blue = Int(self.blue) - Int(other.blue)
        return 3 * red * red + 4 * green * green + 2 * blue * blue
    }

    /// Rec. 709 brightness of the stored values, 0…255.
    var luminance: Int { (2126 * Int(red) + 7152 * Int(green) + 722 * Int(blue)) / 10_000 }
}
