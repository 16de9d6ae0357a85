import Engine

/// The gallery: looking at the pictures made, and doing something with one.
extension CommandTable {
    static let pictures = [
        Command(
            "pictures-move", "picture", keys: [.left, .right, .up, .down], keysTitle: "←→↑↓", place: .pictures, rank: 4,
            help: "Goes to the picture beside; of a picture that is open, to the one before or after.",
            unless: \.galleryObstacle
        ) { model, key in model.movePicture(by: key) },
        Command(
            "pictures-page", "page", keys: [.pageUp, .pageDown, .home, .end], keysTitle: "PageUp PageDown Home End",
            place: .pictures, help: "Goes a page on or back, or to the newest or oldest picture.",
            unless: \.galleryObstacle
        ) { model, key in model.pagePictures(by: key) },
        Command(
            "pictures-open", "open", keys: [.enter], place: .pictures, rank: 1,
            help: "Shows the picture large; once more goes back to all of them.",
            titleNow: { $0.gallery.mode == .browse ? "open" : "all pictures" }, unless: \.galleryObstacle
        ) { model, _ in
            model.gallery.mode = model.gallery.mode == .browse ? .open : .browse
            return model.selectPicture(model.gallery.selected)
        },
    ]

    static let recipePane = [
        Command(
            "recipe-scroll", "scroll", keys: [.up, .down, .pageUp, .pageDown], keysTitle: "↑↓ PageUp PageDown",
            place: .recipe, rank: 4, help: "Scrolls the recipe."
        ) { model, key in
            model.scrollRecipe(by: key == .up ? -1 : key == .down ? 1 : key == .pageUp ? -10 : 10)
        }
    ]

    static let gallery = [
        Command(
            "gallery-step", "next", keys: [.character("["), .character("]")], keysTitle: "[ ]", place: .gallery,
            help: "Goes to the picture before or after, newer or older.", unless: \.galleryObstacle
        ) { model, key in model.selectPicture(model.gallery.selected + (key == .character("[") ? -1 : 1)) },
        Command(
            "gallery-filter", "filter", keys: [.character("/")], place: .gallery, rank: 3,
            help:
                "Shows only some: words in name, model, prompt or date, or class:7, model:flow, prompt:snow, kind:inpaint, date:2026-11, date:today, star."
        ) { model, _ in model.askFilter() },
        Command(
            "gallery-star", "star", keys: [.character("*")], place: .gallery, rank: 6,
            help: "Gives the picture a star, or takes it away.",
            titleNow: { $0.gallery.current?.isStarred == true ? "no star" : "star" }, unless: \.galleryObstacle
        ) { model, _ in
            guard let entry = model.gallery.current else { return [] }
            return [.engine(.gallery(.star(path: entry.key.path, !entry.isStarred)))]
        },
        Command(
            "gallery-take", "use its settings", keys: [.character("p")], place: .gallery, rank: 2,
            help:
                "Takes the parameters that made the picture into the panes, with its model and the pictures it was made from where they are here; u there takes that back.",
            unless: \.settingsObstacle
        ) { model, _ in model.takeSettings() },
        Command(
            "gallery-hold", "hold", keys: [.character("c")], place: .gallery, rank: 7,
            help: "Holds the picture for comparing, up to four, or lets it go.",
            titleNow: { model in
                model.gallery.current.map { model.gallery.held.contains($0.key.path) } == true ? "let go" : "hold"
            }, unless: \.galleryObstacle
        ) { model, _ in model.holdPicture() },
        Command(
            "gallery-compare", "compare", keys: [.character("C")], place: .gallery,
            help: "Shows the pictures held side by side, and what differs in their recipes; once more goes back.",
            titleNow: { $0.gallery.mode == .compare ? "all pictures" : "compare" },
            rankNow: { $0.comparingObstacle == nil ? 2 : nil }, unless: \.comparingObstacle
        ) { model, _ in model.comparePictures() },
        Command(
            "gallery-export", "copy", keys: [.character("w")], place: .gallery, rank: 8,
            help: "Copies the picture's file to a path that is typed; asks before it writes over another.",
            unless: \.galleryObstacle
        ) { model, _ in model.askExport() },
        Command(
            "gallery-delete", "delete", keys: [.character("d"), .delete], place: .gallery, rank: 9,
            help: "Moves the picture, and what was written beside it, to the trash.", unless: \.galleryObstacle
        ) { model, _ in
            model.gallery.current.map { [.engine(.gallery(.delete(path: $0.key.path)))] } ?? []
        },
        Command(
            "gallery-undelete", "bring back", keys: [.character("u")], place: .gallery,
            help: "Brings the picture back that was deleted last."
        ) { _, _ in [.engine(.gallery(.undelete))] },
        Command(
            "gallery-leave", "leave", keys: [.escape], place: .gallery,
            help: "Takes the message away, or goes back to all pictures, or ends the filter, or lets go what is held.",
            rankNow: { $0.messages.current?.kind == .error ? 0 : $0.gallery.mode == .browse ? nil : 3 }
        ) { model, _ in model.leaveInGallery() },
    ]
}
