import Engine

/// The pictures made, as they are looked at.
public struct Gallery: Sendable, Equatable {
    public enum Mode: Sendable, Equatable {
        case browse
        /// One picture, large.
        case open
        /// Those held for comparing, side by side.
        case compare
    }

    /// The newest first.
    public private(set) var entries: [GalleryEntry] = []
    /// The places among `entries` of those that the filter lets through.
    public private(set) var shown: [Int] = []
    /// What is filtered by, as it was typed.
    public private(set) var filter = ""
    /// Whether the pictures are known.
    public var isListed = false
    /// Whether they were asked for and have not come yet.
    public var isAwaited = false
    /// How many files are still to be read.
    public var unread = 0
    public var mode = Mode.browse
    /// The place of the selected picture among `shown`.
    public var selected = 0
    /// The first row of thumbnails shown.
    public var firstRow = 0
    /// The paths of those held for comparing, in the order they were taken.
    public var held: [String] = []
    /// The first line shown of the recipe.
    public var recipeScroll = 0
    /// The picture being copied while it is asked whether a file may be written over.
    public var exporting: String?
    /// What was clicked last, and when: soon again, it opens.
    var lastClick: (path: String, time: Double)?

    // What was read; bounded, for there may be ten thousand.
    public var thumbnails = GalleryCache<Picture?>(limit: 800)
    public var pictures = GalleryCache<Picture>(limit: 6)
    public var details = GalleryCache<PictureDetails>(limit: 64)
    /// What was asked for last, read or not.
    var wanted = GalleryWants()

    private var places: [String: Int] = [:]
    /// What the filter looks in, by place; made when it is first used.
    private var texts: [String] = []
    private var today = ""

    static let mostHeld = 4

    public static func == (a: Self, b: Self) -> Bool {
        a.entries == b.entries && a.shown == b.shown && a.filter == b.filter && a.isListed == b.isListed
            && a.isAwaited == b.isAwaited
            && a.unread == b.unread && a.mode == b.mode && a.selected == b.selected && a.firstRow == b.firstRow
            && a.held == b.held && a.recipeScroll == b.recipeScroll && a.exporting == b.exporting
            && a.lastClick?.path == b.lastClick?.path && a.lastClick?.time == b.lastClick?.time
            && a.thumbnails == b.thumbnails && a.pictures == b.pictures && a.details == b.details
            && a.wanted == b.wanted
    }

    public var current: GalleryEntry? { entry(at: selected) }

    /// The picture at a place among those shown.
    func entry(at place: Int) -> GalleryEntry? {
        shown.indices.contains(place) ? entries[shown[place]] : nil
    }

    func entry(of path: String) -> GalleryEntry? { places[path].map { entries[$0] } }

    var heldEntries: [GalleryEntry] { held.compactMap(entry(of:)) }

    // MARK: What comes

    /// Takes the list; what was selected stays so.
    mutating func take(_ entries: [GalleryEntry], today: String) {
        let path = current?.key.path
        (self.entries, self.today, isListed, isAwaited) = (entries, today, true, false)
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key.path, $0) })
        unread = entries.count { $0.facts == nil }
        texts = []
        held.removeAll { places[$0] == nil }
        refilter(keeping: path)
    }

    mutating func take(_ facts: [GalleryKey: PictureFacts], unread: Int) {
        for (key, found) in facts {
            guard let place = places[key.path], entries[place].key == key else { continue }
            entries[place].facts = found
            if !texts.isEmpty { texts[place] = GalleryFilter.text(of: entries[place]) }
        }
        self.unread = unread
        if !filter.isEmpty { refilter(keeping: current?.key.path) }
    }

    mutating func star(_ path: String, _ isOn: Bool) {
        guard let place = places[path] else { return }
        entries[place].isStarred = isOn
    }

    /// The picture is gone; the one after it is selected.
    mutating func remove(_ path: String) {
        let next = entry(at: selected + 1) ?? entry(at: selected - 1)
        let keeps = current?.key.path == path ? next?.key.path : current?.key.path
        take(entries.filter { $0.key.path != path }, today: today)
        refilter(keeping: keeps)
    }

    mutating func set(filter: String) {
        guard filter != self.filter else { return }
        self.filter = filter
        firstRow = 0
        refilter(keeping: nil)
    }

    mutating func select(path: String) {
        guard let place = places[path], let index = shown.firstIndex(of: place) else { return }
        selected = index
    }

    private mutating func refilter(keeping path: String?) {
        if filter.isEmpty {
            shown = Array(entries.indices)
        } else {
            if texts.isEmpty { texts = entries.map(GalleryFilter.text) }
            let wanted = GalleryFilter(filter, today: today)
            shown = entries.indices.filter { wanted.takes(entries[$0], texts[$0]) }
        }
        selected = min(selected, max(0, shown.count - 1))
        if let path { select(path: path) }
        if shown.isEmpty, mode == .open { mode = .browse }
        if held.count < 2, mode == .compare { mode = .browse }
    }
}

/// What was read of files lately: the oldest gives way.
public struct GalleryCache<Value: Sendable & Equatable>: Sendable, Equatable {
    private var values: [GalleryKey: Value] = [:]
    private var order: [GalleryKey] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    public var count: Int { values.count }

    subscript(key: GalleryKey) -> Value? { values[key] }

    mutating func put(_ value: Value, for key: GalleryKey) {
        if values.updateValue(value, forKey: key) == nil { order.append(key) }
        if order.count > limit { values[order.removeFirst()] = nil }
    }
}
