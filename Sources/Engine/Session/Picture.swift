import Foundation

/// An 8-bit picture that may cross threads: rows from the top, `channels` bytes a pixel (1 grey, 3 red-green-blue).
public struct Picture: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let channels: Int
    public let pixels: [UInt8]

    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        precondition(channels == 1 || channels == 3, "a picture has 1 or 3 channels, not \(channels)")
        precondition(
            pixels.count == width * height * channels,
            "\(pixels.count) bytes do not fill \(width)×\(height)×\(channels)")
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }
}

extension Picture: Codable {
    private enum CodingKeys: CodingKey { case width, height, channels, pixels }

    /// - Throws: where the numbers do not fit one another.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let (width, height) = (
            try values.decode(Int.self, forKey: .width), try values.decode(Int.self, forKey: .height)
        )
        let channels = try values.decode(Int.self, forKey: .channels)
        let pixels = try values.decode(Data.self, forKey: .pixels)
        let sides = 0...1_000_000
        guard sides.contains(width), sides.contains(height), channels == 1 || channels == 3,
            pixels.count == width * height * channels
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .pixels, in: values, debugDescription: "bytes that do not fill the picture")
        }
        self.init(width: width, height: height, channels: channels, pixels: Array(pixels))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(width, forKey: .width)
        try values.encode(height, forKey: .height)
        try values.encode(channels, forKey: .channels)
        try values.encode(Data(pixels), forKey: .pixels)
    }
}
