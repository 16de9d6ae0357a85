/// Brings any picture into the form a model works on.
extension Picture {
    /// The picture cropped around its middle to `width` : `height`, resampled by area to that size, in `channels` channels.
    ///
    /// Colour becomes grey by Rec. 601 luma, `0.299 R + 0.587 G + 0.114 B`.
    public func fitted(width: Int, height: Int, channels: Int) -> Picture {
        precondition(width > 0 && height > 0 && self.width > 0 && self.height > 0, "a picture has at least one pixel")
        let source = converted(channels: channels)
        guard source.width != width || source.height != height else { return source }
        // The largest part of the source with the wanted proportions.
        let scale = min(Double(source.width) / Double(width), Double(source.height) / Double(height))
        let left = (Double(source.width) - scale * Double(width)) / 2
        let top = (Double(source.height) - scale * Double(height)) / 2
        let columns = (0..<width).map { Self.shares(from: left + scale * Double($0), width: scale, of: source.width) }
        let rows = (0..<height).map { Self.shares(from: top + scale * Double($0), width: scale, of: source.height) }
        var result = [UInt8](repeating: 0, count: width * height * channels)
        for (y, row) in rows.enumerated() {
            for (x, column) in columns.enumerated() {
                for channel in 0..<channels {
                    var sum = 0.0
                    for (sourceY, weightY) in row {
                        for (sourceX, weightX) in column {
                            let value = source.pixels[(sourceY * source.width + sourceX) * channels + channel]
                            sum += weightY * weightX * Double(value)
                        }
                    }
                    result[(y * width + x) * channels + channel] = UInt8(min(max(sum.rounded(), 0), 255))
                }
            }
        }
        return Picture(width: width, height: height, channels: channels, pixels: result)
    }

    /// What ``fitted(width:height:channels:)`` makes of it, for the person; nil where nothing is lost.
    public func fittingNote(width: Int, height: Int, channels: Int) -> String? {
        let losesColors = channels == 1 && !isGrey
        guard self.width != width || self.height != height else { return losesColors ? "is taken in grey" : nil }
        return "(\(self.width)×\(self.height)) is fitted to \(width)×\(height)" + (losesColors ? " in grey" : "")
    }

    /// Which source pixels an interval covers, and which part of it each is; the parts add up to 1.
    private static func shares(from start: Double, width: Double, of count: Int) -> [(Int, Double)] {
        let end = start + width
        let first = min(max(Int(start), 0), count - 1)
        let last = min(max(Int(end.rounded(.up)) - 1, first), count - 1)
        let parts = (first...last).map { pixel in
            (pixel, max(min(end, Double(pixel + 1)) - max(start, Double(pixel)), 0))
        }
        let sum = parts.reduce(0) { $0 + $1.1 }
        return sum > 0 ? parts.map { ($0.0, $0.1 / sum) } : [(first, 1)]
    }

    /// The same pixels in grey (1) or colour (3).
    public func converted(channels: Int) -> Picture {
        guard channels != self.channels else { return self }
        let pixels: [UInt8]
        if channels == 3 {
            pixels = self.pixels.flatMap { [$0, $0, $0] }
        } else {
            pixels = stride(from: 0, to: self.pixels.count, by: 3).map { index in
                Self.grey(self.pixels[index], self.pixels[index + 1], self.pixels[index + 2])
            }
        }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// A colour as grey, by Rec. 601 luma.
    public static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let luma: Double = 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
        return UInt8(luma.rounded())
    }

    /// Whether every pixel is some grey, in however many channels.
    public var isGrey: Bool {
        guard channels == 3 else { return true }
        for start in stride(from: 0, to: pixels.count, by: 3) {
            let red = pixels[start]
            if pixels[start + 1] != red || pixels[start + 2] != red { return false }
        }
        return true
    }
}
