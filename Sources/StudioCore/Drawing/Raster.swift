import Engine

/// A place in a raster: `x` to the right, `y` down, from 0.
public struct Point: Sendable, Hashable {
    public var x: Int
    public var y: Int

    public init(_ x: Int, _ y: Int) { (self.x, self.y) = (x, y) }
}

/// Pixels that can be drawn on: rows from the top, `channels` bytes a pixel (1 grey, 3 red-green-blue). In a mask 255 is made new, 0 kept.
public struct Raster: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let channels: Int
    public private(set) var pixels: [UInt8]

    /// All of one shade.
    public init(width: Int, height: Int, channels: Int = 1, shade: UInt8 = 0) {
        precondition(width > 0 && height > 0, "a raster has at least one pixel, not \(width)×\(height)")
        precondition(channels == 1 || channels == 3, "a raster has 1 or 3 channels, not \(channels)")
        (self.width, self.height, self.channels) = (width, height, channels)
        pixels = [UInt8](repeating: shade, count: width * height * channels)
    }

    public init(_ picture: Picture) {
        self.init(width: picture.width, height: picture.height, channels: picture.channels)
        pixels = picture.pixels
    }

    public var picture: Picture { Picture(width: width, height: height, channels: channels, pixels: pixels) }

    public func contains(_ point: Point) -> Bool {
        point.x >= 0 && point.y >= 0 && point.x < width && point.y < height
    }

    /// The pixel at a point within; `channels` bytes.
    public subscript(point: Point) -> ArraySlice<UInt8> {
        let start = (point.y * width + point.x) * channels
        return pixels[start..<start + channels]
    }

    /// Paints one pixel; outside nothing happens.
    /// - Parameter ink: `channels` bytes.
    public mutating func paint(_ point: Point, _ ink: [UInt8]) {
        guard contains(point) else { return }
        let start = (point.y * width + point.x) * channels
        for channel in 0..<channels { pixels[start + channel] = ink[channel] }
    }

    public mutating func clear() { pixels = [UInt8](repeating: 0, count: pixels.count) }

    /// Every byte by itself.
    mutating func map(_ body: (UInt8) -> UInt8) { pixels = pixels.map(body) }

    /// Every byte from where it is: `body` is given column, row and channel.
    mutating func mapPlaces(_ body: (_ x: Int, _ y: Int, _ channel: Int) -> UInt8) {
        var result = pixels
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<channels { result[(y * width + x) * channels + channel] = body(x, y, channel) }
            }
        }
        pixels = result
    }

    func byte(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 { pixels[(y * width + x) * channels + channel] }

    /// Whether nothing is painted: all zero.
    public var isEmpty: Bool { pixels.allSatisfy { $0 == 0 } }
    /// Whether everything is painted: all 255.
    public var isFull: Bool { pixels.allSatisfy { $0 == 255 } }
    /// The part that is painted at all, 0…1.
    public var coverage: Double { Double(pixels.count { $0 > 0 }) / Double(pixels.count) }
}
