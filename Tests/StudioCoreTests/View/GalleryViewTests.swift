import Engine
import Testing

@testable import StudioCore

/// The gallery, cell by cell. ``Golden`` says how the files are made.
@Suite struct GalleryViewTests {
    @Test(arguments: [(120, 40), (80, 24), (60, 20)]) func browsing(_ width: Int, _ height: Int) throws {
        var model = Scenes.gallery(width, height, graphics: width == 80 ? .quadrants : .sixel)
        Scenes.browse(&model, .down, .right, .character("c"), .right)
        try Golden.expect(model, "gallery-\(width)x\(height)", styles: width == 120)
    }

    @Test(arguments: [(120, 40), (80, 24)]) func opened(_ width: Int, _ height: Int) throws {
        var model = Scenes.gallery(width, height)
        Scenes.browse(&model, .right, .right, .enter)
        try Golden.expect(model, "gallery-open-\(width)x\(height)", styles: width == 80)
    }

    @Test(arguments: [(120, 40), (80, 24)]) func compared(_ width: Int, _ height: Int) throws {
        var model = Scenes.gallery(width, height)
        Scenes.browse(&model, .character("c"), .right, .character("c"), .right, .character("c"), .character("C"))
        try Golden.expect(model, "gallery-compared-\(width)x\(height)")
    }

    @Test func filtering() throws {
        var model = Scenes.gallery(80, 24)
        Scenes.browse(&model, .character("/"))
        for character in "class:4 date:2026-11-1" { Scenes.browse(&model, .character(character)) }
        try Golden.expect(model, "gallery-filter-80x24", styles: true)
        Scenes.browse(&model, .character("z"), .character("z"))
        #expect(view(model).text.contains("No picture is like that"))
    }

    @Test func emptyAndPlain() throws {
        try Golden.expect(Scenes.gallery(80, 24, count: 0), "gallery-empty-80x24")
        let plain = Scenes.gallery(80, 24, graphics: .mono, unicode: false)
        #expect(view(plain).cells.allSatisfy { $0.character.isASCII })
        try Golden.expect(plain, "gallery-plain-80x24")
    }

    /// Strangers' words are shown and not obeyed, and what cannot be read says so.
    @Test func strangers() throws {
        var model = Scenes.gallery(100, 30, count: 1)
        let key = GalleryKey(path: "/pictures/\u{1B}[2J日本語\u{202E}.png", size: 1, modified: 1)
        let facts = PictureFacts(
            width: 9, height: 9, kind: "\u{7}", model: "\n\nm", classes: [.max, .min], subject: "e\u{301}\u{9B}2J")
        Scenes.tell(
            &model, .listed([GalleryEntry(key: key, date: "2026-11-21 09:00", facts: facts)], today: Scenes.today))
        Scenes.tell(&model, .thumbnail(key, nil))
        Scenes.tell(
            &model,
            .details(
                PictureDetails(key: key, rows: [.init("Ti\u{1B}tle", "\u{1B}]0;x\u{7} two\nlines"), .init("", "")])))
        try Golden.expect(model, "gallery-stranger-100x30")
        Scenes.tell(&model, .details(PictureDetails(key: key, complaint: "this is no picture (expected a PNG) in x")))
        Scenes.press(&model, .enter)
        #expect(view(model).text.contains("this is no picture"))
        for (width, height) in [(1, 1), (12, 3), (30, 8), (91, 9), (200, 60)] {
            _ = update(&model, .resized(width: width, height: height))
            #expect(view(model).cells.count == width * height)
        }
    }

    /// Every picture of every page is inside the pane, and no two lie over one another.
    @Test func thumbnailsLieApart() throws {
        for (width, height) in [(80, 24), (120, 40), (200, 60), (60, 20), (91, 15)] {
            var model = Scenes.gallery(width, height, count: 500)
            Scenes.press(&model, .pageDown, .pageDown)
            let geometry = try #require(model.galleryGeometry)
            var taken = Set<Int>()
            for index in geometry.visible {
                let place = try #require(geometry.place(of: index))
                for y in place.y...place.y + place.height {
                    for x in place.x - 1...place.x + place.width {
                        #expect(taken.insert(y * width + x).inserted, "two things at \(x), \(y) of \(width)×\(height)")
                        #expect(geometry.index(atX: x, y: y) == index)
                    }
                }
                let (right, bottom) = (geometry.rect.x + geometry.rect.width, geometry.rect.y + geometry.rect.height)
                #expect(
                    place.x > geometry.rect.x - 1 && place.x + place.width < right + 1
                        && place.y + place.height < bottom)
            }
            #expect(geometry.visible.contains(model.gallery.selected) && geometry.columns >= 3 || width == 60)
        }
    }
}
