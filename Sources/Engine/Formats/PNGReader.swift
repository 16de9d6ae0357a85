import CPNG
import Foundation

extension PNG {
    /// The most pixels read: larger pictures have no use here, and a damaged header may claim any size.
    private static let mostPixels = 1 << 26

    /// Reads a picture; grey ones in one channel, all others in three, transparency laid over black.
    ///
    /// - Throws: ``EngineFailure`` where the file cannot be read or is no PNG.
    public static func read(_ path: String) throws -> Picture {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure("the picture cannot be read", place: path)
        }
        return try decode(data, place: path)
    }

    static func decode(_ data: Data, place: String) throws -> Picture {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        func failure() -> EngineFailure {
            let message = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return EngineFailure("this is not a PNG that can be read", found: message, place: place)
        }
        return try data.withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else { throw failure() }
            let (width, height) = (Int(image.width), Int(image.height))
            guard width * height <= mostPixels else {
                throw EngineFailure(
                    "the picture is too large", expected: "at most \(mostPixels) pixels", found: "\(width)×\(height)",
                    place: place)
            }
            let isColor = image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
            image.format = isColor ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0
            let channels = isColor ? 3 : 1
            var pixels = [UInt8](repeating: 0, count: width * height * channels)
            var background = png_color(red: 0, green: 0, blue: 0)
            guard png_image_finish_read(&image, &background, &pixels, Int32(width * channels), nil) != 0 else {
                throw failure()
            }
            return Picture(width: width, height: height, channels: channels, pixels: pixels)
        }
    }
}
