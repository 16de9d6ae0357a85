import Engine

/// How large a picture is shown, and which part of it.
public struct Magnifier: Sendable, Equatable {
    public enum Size: Sendable, Equatable {
        /// As large as there is room.
        case fit
        /// A pixel of the picture is the smallest thing the terminal can colour.
        case pixels
        /// So many times as large as it fits.
        case times(Int)
    }

    public var size = Size.fit
    /// The point of the picture that is in the middle, 0…1 across and down.
    public var x = 0.5
    public var y = 0.5
    /// Whether pixels flow into one another where the picture grows.
    public var isSmooth = false

    public init() {}

    static let most = 16

    /// Whether there may be more of the picture than is seen.
    var isLarger: Bool { if case .times = size { true } else { false } }

    var title: String {
        switch size {
        case .fit: ""
        case .pixels: "1:1"
        case .times(let times): "×\(times)"
        }
    }

    /// Shows it larger or smaller: 1:1, as it fits, ×2, ×4, …
    mutating func step(isUp: Bool) {
        switch (size, isUp) {
        case (.pixels, true): size = .fit
        case (.fit, true): size = .times(2)
        case (.times(let times), true): size = .times(min(Self.most, times * 2))
        case (.times(2), false): size = .fit
        case (.times(let times), false): size = .times(times / 2)
        case (.fit, false), (.pixels, false): size = .pixels
        }
        if !isLarger { (x, y) = (0.5, 0.5) }
    }

    /// Moves what is seen by a quarter of it.
    mutating func pan(x: Int, y: Int) {
        guard case .times(let times) = size else { return }
        let step = 0.25 / Double(times)
        self.x = min(1, max(0, self.x + Double(x) * step))
        self.y = min(1, max(0, self.y + Double(y) * step))
    }
}

/// The part of a picture that is seen, and the size at which it is shown.
struct Magnification: Equatable {
    var part: Rect
    var fit: PictureFit

    /// - Parameters:
    ///   - fit: the size at which the whole picture fits.
    ///   - columns: the room there is, in the units of `fit`.
    ///   - unitAspect: a unit's height over its width.
    init(_ magnifier: Magnifier, of picture: Picture, fit: PictureFit, columns: Int, rows: Int, unitAspect: Double) {
        var across = Double(fit.columns) / Double(picture.width)
        var down = Double(fit.rows) / Double(picture.height)
        switch magnifier.size {
        case .fit: break
        case .pixels: (across, down) = (max(1, unitAspect.rounded()), max(1, (1 / unitAspect).rounded()))
        case .times(let times): (across, down) = (across * Double(times), down * Double(times))
        }
        let x = Self.seen(picture.width, scale: across, room: columns, around: magnifier.x)
        let y = Self.seen(picture.height, scale: down, room: rows, around: magnifier.y)
        part = Rect(x: x.start, y: y.start, width: x.count, height: y.count)
        self.fit = fit
        self.fit.columns = min(columns, max(1, Int((Double(x.count) * across).rounded())))
        self.fit.rows = min(rows, max(1, Int((Double(y.count) * down).rounded())))
    }

    /// The pixels of one axis that have room, around `middle` as far as the picture goes.
    private static func seen(_ length: Int, scale: Double, room: Int, around middle: Double) -> (start: Int, count: Int)
    {
        let count = min(length, max(1, Int(Double(room) / scale + 1e-9)))
        let start = Int((middle * Double(length) - Double(count) / 2).rounded())
        return (min(max(0, start), length - count), count)
    }
}

extension Picture {
    func cropped(_ part: Rect) -> Picture {
        guard part != Rect(x: 0, y: 0, width: width, height: height) else { return self }
        var rows: [UInt8] = []
        for y in part.y..<part.y + part.height {
            let start = (y * width + part.x) * channels
            rows += pixels[start..<start + part.width * channels]
        }
        return Picture(width: part.width, height: part.height, channels: channels, pixels: rows)
    }

    /// The picture at `columns` × `rows`, its pixels flowing into one another where it grows: linear between their centres.
    func smoothed(columns: Int, rows: Int) -> Picture {
        guard columns > width || rows > height else { return scaled(columns: columns, rows: rows) }
        let x = (0..<columns).map { Self.neighbours($0, of: columns, in: width) }
        let y = (0..<rows).map { Self.neighbours($0, of: rows, in: height) }
        var result: [UInt8] = []
        result.reserveCapacity(columns * rows * channels)
        pixels.withUnsafeBufferPointer { source in
            for row in y {
                let (above, below) = (row.first * width, row.second * width)
                for column in x {
                    for channel in 0..<channels {
                        func value(_ line: Int) -> Float {
                            let left = Float(source[(line + column.first) * channels + channel])
                            let right = Float(source[(line + column.second) * channels + channel])
                            return left + (right - left) * column.share
                        }
                        let (upper, lower) = (value(above), value(below))
                        result.append(UInt8(upper + (lower - upper) * row.share + 0.5))
                    }
                }
            }
        }
        return Picture(width: columns, height: rows, channels: channels, pixels: result)
    }

    /// Two pixels between whose centres a sample lies, and how far it is on the way.
    private struct Neighbours {
        var first: Int
        var second: Int
        var share: Float
    }

    private static func neighbours(_ index: Int, of count: Int, in length: Int) -> Neighbours {
        let place = (Double(index) + 0.5) * Double(length) / Double(count) - 0.5
        let first = Int(place.rounded(.down))
        return Neighbours(
            first: max(0, first), second: min(length - 1, first + 1), share: Float(place - Double(first)))
    }
}
