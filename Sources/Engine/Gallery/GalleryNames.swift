import Foundation

/// A set of pictures' names on disk, a JSON list: those with a star, those that lie elsewhere. Written whole or not at all.
struct GalleryNames {
    private let path: String
    private(set) var names: Set<String>

    /// Reads what is kept at `path`.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be understood; the file is put aside then, and nothing is lost.
    init(_ path: String) throws {
        self.path = path
        names = []
        guard let data = FileManager.default.contents(atPath: path) else { return }
        do {
            names = Set(try JSON.decode([String].self, from: data, place: path))
        } catch var failure as EngineFailure {
            let aside = path + ".unread"
            try? FileManager.default.removeItem(atPath: aside)
            try? FileManager.default.moveItem(atPath: path, toPath: aside)
            failure.hint = "what was there is kept as \(aside)"
            throw failure
        }
    }

    /// None, where what was kept cannot be read.
    init(emptyAt path: String) { (self.path, names) = (path, []) }

    /// Puts `name` in or takes it out, on the disk before it counts.
    ///
    /// - Throws: ``EngineFailure`` where that cannot be written; nothing has changed then.
    mutating func set(_ name: String, _ isIn: Bool) throws {
        guard names.contains(name) != isIn else { return }
        var next = names
        if isIn { next.insert(name) } else { next.remove(name) }
        try Folder.make((path as NSString).deletingLastPathComponent)
        try AtomicFile.write(try JSON.encode(next.sorted()), to: path)
        names = next
    }
}
