import Foundation

/// A picture that the window asks for.
public enum PictureSource: Sendable, Equatable, Codable {
    /// A PNG; `~` is the person's home.
    case file(String)
    /// An image of a data set that was held out of training: the first from number `index` on, downwards or upwards and around the end,
    /// that shows class `label`, or any where that is nil.
    case heldOut(data: String, index: Int, label: Int?, isBackward: Bool)
}

/// A picture that was asked for.
public struct ReadPicture: Sendable, Equatable, Codable {
    public var picture: Picture
    /// As it was asked for, so that the answer finds its way; of a held-out image with its own number and class.
    public var source: PictureSource
    /// What it is for, as the asker said.
    public var purpose: String

    public init(picture: Picture, source: PictureSource, purpose: String) {
        (self.picture, self.source, self.purpose) = (picture, source, purpose)
    }
}

/// Pictures read and written for the window, which touches no file itself.
final class PictureDesk {
    private let data: (String) throws -> ImageSet
    /// The held-out images last looked at: reading a set takes longer than a key may.
    private var shown: (name: String, images: ImageSplit)?

    init(data: @escaping (String) throws -> ImageSet) { self.data = data }

    /// - Throws: ``EngineFailure`` where there is no such picture.
    func read(_ source: PictureSource, purpose: String) throws -> ReadPicture {
        switch source {
        case .file(let path):
            return ReadPicture(picture: try PNG.read(Self.expanded(path)), source: source, purpose: purpose)
        case .heldOut(let name, let index, let label, let isBackward):
            let images = try heldOut(name)
            let order = (0..<images.count).map { offset in
                ((index + (isBackward ? -offset : offset)) % images.count + images.count) % images.count
            }
            guard let found = order.first(where: { label == nil || Int(images.labels[$0]) == label }) else {
                throw EngineFailure("no held-out image shows that class", found: "\(label ?? 0)", place: name)
            }
            let exact = PictureSource.heldOut(
                data: name, index: found, label: Int(images.labels[found]), isBackward: isBackward)
            return ReadPicture(picture: images.picture(at: found), source: exact, purpose: purpose)
        }
    }

    /// - Parameters:
    ///   - replaces: whether a file that is there may be written over.
    ///   - origin: what the picture was drawn from, for its recipe.
    /// - Returns: whether it was written: not where a file is there and may not be replaced.
    /// - Throws: ``EngineFailure`` where it cannot be written.
    func write(_ picture: Picture, to path: String, replaces: Bool, origin: String? = nil) throws -> Bool {
        let place = Self.expanded(path)
        guard path.lowercased().hasSuffix(".png") else {
            throw EngineFailure("a picture is written as a PNG", expected: "NAME.png", found: path)
        }
        guard replaces || !FileManager.default.fileExists(atPath: place) else { return false }
        try PNG.write(picture, text: try DrawingRecipe(picture, origin: origin).chunks(), to: place)
        return true
    }

    private func heldOut(_ name: String) throws -> ImageSplit {
        if let shown, shown.name == name { return shown.images }
        let images = try data(name).test
        guard images.count > 0 else { throw EngineFailure("the data set holds no image out", place: name) }
        shown = (name, images)
        return images
    }

    /// Where `path` leads from here.
    static func place(of path: String) -> String {
        URL(fileURLWithPath: expanded(path)).standardizedFileURL.path
    }

    private static func expanded(_ path: String) -> String { (path as NSString).expandingTildeInPath }
}
