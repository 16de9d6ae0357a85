import CGIF
import Foundation

extension GIF {
    /// The last frame of the GIF `data`, those before it under what it leaves transparent.
    ///
    /// - Throws: ``EngineFailure`` where it is no GIF, is damaged before its first frame ends, or is too large.
    static func lastFrame(of data: Data, place: String) throws -> Picture {
        let input = Input(data)
        return try withExtendedLifetime(input) {
            var status: Int32 = 0
            let file = DGifOpen(
                Unmanaged.passUnretained(input).toOpaque(),
                { file, bytes, count in
                    guard let file, let bytes, let context = file.pointee.UserData else { return 0 }
                    return Unmanaged<Input>.fromOpaque(context).takeUnretainedValue().read(into: bytes, Int(count))
                }, &status)
            guard let file else { throw failure(status, place) }
            defer { DGifCloseFile(file, &status) }
            var canvas = try GIFCanvas(file, place: place)
            return try canvas.lastFrame()
        }
    }

    fileprivate static func failure(_ status: Int32, _ place: String) -> EngineFailure {
        EngineFailure("the picture cannot be read as a GIF", found: "giflib status \(status)", place: place)
    }

    private final class Input {
        private let data: Data
        private var position = 0

        init(_ data: Data) { self.data = data }

        func read(into bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int32 {
            let taken = min(count, data.count - position)
            data.copyBytes(to: bytes, from: data.startIndex + position..<data.startIndex + position + taken)
            position += taken
            return Int32(taken)
        }
    }
}

/// The frames of a GIF laid one over the other, read record by record, so that nothing is taken on the word of its header.
private struct GIFCanvas {
    private let file: UnsafeMutablePointer<GifFileType>
    private let place: String
    private let width: Int
    private let height: Int
    private var pixels: [UInt8]
    /// The colour index that leaves what is there, as the next frame says.
    private var transparent: UInt8?

    init(_ file: UnsafeMutablePointer<GifFileType>, place: String) throws {
        self.file = file
        self.place = place
        (width, height) = (Int(file.pointee.SWidth), Int(file.pointee.SHeight))
        guard width > 0, height > 0, width * height <= PNG.mostPixels else {
            throw EngineFailure(
                "the picture is too large", expected: "at most \(PNG.mostPixels) pixels", found: "\(width)×\(height)",
                place: place)
        }
        pixels = [UInt8](repeating: 255, count: width * height * 3)
    }

    mutating func lastFrame() throws -> Picture {
        var frames = 0
        while let isFrame = try next(hasFrames: frames > 0) { frames += isFrame ? 1 : 0 }
        guard frames > 0 else { throw EngineFailure("the GIF has no frame", place: place) }
        let picture = Picture(width: width, height: height, channels: 3, pixels: pixels)
        return picture.isGrey ? picture.converted(channels: 1) : picture
    }

    /// Reads the next record, true for a frame; nil at the end. What is cut short after a frame ends it too.
    private mutating func next(hasFrames: Bool) throws -> Bool? {
        var kind = UNDEFINED_RECORD_TYPE
        guard DGifGetRecordType(file, &kind) == GIF_OK else { return try end(hasFrames) }
        switch kind {
        case IMAGE_DESC_RECORD_TYPE: return try readFrame() ? true : end(hasFrames)
        case EXTENSION_RECORD_TYPE: return readExtension() ? false : try end(hasFrames)
        case TERMINATE_RECORD_TYPE: return nil
        default: return try end(hasFrames)
        }
    }

    private func end(_ hasFrames: Bool) throws -> Bool? {
        guard hasFrames else { throw GIF.failure(file.pointee.Error, place) }
        return nil
    }

    private mutating func readExtension() -> Bool {
        var code: Int32 = 0
        var block: UnsafeMutablePointer<UInt8>?
        guard DGifGetExtension(file, &code, &block) == GIF_OK else { return false }
        // Length, flags, delay (two bytes), transparent index.
        if code == GRAPHICS_EXT_FUNC_CODE, let block, block[0] >= 4 {
            transparent = block[1] & 1 == 1 ? block[4] : nil
        }
        while block != nil {
            guard DGifGetExtensionNext(file, &block) == GIF_OK else { return false }
        }
        return true
    }

    private mutating func readFrame() throws -> Bool {
        guard DGifGetImageDesc(file) == GIF_OK else { return false }
        let frame = file.pointee.Image
        let (left, top) = (Int(frame.Left), Int(frame.Top))
        let (columns, rows) = (Int(frame.Width), Int(frame.Height))
        guard columns > 0, rows > 0, columns * rows <= PNG.mostPixels,
            let map = frame.ColorMap ?? file.pointee.SColorMap
        else { return false }
        let colors = UnsafeBufferPointer(start: map.pointee.Colors, count: Int(map.pointee.ColorCount))
        // Interlaced lines come in four passes.
        let passes = [(0, 8), (4, 8), (2, 4), (1, 2)]
        let order =
            frame.Interlace ? passes.flatMap { Array(stride(from: $0.0, to: rows, by: $0.1)) } : Array(0..<rows)
        var line = [UInt8](repeating: 0, count: columns)
        for row in order {
            guard DGifGetLine(file, &line, Int32(columns)) == GIF_OK else { return false }
            let y = top + row
            guard y < height else { continue }
            for (x, index) in zip(left..<max(left, min(left + columns, width)), line)
            where index != transparent && Int(index) < colors.count {
                let color = colors[Int(index)]
                let at = (y * width + x) * 3
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (color.Red, color.Green, color.Blue)
            }
        }
        transparent = nil
        return true
    }
}
