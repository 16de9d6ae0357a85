/// What the gallery can be told.
public enum GalleryCommand: Sendable, Equatable, Codable {
    /// Asks for the pictures there are.
    case list
    /// A picture was written outside of the pictures' folder: it is listed too from now on.
    case add(path: String)
    /// What the window shows: read before everything else, and what was asked for earlier no more.
    case want(GalleryWants)
    case star(path: String, Bool)
    /// Moves a picture and what was written beside it to the trash.
    case delete(path: String)
    /// Brings the picture back that was deleted last.
    case undelete
    /// Copies a picture; over a file that is there only where it `replaces`.
    case export(path: String, to: String, replaces: Bool)
}

/// What the window wants to show.
public struct GalleryWants: Sendable, Equatable, Codable {
    public var details: [GalleryKey] = []
    /// Whole pictures.
    public var pictures: [GalleryKey] = []
    public var thumbnails: [GalleryKey] = []

    public init() {}

    public var isEmpty: Bool { details.isEmpty && pictures.isEmpty && thumbnails.isEmpty }
}

/// What the gallery tells.
public enum GalleryEvent: Sendable, Equatable, Codable {
    /// The pictures, the newest first, and the day it is: `2026-11-21`.
    case listed([GalleryEntry], today: String)
    /// What the files of some say, and how many are still to be read.
    case facts([GalleryKey: PictureFacts], unread: Int)
    case details(PictureDetails)
    case picture(GalleryKey, Picture)
    /// A picture within ``GalleryThumbnail/side``; nil where it cannot be read.
    case thumbnail(GalleryKey, Picture?)
    case starred(path: String, Bool)
    case deleted(path: String)
    case undeleted(path: String)
    case exported(path: String)
    /// Nothing was copied, for there is a file already; it may be asked for again as one that replaces.
    case exists(path: String, to: String)
}
