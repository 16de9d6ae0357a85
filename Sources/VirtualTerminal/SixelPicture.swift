/// A sixel sequence, decoded.
public struct SixelPicture: Sendable, Equatable {
    public private(set) var width: Int
    public private(set) var height: Int
    /// Red, green and blue of each pixel, row by row; nil where nothing was painted.
    public private(set) var pixels: [[UInt8]?]

    /// - Parameter body: the control string between `DCS` and `ST`; nil where it is not sixel.
    public init?(_ body: [UInt8]) {
        guard let start = body.firstIndex(of: UInt8(ascii: "q")) else { return nil }
        var reader = Reader(body[(start + 1)...])
        var colors: [Int: [UInt8]] = [:]
        (width, height, pixels) = (0, 0, [])
        var (x, band, color) = (0, 0, 0)
        while let byte = reader.next() {
            switch byte {
            case UInt8(ascii: "\""):
                let raster = reader.numbers()
                guard raster.count == 4 else { return nil }
                (width, height) = (raster[2], raster[3])
                pixels = Array(repeating: nil, count: width * height)
            case UInt8(ascii: "#"):
                let numbers = reader.numbers()
                color = numbers.first ?? 0
                if numbers.count == 5, numbers[1] == 2 {
                    colors[color] = numbers[2...].map { UInt8(min(255, ($0 * 255 + 50) / 100)) }
                }
            case UInt8(ascii: "$"): x = 0
            case UInt8(ascii: "-"): (x, band) = (0, band + 1)
            case UInt8(ascii: "!"):
                let count = reader.numbers().first ?? 1
                guard let sixel = reader.next(), (63...126).contains(sixel) else { return nil }
                paint(sixel - 63, x, band, count, colors[color])
                x += count
            case 63...126:
                paint(byte - 63, x, band, 1, colors[color])
                x += 1
            default: return nil
            }
        }
    }

    private mutating func paint(_ bits: UInt8, _ x: Int, _ band: Int, _ count: Int, _ color: [UInt8]?) {
        for line in 0..<6 where bits & (1 << line) != 0 {
            let y = band * 6 + line
            for column in x..<x + count where column < width && y < height { pixels[y * width + column] = color }
        }
    }

    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        mutating func next() -> UInt8? { rest.popFirst() }

        /// Numbers separated by semicolons.
        mutating func numbers() -> [Int] {
            var numbers = [0]
            while let byte = rest.first {
                if byte == UInt8(ascii: ";") {
                    numbers.append(0)
                } else if (48...57).contains(byte) {
                    numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 48)
                } else {
                    break
                }
                rest = rest.dropFirst()
            }
            return numbers
        }
    }
}
