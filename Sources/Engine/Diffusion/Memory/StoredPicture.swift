/// A picture that is kept in memory or on disk, and that reads the same.
public struct StoredPicture: Sendable, Equatable {
    private enum Place: Sendable {
        case memory(Picture)
        case disk(SpillFile, SpillFile.Extent, width: Int, height: Int, channels: Int)
    }

    private let place: Place

    public init(_ picture: Picture) { place = .memory(picture) }

    /// Kept where `memory` says.
    public init(_ picture: Picture, _ memory: TrajectoryMemory) {
        guard let file = memory.keep(picture.pixels.count),
            let extent = try? picture.pixels.withUnsafeBytes({ try file.write($0) })
        else {
            place = .memory(picture)
            return
        }
        place = .disk(file, extent, width: picture.width, height: picture.height, channels: picture.channels)
    }

    /// The picture; grey where the disk does not give it back.
    public var picture: Picture {
        switch place {
        case .memory(let picture): return picture
        case .disk(let file, let extent, let width, let height, let channels):
            var pixels = [UInt8](repeating: 128, count: extent.count)
            try? pixels.withUnsafeMutableBytes { try file.read(extent, into: $0) }
            return Picture(width: width, height: height, channels: channels, pixels: pixels)
        }
    }

    var isOnDisk: Bool { if case .disk = place { true } else { false } }

    public static func == (a: StoredPicture, b: StoredPicture) -> Bool {
        if case .disk(let file, let extent, _, _, _) = a.place, case .disk(let other, extent, _, _, _) = b.place,
            file === other
        {
            return true
        }
        return a.picture == b.picture
    }
}

/// Elsewhere it is a picture in memory: the file is this process's own.
extension StoredPicture: Codable {
    public init(from decoder: any Decoder) throws { self.init(try Picture(from: decoder)) }

    public func encode(to encoder: any Encoder) throws { try picture.encode(to: encoder) }
}
