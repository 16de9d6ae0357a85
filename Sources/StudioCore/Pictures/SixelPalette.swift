import Engine

/// The colours of one sixel picture, and each pixel's among them.
struct SixelPalette {
    /// Red, green and blue in percent, as sixel wants them.
    let colors: [Color]
    /// The register of every pixel.
    let registers: [UInt8]
    let isUsed: [Bool]

    /// - Parameter limit: the most colours, 2…256.
    init(_ picture: Picture, limit: Int) {
        if picture.channels == 1 {
            (colors, registers) = Self.greys(picture.pixels, limit: limit)
        } else if let exact = Self.exact(picture, limit: limit) {
            (colors, registers) = exact
        } else {
            let cut = MedianCut([picture], limit: limit)
            colors = cut.colors.map { Color(Self.percent($0.red), Self.percent($0.green), Self.percent($0.blue)) }
            registers = cut.indices(of: picture)
        }
        var isUsed = [Bool](repeating: false, count: colors.count)
        for register in registers { isUsed[Int(register)] = true }
        self.isUsed = isUsed
    }

    private static func percent(_ value: UInt8) -> UInt8 { UInt8((Int(value) * 200 + 255) / 510) }

    /// Evenly spaced greys: every percent where there are registers enough.
    private static func greys(_ pixels: [UInt8], limit: Int) -> ([Color], [UInt8]) {
        let count = min(limit, 101)
        let colors = (0..<count).map { level in
            let percent = UInt8((level * 100 + (count - 1) / 2) / (count - 1))
            return Color(percent, percent, percent)
        }
        let nearest = (0..<256).map { UInt8(($0 * 2 * (count - 1) + 255) / 510) }
        return (colors, pixels.map { nearest[Int($0)] })
    }

    /// Every colour as it is; nil where there are more than `limit`.
    private static func exact(_ picture: Picture, limit: Int) -> ([Color], [UInt8])? {
        var register = [Int16](repeating: -1, count: 101 * 101 * 101)
        var colors: [Color] = []
        var registers: [UInt8] = []
        registers.reserveCapacity(picture.width * picture.height)
        for start in stride(from: 0, to: picture.pixels.count, by: 3) {
            let color = Color(
                percent(picture.pixels[start]), percent(picture.pixels[start + 1]), percent(picture.pixels[start + 2]))
            let key = (Int(color.red) * 101 + Int(color.green)) * 101 + Int(color.blue)
            if register[key] < 0 {
                guard colors.count < limit else { return nil }
                register[key] = Int16(colors.count)
                colors.append(color)
            }
            registers.append(UInt8(register[key]))
        }
        return (colors, registers)
    }
}
