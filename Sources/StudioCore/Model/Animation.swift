import Engine

extension StudioModel {
    var animationObstacle: String? {
        trajectory.frames.count > 1 ? nil : nothingSampled
    }

    /// The selected branch from its first moment to its last as it is looked at: a picture a moment, its parts side by side, enlarged by a
    /// whole number to the size of a screen's picture.
    func animation() -> [Picture] {
        let moments = trajectory.frames.map { frame in shownParts(frame).map(\.picture) }
        let count = moments.map(\.count).max() ?? 0
        guard let first = moments.lazy.compactMap(\.first).first else { return [] }
        // Before the first step there is no estimate: its place stays empty, so that nothing jumps.
        let empty = Picture(
            width: first.width, height: first.height, channels: first.channels,
            pixels: [UInt8](repeating: 0, count: first.pixels.count))
        let frames = moments.map { parts in
            PictureGrid.compose(
                parts + [Picture](repeating: empty, count: count - parts.count), columns: count == 4 ? 2 : count,
                spacing: Self.gap)
        }
        let scale = max(1, Self.side / max(frames[0].width, frames[0].height))
        return frames.map { $0.enlarged(scale) }
    }

    private static let gap = 8
    /// The pixels that the longer side is to have at most, where that is no fewer than there are.
    private static let side = 640
}

extension Picture {
    /// Every pixel as a square of `factor` × `factor`.
    func enlarged(_ factor: Int) -> Picture {
        guard factor > 1 else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(pixels.count * factor * factor)
        for y in 0..<height {
            var line: [UInt8] = []
            line.reserveCapacity(width * channels * factor)
            for start in stride(from: y * width * channels, to: (y + 1) * width * channels, by: channels) {
                for _ in 0..<factor { line += pixels[start..<start + channels] }
            }
            for _ in 0..<factor { result += line }
        }
        return Picture(width: width * factor, height: height * factor, channels: channels, pixels: result)
    }
}
