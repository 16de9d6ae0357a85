import CGIF
import Foundation

/// Animated GIF files.
public enum GIF {
    /// Writes `frames` (of one size) that repeat for ever, each shown for its delay in hundredths of a second; the file whole or not at
    /// all. Grey frames are exact, coloured ones are brought to 256 colours (6 levels of red, 7 of green, 6 of blue).
    public static func write(_ frames: [Picture], delays: [Int], to path: String) throws {
        guard let first = frames.first, first.width > 0, first.height > 0 else {
            throw EngineFailure("a GIF needs at least one frame with pixels", place: path)
        }
        precondition(frames.count == delays.count, "\(frames.count) frames and \(delays.count) delays")
        precondition(
            frames.allSatisfy { $0.width == first.width && $0.height == first.height }, "frames differ in size")
        guard first.width <= 65535, first.height <= 65535 else {
            throw EngineFailure(
                "the pictures are too large for a GIF", expected: "at most 65535 pixels a side",
                found: "\(first.width)×\(first.height)", place: path, hint: "write a .png, or fewer pictures")
        }
        try AtomicFile.write(try encode(frames, delays), to: path)
    }

    private final class Output {
        var data = Data()
    }

    private static func encode(_ frames: [Picture], _ delays: [Int]) throws -> Data {
        let output = Output()
        var status: Int32 = 0
        let context = Unmanaged.passUnretained(output).toOpaque()
        let file = EGifOpen(
            context,
            { file, bytes, count in
                guard let file, let bytes, let context = file.pointee.UserData else { return 0 }
                Unmanaged<Output>.fromOpaque(context).takeUnretainedValue().data.append(bytes, count: Int(count))
                return count
            }, &status)
        guard let file else { throw EngineFailure("the GIF cannot be made", found: "giflib status \(status)") }
        let grey = frames.allSatisfy { $0.channels == 1 }
        guard put(frames, delays, grey: grey, into: file), EGifCloseFile(file, &status) == GIF_OK else {
            throw EngineFailure("the GIF cannot be made", found: "giflib status \(file.pointee.Error)")
        }
        return withExtendedLifetime(output) { output.data }
    }

    private static func put(
        _ frames: [Picture], _ delays: [Int], grey: Bool, into file: UnsafeMutablePointer<GifFileType>
    ) -> Bool {
        let (width, height) = (Int32(frames[0].width), Int32(frames[0].height))
        var colors = palette(grey: grey)
        guard let map = GifMakeMapObject(256, &colors) else { return false }
        defer { GifFreeMapObject(map) }
        EGifSetGifVersion(file, true)
        guard EGifPutScreenDesc(file, width, height, 8, 0, map) == GIF_OK, putLoop(file) else { return false }
        for (frame, delay) in zip(frames, delays) {
            // Disposal none, no transparency, the delay in hundredths.
            let control: [UInt8] = [4, UInt8(delay & 255), UInt8(delay >> 8 & 255), 0]
            guard EGifPutExtension(file, Int32(GRAPHICS_EXT_FUNC_CODE), 4, control) == GIF_OK,
                EGifPutImageDesc(file, 0, 0, width, height, false, nil) == GIF_OK
            else { return false }
            var indices = indexed(frame, grey: grey)
            for row in 0..<frame.height {
                let done = indices.withUnsafeMutableBufferPointer { buffer in
                    EGifPutLine(file, buffer.baseAddress.map { $0 + row * frame.width }, width)
                }
                guard done == GIF_OK else { return false }
            }
        }
        return true
    }

    /// Netscape's extension: repeat for ever.
    private static func putLoop(_ file: UnsafeMutablePointer<GifFileType>) -> Bool {
        EGifPutExtensionLeader(file, Int32(APPLICATION_EXT_FUNC_CODE)) == GIF_OK
            && EGifPutExtensionBlock(file, 11, Array("NETSCAPE2.0".utf8)) == GIF_OK
            && EGifPutExtensionBlock(file, 3, [UInt8(1), 0, 0]) == GIF_OK && EGifPutExtensionTrailer(file) == GIF_OK
    }

    private static let levels = (red: 6, green: 7, blue: 6)

    private static func palette(grey: Bool) -> [GifColorType] {
        (0..<256).map { index in
            if grey { return GifColorType(Red: UInt8(index), Green: UInt8(index), Blue: UInt8(index)) }
            let blue = index % levels.blue
            let green = index / levels.blue % levels.green
            let red = min(index / (levels.blue * levels.green), levels.red - 1)
            return GifColorType(
                Red: UInt8(red * 255 / (levels.red - 1)), Green: UInt8(green * 255 / (levels.green - 1)),
                Blue: UInt8(blue * 255 / (levels.blue - 1)))
        }
    }

    private static func indexed(_ picture: Picture, grey: Bool) -> [UInt8] {
        if grey { return picture.pixels }
        func level(_ value: UInt8, _ count: Int) -> Int { (Int(value) * (count - 1) + 127) / 255 }
        let step = picture.channels
        return (0..<picture.width * picture.height).map { pixel in
            let red = picture.pixels[pixel * step]
            let green = picture.pixels[pixel * step + (step == 3 ? 1 : 0)]
            let blue = picture.pixels[pixel * step + (step == 3 ? 2 : 0)]
            return UInt8(
                (level(red, levels.red) * levels.green + level(green, levels.green)) * levels.blue
                    + level(blue, levels.blue))
        }
    }
}
