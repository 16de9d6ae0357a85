import CGIF

/// The colours of an animation, the same for all of its frames: what stands still does not flicker.
struct GIFPalette {
    private enum Way {
        /// All shades: exact.
        case greys
        /// Every colour there is, by its bytes: exact.
        case exact([UInt32: UInt8])
        case cut(MedianCut)
    }

    private static let limit = 256

    private let way: Way
    /// 256 of them, the last ones perhaps unused.
    let colors: [GifColorType]

    /// - Parameter frames: of one size, grey or all in colour.
    init(_ frames: [Picture]) {
        var colors: [GifColorType]
        if frames.allSatisfy({ $0.channels == 1 }) {
            way = .greys
            colors = (0..<Self.limit).map { GifColorType(Red: UInt8($0), Green: UInt8($0), Blue: UInt8($0)) }
        } else if let exact = Self.exact(frames) {
            way = .exact(exact)
            colors = exact.sorted { $0.value < $1.value }.map { key, _ in
                GifColorType(Red: UInt8(key >> 16), Green: UInt8(key >> 8 & 255), Blue: UInt8(key & 255))
            }
        } else {
            let cut = MedianCut(frames, limit: Self.limit)
            way = .cut(cut)
            colors = cut.colors.map { GifColorType(Red: $0.red, Green: $0.green, Blue: $0.blue) }
        }
        while colors.count < Self.limit { colors.append(GifColorType(Red: 0, Green: 0, Blue: 0)) }
        self.colors = colors
    }

    /// Each pixel's colour by its number.
    func indices(of frame: Picture) -> [UInt8] {
        switch way {
        case .greys: frame.pixels
        case .exact(let known):
            stride(from: 0, to: frame.pixels.count, by: 3).map { known[Self.key(frame, $0)] ?? 0 }
        case .cut(let cut): cut.indices(of: frame)
        }
    }

    private static func key(_ frame: Picture, _ start: Int) -> UInt32 {
        UInt32(frame.pixels[start]) << 16 | UInt32(frame.pixels[start + 1]) << 8 | UInt32(frame.pixels[start + 2])
    }

    /// A number for every colour; nil where there are too many.
    private static func exact(_ frames: [Picture]) -> [UInt32: UInt8]? {
        var known: [UInt32: UInt8] = [:]
        for frame in frames {
            for start in stride(from: 0, to: frame.pixels.count, by: 3) {
                let key = key(frame, start)
                guard known[key] == nil else { continue }
                guard known.count < limit else { return nil }
                known[key] = UInt8(known.count)
            }
        }
        return known
    }
}
