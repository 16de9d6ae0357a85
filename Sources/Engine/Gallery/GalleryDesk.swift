import Foundation

/// The gallery's work, on a thread of its own: lists, reads, stars, deletes. What the window shows comes first, the rest bit by bit.
final class GalleryDesk {
    private let folder: GalleryFolder
    private let trash: GalleryTrash
    private let tell: ([EngineEvent]) -> Void
    private var index: GalleryIndex?
    private var stars: GalleryNames?
    private var elsewhere: GalleryNames?
    private var companions: [String: [String]] = [:]
    private var wants = GalleryWants()
    /// Whose files are still to be read, the newest last.
    private var unread: [GalleryKey] = []
    private var hasNewFacts = false
    /// Whether the list that was told is to be made anew: what it shows comes first.
    private var isListDue = false

    /// Files read between two looks at what the window wants.
    private static let portion = 32

    init(_ path: String, tell: @escaping ([EngineEvent]) -> Void) {
        folder = GalleryFolder(path: path)
        trash = GalleryTrash(path: folder.trash)
        self.tell = tell
    }

    var isIdle: Bool { wants.isEmpty && unread.isEmpty && !hasNewFacts && !isListDue }

    func obey(_ command: GalleryCommand) {
        do {
            tell(try result(of: command).map { .gallery($0) })
        } catch {
            tell([.failed(error as? EngineFailure ?? EngineFailure("\(error)", place: folder.path))])
        }
    }

    private func result(of command: GalleryCommand) throws -> [GalleryEvent] {
        switch command {
        case .list:
            guard index != nil else { return [list()] }
            isListDue = true
            return []
        case .add(let path):
            guard !path.hasPrefix(folder.path + "/") else { return [] }
            try kept(\.elsewhere, folder.elsewhere) { try $0.set(path, true) }
            return []
        case .want(let wants):
            self.wants = wants
            return []
        case .star(let path, let isOn):
            try kept(\.stars, folder.stars) { try $0.set(folder.name(of: path), isOn) }
            return [.starred(path: path, isOn)]
        case .delete(let path):
            try trash.put([path] + (companions[path] ?? []))
            return [.deleted(path: path)]
        case .undelete:
            let path = try trash.takeBack()
            return [list(), .undeleted(path: path)]
        case .export(let path, let target, let replaces): return [try export(path, to: target, replaces: replaces)]
        }
    }

    /// Keeps what was found so far.
    func end() {
        if hasNewFacts { keepIndex() }
    }

    /// Does the next piece of what is left to do.
    func work() {
        if !wants.details.isEmpty {
            tell([.gallery(.details(details(wants.details.removeFirst())))])
        } else if !wants.pictures.isEmpty {
            let key = wants.pictures.removeFirst()
            do {
                let picture = GalleryThumbnail.fit(
                    try PictureFile(key.path).picture(), within: GalleryThumbnail.largeSide)
                tell([.gallery(.picture(key, picture))])
            } catch {
                let failure = error as? EngineFailure ?? EngineFailure("\(error)", place: key.path)
                tell([.gallery(.details(PictureDetails(key: key, complaint: failure.sentence)))])
            }
        } else if !wants.thumbnails.isEmpty {
            let key = wants.thumbnails.removeFirst()
            let picture = try? PictureFile(key.path).picture()
            tell([.gallery(.thumbnail(key, picture.map { GalleryThumbnail.fit($0, within: GalleryThumbnail.side) }))])
        } else if isListDue {
            tell([.gallery(list())])
        } else if !unread.isEmpty {
            readFacts()
        } else if hasNewFacts {
            keepIndex()
        }
    }

    // MARK: The list

    private func list() -> GalleryEvent {
        isListDue = false
        var known = index ?? GalleryIndex(FileManager.default.contents(atPath: folder.index) ?? Data())
        let others = names(\.elsewhere, folder.elsewhere)
        let starred = names(\.stars, folder.stars)
        let found = folder.pictures(also: others.map(folder.path(of:)))
        companions = found.companions
        known.keep(only: Set(found.keys.map { folder.name(of: $0.path) }))
        index = known
        var entries = found.keys.map { key in
            let name = folder.name(of: key.path)
            return GalleryEntry(
                key: key, date: LocalTime.text(nanoseconds: key.modified), facts: known.facts(of: key, name),
                isStarred: starred.contains(name))
        }
        entries.sort { ($0.key.modified, $0.key.path) > ($1.key.modified, $1.key.path) }
        unread = entries.reversed().filter { $0.facts == nil }.map(\.key)
        return .listed(entries, today: LocalTime.today)
    }

    private func readFacts() {
        var facts: [GalleryKey: PictureFacts] = [:]
        for key in unread.suffix(Self.portion).reversed() {
            let found = (try? PictureFile(key.path).facts()) ?? PictureFacts()
            facts[key] = found
            index?.keep(found, of: key, folder.name(of: key.path))
        }
        unread.removeLast(min(Self.portion, unread.count))
        hasNewFacts = true
        tell([.gallery(.facts(facts, unread: unread.count))])
    }

    /// The index saves reading; where it cannot be written everything is read again, and nobody needs to be told.
    private func keepIndex() {
        hasNewFacts = false
        guard let index else { return }
        try? Folder.make(folder.hidden)
        try? AtomicFile.write(index.data, to: folder.index)
    }

    private func details(_ key: GalleryKey) -> PictureDetails {
        do {
            var details = try PictureFile(key.path).details(key)
            let beside = companions[key.path] ?? []
            details.image = beside.first { $0.hasSuffix("-image.png") }
            details.mask = beside.first { $0.hasSuffix("-mask.png") }
            return details
        } catch {
            let failure = error as? EngineFailure ?? EngineFailure("\(error)", place: key.path)
            return PictureDetails(key: key, complaint: failure.sentence)
        }
    }

    // MARK: What is kept

    private func names(_ place: ReferenceWritableKeyPath<GalleryDesk, GalleryNames?>, _ path: String) -> Set<String> {
        if self[keyPath: place] == nil {
            do {
                self[keyPath: place] = try GalleryNames(path)
            } catch {
                self[keyPath: place] = GalleryNames(emptyAt: path)
                tell([.failed(error as? EngineFailure ?? EngineFailure("\(error)", place: path))])
            }
        }
        return self[keyPath: place]?.names ?? []
    }

    private func kept(
        _ place: ReferenceWritableKeyPath<GalleryDesk, GalleryNames?>, _ path: String,
        _ change: (inout GalleryNames) throws -> Void
    ) throws {
        _ = names(place, path)
        guard var names = self[keyPath: place] else { return }
        try change(&names)
        self[keyPath: place] = names
    }

    /// A folder as the target takes the picture under its own name.
    private func export(_ path: String, to target: String, replaces: Bool) throws -> GalleryEvent {
        var place = (target as NSString).expandingTildeInPath
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
        if target.hasSuffix("/") || isThere && isFolder.boolValue {
            place += (place.hasSuffix("/") ? "" : "/") + (path as NSString).lastPathComponent
        }
        guard replaces || !FileManager.default.fileExists(atPath: place) else { return .exists(path: path, to: place) }
        try AtomicFile.write(try PNG.contents(path), to: place)
        return .exported(path: place)
    }
}
