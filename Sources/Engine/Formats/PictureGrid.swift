import Foundation

/// Several pictures of one size as one.
public enum PictureGrid {
    /// The shade between pictures.
    private static let gap: UInt8 = 64

    /// One picture above another of the same width and channels, with a line of `spacing` pixels between them.
    static func stack(_ top: Picture, _ bottom: Picture, spacing: Int = 2) -> Picture {
        precondition(top.width == bottom.width && top.channels == bottom.channels, "what is stacked is of one width")
        let line = [UInt8](repeating: gap, count: spacing * top.width * top.channels)
        return Picture(
            width: top.width, height: top.height + spacing + bottom.height, channels: top.channels,
            pixels: top.pixels + line + bottom.pixels)
    }

    /// Lays the pictures out row by row with a line of `spacing` pixels between them, in a nearly square grid unless `columns` is given.
    public static func compose(_ pictures: [Picture], columns: Int? = nil, spacing: Int = 2) -> Picture {
        guard let first = pictures.first else { return Picture(width: 0, height: 0, channels: 1, pixels: []) }
        precondition(
            pictures.allSatisfy {
                $0.width == first.width && $0.height == first.height && $0.channels == first.channels
            },
            "a grid's pictures have one size")
        let columns = min(pictures.count, max(1, columns ?? Self.columns(for: pictures.count)))
        let rows = (pictures.count + columns - 1) / columns
        let width = columns * (first.width + spacing) - spacing
        let height = rows * (first.height + spacing) - spacing
        let channels = first.channels
        var pixels = [UInt8](repeating: gap, count: width * height * channels)
        for (index, picture) in pictures.enumerated() {
            let left = index % columns * (first.width + spacing)
            let top = index / columns * (first.height + spacing)
            for row in 0..<first.height {
                let from = row * first.width * channels
                let to = ((top + row) * width + left) * channels
                pixels.replaceSubrange(
                    to..<to + first.width * channels, with: picture.pixels[from..<from + first.width * channels])
            }
        }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// How many pictures of `width` stand side by side in `grid`.
    public static func columns(of grid: Picture, width: Int, spacing: Int = 2) -> Int {
        max(1, (grid.width + spacing) / (width + spacing))
    }

    /// The first `count` pictures of `width` × `height` of those laid out as `grid` by ``compose(_:columns:spacing:)``; fewer where it
    /// holds no more.
    public static func split(_ grid: Picture, width: Int, height: Int, count: Int, spacing: Int = 2) -> [Picture] {
        let (columns, channels) = (columns(of: grid, width: width), grid.channels)
        let rows = (grid.height + spacing) / (height + spacing)
        guard grid.width >= width else { return [] }
        return (0..<min(count, columns * rows)).map { index in
            let left = index % columns * (width + spacing)
            let top = index / columns * (height + spacing)
            var pixels: [UInt8] = []
            for y in top..<top + height {
                let start = (y * grid.width + left) * channels
                pixels += grid.pixels[start..<start + width * channels]
            }
            return Picture(width: width, height: height, channels: channels, pixels: pixels)
        }
    }

    /// A little wider than high: screens are.
    private static func columns(for count: Int) -> Int {
        if count == 10 { return 5 }
        return Int((Double(count) * 1.2).squareRoot().rounded(.up))
    }
}

extension Tensor {
    /// The images of `[B, H, W, C]` as pictures, `range` spread over 0…255 and what is outside clipped.
    public func pictures(range: ClosedRange<Float>) -> [Picture] {
        precondition(shape.rank == 4 && (shape[3] == 1 || shape[3] == 3), "expected [B, H, W, 1 or 3], found \(shape)")
        let size = shape[1] * shape[2] * shape[3]
        let factor = 255 / (range.upperBound - range.lowerBound)
        let bytes = array.map { value in
            let level = ((value - range.lowerBound) * factor).rounded()
            // NaN is not greater than 0 and shows as black.
            return level > 0 ? UInt8(min(level, 255)) : 0
        }
        return (0..<shape[0]).map { index in
            Picture(
                width: shape[2], height: shape[1], channels: shape[3],
                pixels: Array(bytes[index * size..<(index + 1) * size]))
        }
    }
}
