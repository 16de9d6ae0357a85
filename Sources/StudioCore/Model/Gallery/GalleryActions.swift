import Engine

/// What is done in the gallery, and what it asks the engine for.
extension StudioModel {
    static let exportPurpose = "export"

    var galleryObstacle: String? {
        if !gallery.isListed { return "the pictures are still being looked for" }
        if gallery.current != nil { return nil }
        return gallery.filter.isEmpty
            ? "there are no pictures yet: s samples, w saves" : "no picture is like that: / changes the filter"
    }

    /// Where the thumbnails are now; nil where they have no room.
    var galleryGeometry: GalleryGeometry? {
        guard let place = Layout(self).places[.pictures], !place.isCollapsed else { return nil }
        return GalleryGeometry(self, in: place.inner)
    }

    // MARK: Moving

    mutating func selectPicture(_ index: Int) -> [Effect] {
        gallery.selected = min(max(0, index), max(0, gallery.shown.count - 1))
        gallery.recipeScroll = 0
        guard let geometry = galleryGeometry else { return [] }
        gallery.firstRow = geometry.firstRow(showing: gallery.selected)
        return []
    }

    mutating func movePicture(by key: Key) -> [Effect] {
        // One picture after the other where only one is seen.
        let row = gallery.mode == .browse ? galleryGeometry?.columns ?? 1 : 1
        let offset =
            switch key {
            case .left: -1
            case .right: 1
            case .up: -row
            default: row
            }
        let index = gallery.selected + offset
        // Up and down stay in their column where there is no row.
        guard gallery.shown.indices.contains(index) || abs(offset) == 1 else {
            let isLastRow = gallery.selected / row == (gallery.shown.count - 1) / row
            return offset > 0 && !isLastRow ? selectPicture(.max) : []
        }
        return selectPicture(index)
    }

    mutating func pagePictures(by key: Key) -> [Effect] {
        let page = gallery.mode == .browse ? max(1, galleryGeometry?.perPage ?? 1) : 10
        switch key {
        case .pageUp: return selectPicture(gallery.selected - page)
        case .pageDown: return selectPicture(gallery.selected + page)
        case .home: return selectPicture(0)
        default: return selectPicture(.max)
        }
    }

    mutating func scrollPictures(by rows: Int) -> [Effect] {
        guard gallery.mode == .browse else { return selectPicture(gallery.selected + rows) }
        guard let geometry = galleryGeometry else { return [] }
        gallery.firstRow = min(max(0, geometry.first + rows), geometry.lastFirst)
        return []
    }

    mutating func scrollRecipe(by lines: Int) -> [Effect] {
        guard let inner = Layout(self).places[.recipe]?.inner else { return [] }
        let count = RecipePanel.lines(self, width: inner.width).count
        gallery.recipeScroll = min(max(0, gallery.recipeScroll + lines), max(0, count - inner.height))
        return []
    }

    /// A click selects, another one soon after it opens.
    mutating func clickPicture(x: Int, y: Int) -> [Effect] {
        guard gallery.mode == .browse, let index = galleryGeometry?.index(atX: x, y: y),
            let entry = gallery.entry(at: index)
        else { return [] }
        let isSecond = gallery.lastClick.map { $0.path == entry.key.path && now - $0.time <= 0.5 } ?? false
        gallery.lastClick = isSecond ? nil : (entry.key.path, now)
        gallery.selected = index
        gallery.recipeScroll = 0
        if isSecond { gallery.mode = .open }
        return []
    }

    // MARK: Doing

    /// Leaves one thing after the other: what is open, the filter, what is held.
    mutating func leaveInGallery() -> [Effect] {
        if messages.current != nil {
            messages.dismiss(at: now)
        } else if isAlone || gallery.mode != .browse && magnifier.size != .fit {
            showUsualSize()
        } else if gallery.mode != .browse {
            gallery.mode = .browse
            return selectPicture(gallery.selected)
        } else if !gallery.filter.isEmpty {
            let path = gallery.current?.key.path
            gallery.set(filter: "")
            if let path { gallery.select(path: path) }
            return selectPicture(gallery.selected)
        } else if !gallery.held.isEmpty {
            gallery.held = []
        } else {
            isZoomed = false
        }
        return []
    }

    mutating func holdPicture() -> [Effect] {
        guard let path = gallery.current?.key.path else { return [] }
        if let place = gallery.held.firstIndex(of: path) {
            gallery.held.remove(at: place)
            if gallery.held.count < 2, gallery.mode == .compare { gallery.mode = .browse }
        } else if gallery.held.count < Gallery.mostHeld {
            gallery.held.append(path)
        } else {
            say("four pictures are held already: c on one of them lets it go")
        }
        return []
    }

    /// Why there is nothing to compare; the selected picture goes beside a single one that is held.
    var comparingObstacle: String? {
        if gallery.mode == .compare || gallery.held.count >= 2 { return nil }
        let isOther = gallery.current.map { !gallery.held.contains($0.key.path) } ?? false
        return gallery.held.count == 1 && isOther ? nil : "hold two to four pictures with c first"
    }

    mutating func comparePictures() -> [Effect] {
        if gallery.mode == .compare {
            gallery.mode = .browse
            return []
        }
        if gallery.held.count == 1, let path = gallery.current?.key.path { gallery.held.append(path) }
        gallery.mode = .compare
        gallery.recipeScroll = 0
        return []
    }

    mutating func askExport() -> [Effect] {
        guard let entry = gallery.current else { return [] }
        path = PathEntry(use: .export(from: entry.key.path), text: "~/" + entry.key.name)
        return []
    }

    mutating func askFilter() -> [Effect] {
        path = PathEntry(use: .filter(before: gallery.filter), text: gallery.filter)
        gallery.mode = .browse
        return []
    }

    /// The filter is what is being typed.
    mutating func followFilter() {
        if case .filter? = path?.use, let text = path?.text { gallery.set(filter: text) }
    }

    // MARK: With the engine

    mutating func take(_ event: GalleryEvent) {
        switch event {
        case .listed(let entries, let today): gallery.take(entries, today: today)
        case .facts(let facts, let unread): gallery.take(facts, unread: unread)
        case .details(let details): gallery.details.put(details, for: details.key)
        case .picture(let key, let picture): gallery.pictures.put(picture, for: key)
        case .thumbnail(let key, let picture): gallery.thumbnails.put(picture, for: key)
        case .starred(let path, let isOn): gallery.star(path, isOn)
        case .deleted(let path):
            gallery.remove(path)
            _ = selectPicture(gallery.selected)
            messages.post(Message(.answer, "\(Self.name(of: path)) is deleted; u brings it back"), at: now)
        case .undeleted(let path):
            gallery.select(path: path)
            _ = selectPicture(gallery.selected)
            messages.post(Message(.answer, "\(Self.name(of: path)) is back"), at: now)
        case .exported(let path): messages.post(Message(.notice, "copied to \(path)"), at: now)
        case .exists(let path, let target):
            gallery.exporting = path
            overlay = .overwrite(path: target, purpose: Self.exportPurpose)
        }
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What the window shows of the gallery now and has not, where that is something else than was asked for last.
    mutating func askGallery() -> [Effect] {
        guard workspace == .gallery, gallery.isListed else { return [] }
        var wants = GalleryWants()
        let near = [0, 1, -1].compactMap { gallery.entry(at: gallery.selected + $0)?.key }
        switch gallery.mode {
        case .browse:
            wants.details = Array(near.prefix(1))
            let geometry = galleryGeometry
            wants.thumbnails = (geometry?.nearby ?? []).compactMap { gallery.entry(at: $0)?.key }
        case .open: (wants.details, wants.pictures) = (Array(near.prefix(1)), near)
        case .compare:
            (wants.details, wants.pictures) = (gallery.heldEntries.map(\.key), gallery.heldEntries.map(\.key))
        }
        guard wants != gallery.wanted else { return [] }
        gallery.wanted = wants
        wants.details.removeAll { gallery.details[$0] != nil }
        wants.pictures.removeAll { gallery.pictures[$0] != nil || gallery.details[$0]?.complaint != nil }
        wants.thumbnails.removeAll { gallery.thumbnails[$0] != nil }
        return [.engine(.gallery(.want(wants)))]
    }
}
