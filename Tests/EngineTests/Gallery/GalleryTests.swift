import Foundation
import Testing

@testable import Engine

/// The gallery's desk on folders of its own: what it lists, reads, keeps and gives back.
@Suite struct GalleryTests {
    /// A desk on a fresh folder, and what it told.
    private final class Room {
        let folder: String
        private(set) var events: [EngineEvent] = []
        private(set) var desk: GalleryDesk?

        init(_ folder: String) {
            self.folder = folder
            open()
        }

        /// Another desk on the same folder, as after a restart.
        func open() { desk = GalleryDesk(folder) { [unowned self] in events += $0 } }

        /// Carries a command out with all that follows from it, and returns what was told.
        @discardableResult
        func told(_ command: GalleryCommand) -> [GalleryEvent] {
            events = []
            desk?.obey(command)
            while desk?.isIdle == false { desk?.work() }
            return events.compactMap { if case .gallery(let event) = $0 { event } else { nil } }
        }

        var failures: [EngineFailure] {
            events.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
        }

        var names: [String] { listed.map(\.key.name) }

        var listed: [GalleryEntry] {
            for case .listed(let entries, _) in told(.list) { return entries }
            return []
        }

        func path(_ name: String) -> String { folder + "/" + name }

        /// A picture with the recipe of a sampling, written at a time of its own.
        func write(_ name: String, shade: UInt8 = 9, time: Int, classes: [Int] = [7], side: Int = 4) throws {
            let picture = Picture(
                width: side, height: side, channels: 1, pixels: [UInt8](repeating: shade, count: side * side))
            let request = SamplingRequest(classes: classes, count: 1, steps: 5, guidance: 3, seed: 1)
            let recipe = PictureRecipe(
                request, changes: [], sampler: "flow-euler", model: .init(name: "tiny", weights: nil, step: 3),
                weak: nil, precision: .f32, size: (side, side), program: "studio", command: "studio sample")
            try PNG.write(picture, text: try recipe.chunks(), to: path(name))
            try age(name, time)
        }

        func age(_ name: String, _ time: Int) throws {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(1_700_000_000 + time))],
                ofItemAtPath: path(name))
        }

        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
    }

    private func withRoom(_ body: (Room) throws -> Void) throws {
        try Fixtures.withTemporaryFolder { try body(Room($0 + "/pictures")) }
    }

    private func withPictures(_ body: (Room) throws -> Void) throws {
        try withRoom { room in
            try Folder.make(room.folder + "/older")
            for (place, name) in ["older/a.png", "b.png", "c.png"].enumerated() {
                try room.write(name, shade: UInt8(place), time: place, classes: [place])
            }
            try body(room)
        }
    }

    @Test func aFolderThatIsNotThereIsEmpty() throws {
        try withRoom { #expect($0.names.isEmpty && $0.failures.isEmpty) }
    }

    @Test func picturesComeNewestFirstAndTheirFilesAreRead() throws {
        try withPictures { room in
            try Data("no picture".utf8).write(to: URL(fileURLWithPath: room.path("note.txt")))
            let events = room.told(.list)
            guard case .listed(let entries, let today)? = events.first else {
                Issue.record("nothing is listed")
                return
            }
            #expect(entries.map(\.key.name) == ["c.png", "b.png", "a.png"])
            #expect(entries.allSatisfy { $0.facts == nil && $0.date.count == 16 } && today.count == 10)
            guard case .facts(let facts, 0)? = events.last else {
                Issue.record("nothing is read")
                return
            }
            let wanted = PictureFacts(width: 4, height: 4, kind: "sampling", model: "tiny", classes: [2])
            #expect(facts[entries[0].key] == wanted && facts.count == 3)
        }
    }

    /// The index takes the place of reading as long as a file is what it was.
    @Test func theIndexCountsWhileAFileIsTheSame() throws {
        try withPictures { room in
            room.told(.list)
            room.open()
            let again = room.listed
            #expect(again.map { $0.facts?.classes } == [[2], [1], [0]])
            // Other bytes at another time: read anew, and only this one.
            try room.write("b.png", time: 9, classes: [8])
            room.open()
            let events = room.told(.list)
            guard case .listed(let entries, _)? = events.first, case .facts(let facts, _)? = events.last else {
                Issue.record("\(events)")
                return
            }
            #expect(entries.map(\.key.name) == ["b.png", "c.png", "a.png"])
            #expect(entries.map { $0.facts == nil } == [true, false, false])
            #expect(facts.count == 1 && facts[entries[0].key]?.classes == [8])
        }
    }

    @Test func anIndexKeepsEveryTextAndADamagedOneCostsOnlyReading() throws {
        var index = GalleryIndex()
        let key = GalleryKey(path: "/p/a\tb\\n.png", size: 10, modified: 20)
        let facts = PictureFacts(
            width: 3, height: 2, kind: "in\npaint", model: "m\\t", classes: [3, -1], subject: "two\nlines\tand \\ more")
        index.keep(facts, of: key, "a\tb\\n.png")
        #expect(GalleryIndex(index.data).facts(of: key, "a\tb\\n.png") == facts)
        var changed = key
        changed.modified += 1
        #expect(GalleryIndex(index.data).facts(of: changed, "a\tb\\n.png") == nil)
        // Whatever single byte is another one, nothing traps, and what is not understood does not count.
        for place in index.data.indices {
            var data = index.data
            data[place] ^= 0x55
            _ = GalleryIndex(data).facts(of: key, "a\tb\\n.png")
        }
        for count in 0..<index.data.count - 2 { #expect(GalleryIndex(index.data.prefix(count)).facts.count <= 1) }
        try withPictures { room in
            room.told(.list)
            try Data("studio gallery 1\nrubbish\n\t\t\t".utf8).write(
                to: URL(fileURLWithPath: room.path(".gallery/index")))
            room.open()
            #expect(room.names.count == 3 && room.failures.isEmpty)
        }
    }

    @Test func starsOutliveTheProgramAndADamagedFileIsPutAside() throws {
        try withPictures { room in
            room.told(.list)
            #expect(room.told(.star(path: room.path("b.png"), true)) == [.starred(path: room.path("b.png"), true)])
            room.open()
            #expect(room.listed.map(\.isStarred) == [false, true, false])
            room.told(.star(path: room.path("b.png"), false))
            room.open()
            #expect(room.listed.allSatisfy { !$0.isStarred })
            try Data("[\"b.p".utf8).write(to: URL(fileURLWithPath: room.path(".gallery/stars")))
            room.open()
            #expect(room.listed.count == 3 && room.exists(".gallery/stars.unread"))
            room.open()
            room.told(.star(path: room.path("c.png"), true))
            #expect(room.failures.isEmpty && room.listed[0].isStarred)
        }
    }

    @Test func whatIsDeletedComesBackWithWhatWasWrittenBesideIt() throws {
        try withPictures { room in
            for name in ["c-image.png", "c-mask.png", "c-mask-12.png", "d-mask.png"] { try room.write(name, time: -9) }
            // What a picture was made from is no picture of its own, unless that one is gone.
            #expect(room.names == ["c.png", "b.png", "a.png", "d-mask.png"])
            #expect(room.told(.delete(path: room.path("c.png"))) == [.deleted(path: room.path("c.png"))])
            #expect(!room.exists("c.png") && !room.exists("c-mask-12.png") && !room.exists("c-image.png"))
            room.told(.delete(path: room.path("b.png")))
            room.open()
            #expect(room.names == ["a.png", "d-mask.png"])
            #expect(room.told(.undelete).contains(.undeleted(path: room.path("b.png"))))
            // Another picture has its name by now: neither is lost.
            try room.write("c.png", shade: 200, time: 50)
            #expect(room.told(.undelete).contains(.undeleted(path: room.path("c-2.png"))))
            #expect(try PNG.read(room.path("c-2.png")).pixels[0] == 2 && room.exists("c-2-mask-12.png"))
            #expect(try PNG.read(room.path("c.png")).pixels[0] == 200)
            #expect(room.names == ["c.png", "c-2.png", "b.png", "a.png", "d-mask.png"])
            room.told(.undelete)
            #expect(room.failures.first?.what == "the trash is empty")
            room.told(.delete(path: room.path("gone.png")))
            #expect(room.failures.first?.what == "the picture cannot be deleted")
        }
    }

    @Test func aCopyIsTheSameFileAndReplacesOnlyWhatItMay() throws {
        try withPictures { room in
            let target = room.path("copy.png")
            #expect(
                room.told(.export(path: room.path("b.png"), to: target, replaces: false)) == [.exported(path: target)])
            let bytes = FileManager.default.contents(atPath: room.path("b.png"))
            #expect(FileManager.default.contents(atPath: target) == bytes)
            let export = GalleryCommand.export(path: room.path("c.png"), to: target, replaces: false)
            #expect(room.told(export) == [.exists(path: room.path("c.png"), to: target)])
            #expect(FileManager.default.contents(atPath: target) == bytes)
            room.told(.export(path: room.path("c.png"), to: target, replaces: true))
            let copy = try PNG.read(target)
            #expect(copy.pixels[0] == 2)
            // A folder takes it under its own name.
            let into = GalleryCommand.export(path: room.path("c.png"), to: room.path("older"), replaces: false)
            #expect(room.told(into) == [.exported(path: room.path("older/c.png"))])
            room.told(.export(path: room.path("c.png"), to: "/nowhere/at/all.png", replaces: false))
            #expect(room.failures.count == 1)
        }
    }

    @Test func picturesWrittenElsewhereAreListedToo() throws {
        try withPictures { room in
            let other = (room.folder as NSString).deletingLastPathComponent + "/mine.png"
            try PNG.write(Picture(width: 1, height: 1, channels: 1, pixels: [5]), to: other)
            room.told(.add(path: other))
            room.told(.add(path: room.path("b.png")))
            room.open()
            #expect(room.names == ["mine.png", "c.png", "b.png", "a.png"])
            room.told(.delete(path: other))
            #expect(!FileManager.default.fileExists(atPath: other) && room.names.count == 3)
            room.told(.undelete)
            #expect(room.names.count == 4)
        }
    }

    @Test func whatTheWindowWantsIsReadBeforeTheRest() throws {
        try withPictures { room in
            try room.write("large.png", time: 20, side: 300)
            let keys = room.listed.map(\.key)
            var wants = GalleryWants()
            (wants.details, wants.pictures, wants.thumbnails) = ([keys[1]], [keys[0]], [keys[0], keys[3]])
            let events = room.told(.want(wants))
            guard events.count == 4, case .details(let details) = events[0],
                case .picture(keys[0], let large) = events[1],
                case .thumbnail(keys[0], let small?) = events[2], case .thumbnail(keys[3], let other?) = events[3]
            else {
                Issue.record("\(events)")
                return
            }
            #expect(details.key == keys[1] && details.recipe?.classes == [2] && details.complaint == nil)
            #expect(details.rows.contains(.init("guidance", "3.0")))
            #expect((large.width, large.height) == (300, 300))
            #expect((small.width, small.height) == (GalleryThumbnail.side, GalleryThumbnail.side))
            #expect(small.pixels.allSatisfy { $0 == 9 } && other.pixels == [UInt8](repeating: 0, count: 16))
        }
    }

    /// Strangers' files: what they have is shown, and what they claim is not believed.
    @Test func aStrangersFilesAreHarmless() throws {
        try withRoom { room in
            try Folder.make(room.folder)
            let dot = Picture(width: 1, height: 1, channels: 3, pixels: [1, 2, 3])
            try PNG.write(
                dot, text: ["Title": "\u{1B}[2Jclear", "Comment": String(repeating: "x", count: 100_000)],
                to: room.path("a.png"))
            try PNG.write(dot, text: ["studio": "{\"version\": 1, \"steps\": NaN}"], to: room.path("b.png"))
            try Data("no PNG".utf8).write(to: URL(fileURLWithPath: room.path("c.png")))
            let whole = try #require(FileManager.default.contents(atPath: room.path("a.png")))
            try whole.prefix(30).write(to: URL(fileURLWithPath: room.path("d.png")))
            for (time, name) in ["a.png", "b.png", "c.png", "d.png"].enumerated() { try room.age(name, time) }
            let keys = room.listed.map(\.key)
            var wants = GalleryWants()
            (wants.details, wants.thumbnails) = (keys, keys)
            let events = room.told(.want(wants))
            let details = events.compactMap { if case .details(let details) = $0 { details } else { nil } }
            #expect(details.count == 4 && details.allSatisfy { $0.recipe == nil })
            #expect(details[3].rows.first { $0.name == "Title" }?.value == "\u{1B}[2Jclear")
            #expect(details[3].rows.allSatisfy { $0.value.count <= 4000 })
            #expect(details[2].rows.contains { $0.name == "recipe" && $0.value.contains("JSON") })
            #expect(details[1].complaint?.contains("this is no picture") == true)
            let thumbnails = events.compactMap {
                if case .thumbnail(_, let picture) = $0 { picture != nil } else { nil }
            }
            #expect(thumbnails == [false, false, true, true])
            #expect(room.listed.map { $0.facts?.width } == [1, 0, 1, 1])
        }
    }

    @Test func anAnimationShowsItsLastFrame() throws {
        try withRoom { room in
            try Folder.make(room.folder)
            let frames = (0..<3).map { shade in
                Picture(width: 3, height: 2, channels: 3, pixels: (0..<18).map { UInt8(($0 * 7 + shade * 40) % 256) })
            }
            try GIF.write(frames, delays: GIF.delays(3), to: room.path("forming.gif"))
            let file = try PictureFile(room.path("forming.gif"))
            #expect(try file.picture() == frames[2])
            let facts = try file.facts()
            #expect((facts.width, facts.height, facts.kind) == (3, 2, ""))
            let whole = try #require(FileManager.default.contents(atPath: room.path("forming.gif")))
            // Cut anywhere it is what was whole, or an error.
            for count in stride(from: 0, to: whole.count, by: 3) {
                if let picture = try? GIF.lastFrame(of: whole.prefix(count), place: "cut") {
                    #expect((picture.width, picture.height) == (3, 2))
                }
            }
        }
    }
}
