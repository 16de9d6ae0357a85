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
            (colors, registers) = Self.medianCut(picture, limit: limit)
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

    /// Heckbert's median cut over colours of five bits a channel: the box with the widest spread of pixels is halved at its median.
    private static func medianCut(_ picture: Picture, limit: Int) -> ([Color], [UInt8]) {
        var bins = [Bin](repeating: Bin(), count: 1 << 15)
        func bin(_ start: Int) -> Int {
            Int(picture.pixels[start] >> 3) << 10 | Int(picture.pixels[start + 1] >> 3) << 5
                | Int(picture.pixels[start + 2] >> 3)
        }
        for start in stride(from: 0, to: picture.pixels.count, by: 3) {
            bins[bin(start)].add(picture.pixels[start], picture.pixels[start + 1], picture.pixels[start + 2])
        }
        var boxes = [Box(bins: bins.indices.filter { bins[$0].count > 0 }, of: bins)]
        while boxes.count < limit {
            guard let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
                boxes[widest].bins.count > 1
            else { break }
            let (low, high) = boxes[widest].halves(of: bins)
            boxes[widest] = low
            boxes.append(high)
        }
        var register = [UInt8](repeating: 0, count: bins.count)
        for (index, box) in boxes.enumerated() {
            for bin in box.bins { register[bin] = UInt8(index) }
        }
        let registers = stride(from: 0, to: picture.pixels.count, by: 3).map { register[bin($0)] }
        return (boxes.map { $0.mean(of: bins) }, registers)
    }

    /// The pixels of one colour of five bits a channel.
    private struct Bin {
        var count = 0
        var sums = (0, 0, 0)

        mutating func add(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            count += 1
            sums = (sums.0 + Int(red), sums.1 + Int(green), sums.2 + Int(blue))
        }

        /// The mean of channel 0, 1 or 2, 0…255.
        func mean(_ channel: Int) -> Double {
            Double(channel == 0 ? sums.0 : channel == 1 ? sums.1 : sums.2) / Double(count)
        }
    }

    /// Bins that become one colour.
    private struct Box {
        let bins: [Int]
        /// The channel in which they lie furthest apart, and the sum of squared distances from their mean in it.
        private let channel: Int
        let spread: Double

        init(bins: [Int], of all: [Bin]) {
            self.bins = bins
            let count = bins.reduce(0) { $0 + Double(all[$1].count) }
            let spreads = (0..<3).map { channel in
                let mean = bins.reduce(0) { $0 + all[$1].mean(channel) * Double(all[$1].count) } / max(count, 1)
                return bins.reduce(0) { sum, bin in
                    let distance = all[bin].mean(channel) - mean
                    return sum + distance * distance * Double(all[bin].count)
                }
            }
            channel = spreads.indices.max { spreads[$0] < spreads[$1] } ?? 0
            spread = bins.count > 1 ? spreads[channel] : 0
        }

        func halves(of all: [Bin]) -> (Box, Box) {
            let sorted = bins.sorted { all[$0].mean(channel) < all[$1].mean(channel) }
            let half = sorted.reduce(0) { $0 + all[$1].count } / 2
            var passed = 0
            var cut = 0
            while cut < sorted.count - 1, cut == 0 || passed + all[sorted[cut]].count <= half {
                passed += all[sorted[cut]].count
                cut += 1
            }
            return (Box(bins: Array(sorted[..<cut]), of: all), Box(bins: Array(sorted[cut...]), of: all))
        }

        func mean(of all: [Bin]) -> Color {
            let count = bins.reduce(0) { $0 + Double(all[$1].count) }
            let means = (0..<3).map { channel in
                bins.reduce(0) { $0 + all[$1].mean(channel) * Double(all[$1].count) } / max(count, 1) * 100 / 255
            }
            return Color(UInt8(means[0].rounded()), UInt8(means[1].rounded()), UInt8(means[2].rounded()))
        }
    }
}
