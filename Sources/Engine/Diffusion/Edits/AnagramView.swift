/// A way to look at a picture that can be undone and that turns noise into noise: a rearrangement of the pixels, or the negative.
public enum AnagramView: String, Sendable, Codable, CaseIterable {
    case identity
    /// Upside down.
    case flip
    /// Left and right exchanged.
    case mirror
    /// Turned by quarter turns, counted clockwise.
    case rotate90, rotate180, rotate270
    /// Dark for bright.
    case negative
    /// Each column rolled, further to the right further down.
    case skew
    /// Cut into 4 × 4 squares, put back in another order.
    case jigsaw

    /// Whether it needs pictures as wide as high.
    var needsSquare: Bool { self == .rotate90 || self == .rotate270 }

    /// The noisy state as this view shows it to the network.
    func apply(_ x: Tensor, time: Double, of network: any ConditionedNetwork) -> Tensor {
        switch self {
        case .identity: x
        // The negative of a x_0 + s ε is a (low + high − x_0) + s (−ε).
        case .negative:
            negated(
                x, sum: Float(network.level(at: time).signal) * (network.range.lowerBound + network.range.upperBound))
        default: permuted(x, by: sources(height: x.shape[1], width: x.shape[2]))
        }
    }

    /// A clean picture as this view shows it.
    public func apply(toClean x: Tensor, range: ClosedRange<Float>) -> Tensor {
        switch self {
        case .identity: x
        case .negative: negated(x, sum: range.lowerBound + range.upperBound)
        default: permuted(x, by: sources(height: x.shape[1], width: x.shape[2]))
        }
    }

    /// A finished picture as this view shows it.
    public func apply(to picture: Picture) -> Picture {
        if self == .negative {
            return Picture(
                width: picture.width, height: picture.height, channels: picture.channels,
                pixels: picture.pixels.map { 255 - $0 })
        }
        let C = picture.channels
        let sources = sources(height: picture.height, width: picture.width)
        return Picture(
            width: picture.width, height: picture.height, channels: C,
            pixels: sources.flatMap { picture.pixels[$0 * C..<($0 + 1) * C] })
    }

    /// The clean picture whose view is `x`.
    func undo(_ x: Tensor, range: ClosedRange<Float>) -> Tensor {
        self == .negative ? negated(x, sum: range.lowerBound + range.upperBound) : undoPermutation(x)
    }

    /// Puts the pixels back and leaves their values.
    func undoPermutation(_ x: Tensor) -> Tensor {
        guard self != .identity, self != .negative else { return x }
        let sources = sources(height: x.shape[1], width: x.shape[2])
        var inverse = [Int](repeating: 0, count: sources.count)
        for (place, source) in sources.enumerated() { inverse[source] = place }
        return permuted(x, by: inverse)
    }

    /// For each pixel, row by row, the pixel it is taken from.
    func sources(height H: Int, width W: Int) -> [Int] {
        (0..<H * W).map { place in
            let (y, x) = (place / W, place % W)
            switch self {
            case .identity, .negative: return place
            case .flip: return (H - 1 - y) * W + x
            case .mirror: return y * W + W - 1 - x
            case .rotate90: return (W - 1 - x) * W + y
            case .rotate180: return (H - 1 - y) * W + W - 1 - x
            case .rotate270: return x * W + H - 1 - y
            case .skew:
                let shift = (x - W / 2) * 3 / 2
                return ((y - shift) % H + H) % H * W + x
            case .jigsaw: return jigsawSource(y, x, H, W)
            }
        }
    }

    /// The pieces' order: a permutation of 0..<16 without a piece in its old place.
    private static let pieces = [10, 4, 13, 1, 7, 15, 2, 8, 0, 12, 5, 14, 9, 3, 11, 6]

    /// Rows and columns beyond the last whole piece stay where they are.
    private func jigsawSource(_ y: Int, _ x: Int, _ H: Int, _ W: Int) -> Int {
        let (h, w) = (H / 4, W / 4)
        guard h > 0, w > 0, y < 4 * h, x < 4 * w else { return y * W + x }
        let piece = Self.pieces[y / h * 4 + x / w]
        return (piece / 4 * h + y % h) * W + piece % 4 * w + x % w
    }
}

/// `sum − x`.
private func negated(_ x: Tensor, sum: Float) -> Tensor { Tensor(x.array.map { sum - $0 }, x.shape) }

/// Pixel p of each picture becomes pixel `sources[p]` of it.
private func permuted(_ x: Tensor, by sources: [Int]) -> Tensor {
    let C = x.shape[3]
    let result = Tensor(uninitialized: x.shape)
    let size = sources.count * C
    x.withFloats { from in
        result.withMutableFloats { to in
            for start in stride(from: 0, to: from.count, by: size) {
                for (place, source) in sources.enumerated() {
                    for c in 0..<C { to[start + place * C + c] = from[start + source * C + c] }
                }
            }
        }
    }
    return result
}
