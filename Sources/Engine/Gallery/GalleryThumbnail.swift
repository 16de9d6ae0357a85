/// Pictures small enough to keep many of.
public enum GalleryThumbnail {
    /// The most pixels of the longer side.
    public static let side = 128
    /// The same of a picture that is looked at by itself.
    static let largeSide = 2048

    /// `picture` within `side` pixels each way, in its proportions, resampled by area; as it is where that is so already.
    static func fit(_ picture: Picture, within side: Int) -> Picture {
        let longest = max(picture.width, picture.height)
        guard longest > side else { return picture }
        let width = max(1, (picture.width * side + longest / 2) / longest)
        let height = max(1, (picture.height * side + longest / 2) / longest)
        return shrunk(picture, width: width, height: height)
    }

    /// Each pixel the mean of the whole source pixels that it lies over: exact enough to look at, and one pass over the source.
    private static func shrunk(_ picture: Picture, width: Int, height: Int) -> Picture {
        let channels = picture.channels
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { result, initialized in
            picture.pixels.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    let rows =
                        y * picture.height
                        / height..<max(y * picture.height / height + 1, (y + 1) * picture.height / height)
                    for x in 0..<width {
                        let columns =
                            x * picture.width
                            / width..<max(x * picture.width / width + 1, (x + 1) * picture.width / width)
                        let count = rows.count * columns.count
                        for channel in 0..<channels {
                            var sum = 0
                            for row in rows {
                                for column in columns {
                                    sum += Int(source[(row * picture.width + column) * channels + channel])
                                }
                            }
                            result[(y * width + x) * channels + channel] = UInt8((sum + count / 2) / count)
                        }
                    }
                }
            }
            initialized = width * height * channels
        }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }
}
