import CGIF
import Foundation

/// Animated GIF files.
public enum GIF {
    /// Writes `frames` (of one size) that repeat for ever, each shown for its delay in hundredths of a second; the file whole or not at
    /// all. Grey frames are exact, and coloured ones where they have no more than 256 colours together; else those are chosen for them.
    /// - Parameter comment: words to keep inside, such as the recipe.
    public static func write(_ frames: [Picture], delays: [Int], comment: String? = nil, to path: String) throws {
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
        try AtomicFile.write(try encode(frames, delays, comment), to: path)
    }

    /// Delays for `count` frames that are gone through: a few seconds for all of them, the last one longer, so that it can be seen.
    public static func delays(_ count: Int) -> [Int] {
        (0..<count).map { $0 == count - 1 ? 200 : min(max(400 / max(count, 1), 2), 12) }
    }

    private final class Output {
        var data = Data()
    }

    private static func encode(_ frames: [Picture], _ delays: [Int], _ comment: String?) throws -> Data {
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
        let isGrey = frames.allSatisfy { $0.channels == 1 }
        guard put(isGrey ? frames : frames.map { $0.converted(channels: 3) }, delays, comment, into: file),
            EGifCloseFile(file, &status) == GIF_OK
        else {
            throw EngineFailure("the GIF cannot be made", found: "giflib status \(file.pointee.Error)")
        }
        return withExtendedLifetime(output) { output.data }
    }

    private static func put(
        _ frames: [Picture], _ delays: [Int], _ comment: String?, into file: UnsafeMutablePointer<GifFileType>
    ) -> Bool {
        let (width, height) = (Int32(frames[0].width), Int32(frames[0].height))
        let palette = GIFPalette(frames)
        guard let map = GifMakeMapObject(Int32(palette.colors.count), palette.colors) else { return false }
        defer { GifFreeMapObject(map) }
        EGifSetGifVersion(file, true)
        guard EGifPutScreenDesc(file, width, height, 8, 0, map) == GIF_OK, putLoop(file),
            comment.map({ EGifPutComment(file, $0) == GIF_OK }) ?? true
        else { return false }
        for (frame, delay) in zip(frames, delays) {
            // Disposal none, no transparency, the delay in hundredths.
            let control: [UInt8] = [4, UInt8(delay & 255), UInt8(delay >> 8 & 255), 0]
            guard EGifPutExtension(file, Int32(GRAPHICS_EXT_FUNC_CODE), 4, control) == GIF_OK,
                EGifPutImageDesc(file, 0, 0, width, height, false, nil) == GIF_OK
            else { return false }
            var indices = palette.indices(of: frame)
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
}
