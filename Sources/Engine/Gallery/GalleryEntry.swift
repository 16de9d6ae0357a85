/// A picture's file as it was at one moment: with another size or time it holds another picture.
public struct GalleryKey: Sendable, Hashable, Codable {
    /// Absolute.
    public var path: String
    /// In bytes.
    public var size: Int
    /// When it was last written, in nanoseconds since 1970.
    public var modified: Int

    public init(path: String, size: Int, modified: Int) {
        (self.path, self.size, self.modified) = (path, size, modified)
    }

    /// The file's own name.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// A picture in the gallery.
public struct GalleryEntry: Sendable, Equatable, Codable {
    public var key: GalleryKey
    /// When it was last written, by the clock of this place: `2026-11-21 21:04`.
    public var date: String
    /// What its file says; nil until that is read.
    public var facts: PictureFacts?
    public var isStarred: Bool

    public init(key: GalleryKey, date: String, facts: PictureFacts? = nil, isStarred: Bool = false) {
        (self.key, self.date, self.facts, self.isStarred) = (key, date, facts, isStarred)
    }
}

/// What a picture's file says of itself, in short: for the list and its filter. All of it may be a stranger's word.
public struct PictureFacts: Sendable, Equatable, Codable {
    /// In pixels; 0 where the file is no picture that can be read.
    public var width = 0
    public var height = 0
    /// What made it: `sampling`, an edit's name, `grid`, `noise`, `drawing`; empty where it does not say.
    public var kind = ""
    public var model = ""
    public var classes: [Int] = []
    /// The prompts, or what else it is of.
    public var subject = ""

    public init(
        width: Int = 0, height: Int = 0, kind: String = "", model: String = "", classes: [Int] = [],
        subject: String = ""
    ) {
        (self.width, self.height, self.kind, self.model) = (width, height, kind, model)
        (self.classes, self.subject) = (classes, subject)
    }
}

/// All that a picture's file says of how it was made.
public struct PictureDetails: Sendable, Equatable, Codable {
    public var key: GalleryKey
    public var rows: [TextRow]
    /// What the panes can take; nil where it was not sampled by this program.
    public var recipe: PictureRecipe?
    /// The files written beside it when it was saved: the picture that was edited and the mask. They lie where their names say; nothing
    /// that the recipe names is opened.
    public var image: String?
    public var mask: String?
    /// Why it cannot be read.
    public var complaint: String?

    public init(
        key: GalleryKey, rows: [TextRow] = [], recipe: PictureRecipe? = nil, image: String? = nil, mask: String? = nil,
        complaint: String? = nil
    ) {
        (self.key, self.rows, self.recipe) = (key, rows, recipe)
        (self.image, self.mask, self.complaint) = (image, mask, complaint)
    }
}
