import Engine
import Foundation
import Testing

@testable import StudioCore

/// What keys and mouse do in the gallery.
@Suite struct GalleryTests {
    private func names(_ model: StudioModel) -> [String] {
        model.gallery.shown.map { model.gallery.entries[$0].key.name }
    }

    private func type(_ text: String, _ model: inout StudioModel) {
        Scenes.press(&model, .character("/"), .control("u"))
        for character in text { Scenes.press(&model, .character(character)) }
    }

    @Test func goingThereAsksForThePictures() {
        var model = Scenes.stocked(120, 40)
        #expect(Scenes.press(&model, .character("7")) == [.engine(.gallery(.list))])
        #expect(model.workspace == .gallery && view(model).text.contains("Looking for the pictures"))
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.messages.current?.text == "the pictures are still being looked for")
    }

    /// Only what is on the screen and near it is asked for, once.
    @Test func whatIsSeenIsAskedFor() throws {
        var model = Scenes.stocked(120, 40)
        Scenes.press(&model, .character("7"))
        let effects = Scenes.tell(&model, .listed((0..<10_000).map(Scenes.entry), today: Scenes.today))
        guard case .engine(.gallery(.want(let wants)))? = effects.first, effects.count == 1 else {
            Issue.record("\(effects)")
            return
        }
        let geometry = try #require(model.galleryGeometry)
        #expect(wants.details == [Scenes.entry(0).key] && wants.pictures.isEmpty)
        #expect(wants.thumbnails == (0..<2 * geometry.perPage).map { Scenes.entry($0).key })
        #expect(Scenes.tell(&model, .thumbnail(wants.thumbnails[0], Scenes.picture(8, 8, shade: 1))).isEmpty)
        // What is there is not asked for again.
        let next = Scenes.press(&model, .right)
        #expect(next.count == 1)
        if case .engine(.gallery(.want(let more)))? = next.first {
            #expect(!more.thumbnails.contains(wants.thumbnails[0]) && more.details == [Scenes.entry(1).key])
        }
        for _ in 0..<200 { Scenes.browse(&model, .pageDown) }
        #expect(model.gallery.thumbnails.count <= 800 && model.gallery.details.count <= 64)
        #expect(model.gallery.thumbnails[model.gallery.current!.key] != nil)
    }

    @Test func theSelectionMovesAndStaysInSight() throws {
        var model = Scenes.gallery(120, 40, count: 43)
        let columns = try #require(model.galleryGeometry).columns
        Scenes.press(&model, .right, .right, .down)
        #expect(model.gallery.selected == columns + 2)
        Scenes.press(&model, .up, .up, .left, .left, .left)
        #expect(model.gallery.selected == 0)
        Scenes.press(&model, .end)
        #expect(model.gallery.selected == 42 && model.galleryGeometry?.visible.contains(42) == true)
        Scenes.press(&model, .down)
        #expect(model.gallery.selected == 42)
        Scenes.press(&model, .home, .pageDown)
        #expect(model.gallery.selected == model.galleryGeometry?.perPage)
        // The wheel looks elsewhere; the selection stays until a key moves it.
        let before = model.gallery.selected
        Scenes.press(&model, .home)
        _ = update(&model, .mouse(x: 5, y: 5, button: 5))
        #expect(model.gallery.firstRow == 1 && model.gallery.selected == 0 && before > 0)
        Scenes.press(&model, .right)
        #expect(model.gallery.firstRow == 0)
    }

    @Test func aClickSelectsAndASecondOneOpens() throws {
        var model = Scenes.gallery(120, 40)
        let place = try #require(model.galleryGeometry?.place(of: 3))
        _ = update(&model, .tick(100))
        _ = update(&model, .mouse(x: place.x + 1, y: place.y + 1, button: 1))
        #expect(model.gallery.selected == 3 && model.gallery.mode == .browse)
        _ = update(&model, .tick(102))
        _ = update(&model, .mouse(x: place.x + 1, y: place.y + 1, button: 1))
        #expect(model.gallery.mode == .browse)
        _ = update(&model, .tick(102.25))
        _ = update(&model, .mouse(x: place.x + 2, y: place.y + 1, button: 1))
        #expect(model.gallery.mode == .open)
        Scenes.press(&model, .right, .escape)
        #expect(model.gallery.mode == .browse && model.gallery.selected == 4)
    }

    @Test(arguments: [
        ("class:4", [4, 14, 24]), ("star", [2]), ("kind:inpaint class:9", [9, 19, 29, 39]),
        ("prompt:snowy model:emoji class:3", [3, 23, 33]), ("SNOWY made-91", [9]), ("date:today", [0, 1, 2, 3]),
        ("date:2026-11-19", [8, 9, 10, 11]), ("made-7 model:flow", [22, 24, 26, 28, 30]), ("class:x", []),
        ("nothing", []),
        ("model: class:", Array(0..<40)),
    ])
    func theFilterTakes(_ text: String, _ indices: [Int]) {
        var model = Scenes.gallery(120, 40)
        type(text, &model)
        #expect(names(model) == indices.map { Scenes.entry($0).key.name })
        // Enter keeps it, Escape takes it back.
        Scenes.press(&model, .enter)
        #expect(model.path == nil && model.gallery.filter == text)
        type("star", &model)
        Scenes.press(&model, .escape)
        #expect(model.gallery.filter == text)
        Scenes.press(&model, .escape)
        #expect(model.gallery.filter == "" && names(model).count == 40)
    }

    @Test func factsThatComeLaterAreFiltered() {
        var model = Scenes.stocked(120, 40)
        Scenes.press(&model, .character("7"))
        let entries = (0..<20).map { index in
            var entry = Scenes.entry(index)
            entry.facts = nil
            return entry
        }
        Scenes.tell(&model, .listed(entries, today: Scenes.today))
        type("class:4", &model)
        #expect(names(model).isEmpty)
        let found = entries.map { ($0.key, Scenes.entry($0.key.size - 1000).facts ?? PictureFacts()) }
        Scenes.tell(&model, .facts(Dictionary(uniqueKeysWithValues: found), unread: 0))
        #expect(names(model) == [4, 14].map { Scenes.entry($0).key.name })
    }

    @Test func starsDeletingAndBringingBack() {
        var model = Scenes.gallery(120, 40, count: 3)
        let paths = (0..<3).map { Scenes.entry($0).key.path }
        #expect(Scenes.press(&model, .character("*")) == [.engine(.gallery(.star(path: paths[0], true)))])
        Scenes.tell(&model, .starred(path: paths[0], true))
        #expect(model.gallery.current?.isStarred == true)
        Scenes.press(&model, .right)
        #expect(Scenes.press(&model, .delete) == [.engine(.gallery(.delete(path: paths[1])))])
        Scenes.tell(&model, .deleted(path: paths[1]))
        #expect(names(model).count == 2 && model.gallery.current?.key.path == paths[2])
        #expect(model.messages.current?.text == "made-99.png is deleted; u brings it back")
        #expect(Scenes.press(&model, .character("u")) == [.engine(.gallery(.undelete))])
        Scenes.tell(&model, .listed((0..<3).map(Scenes.entry), today: Scenes.today))
        Scenes.tell(&model, .undeleted(path: paths[1]))
        #expect(model.gallery.current?.key.path == paths[1])
        for path in paths { Scenes.tell(&model, .deleted(path: path)) }
        #expect(model.gallery.current == nil && view(model).text.contains("There are no pictures yet"))
        #expect(Scenes.press(&model, .character("d")).isEmpty)
    }

    @Test func aCopyAsksBeforeItWritesOver() {
        var model = Scenes.gallery(80, 24)
        let path = Scenes.entry(0).key.path
        Scenes.press(&model, .character("w"))
        #expect(model.path?.text == "~/made-100.png")
        Scenes.press(&model, .backspace)
        #expect(model.pathComplaint == "a name that ends in .png is wanted, or a folder's that ends in /")
        Scenes.press(&model, .character("g"))
        let effects = Scenes.press(&model, .enter)
        #expect(effects == [.engine(.gallery(.export(path: path, to: "~/made-100.png", replaces: false)))])
        Scenes.tell(&model, .exists(path: path, to: "/home/made-100.png"))
        #expect(view(model).text.contains("is there already"))
        let again = Scenes.press(&model, .character("y"))
        #expect(again == [.engine(.gallery(.export(path: path, to: "/home/made-100.png", replaces: true)))])
        #expect(model.overlay == nil)
    }

    @Test func upToFourAreHeldAndCompared() {
        var model = Scenes.gallery(120, 40)
        #expect(Scenes.press(&model, .character("C")).isEmpty && model.gallery.mode == .browse)
        Scenes.browse(&model, .character("c"), .right, .character("C"))
        #expect(model.gallery.mode == .compare && model.gallery.held.count == 2)
        let text = view(model).text
        #expect(text.contains("1 made-100.png") && text.contains("2 made-99.png") && text.contains("2 3.5"))
        Scenes.browse(&model, .escape)
        for _ in 0..<4 { Scenes.browse(&model, .right, .character("c")) }
        #expect(model.gallery.held.count == 4 && model.messages.current?.text.contains("four pictures") == true)
        Scenes.press(&model, .left, .left, .character("c"))
        #expect(model.gallery.held.count == 3)
        Scenes.press(&model, .escape)
        #expect(model.gallery.held.isEmpty)
    }

    @Test func settingsAreTakenAndTakenBack() throws {
        var model = Scenes.gallery(120, 40)
        let before = model
        #expect(Scenes.press(&model, .character("p")).isEmpty)
        #expect(model.workspace == .generate && model.focus == .parameters)
        #expect(model.sampling.classes == [0] && model.sampling.negative == 8 && model.sampling.seed == 180)
        #expect(model.sampling.steps == 30 && model.sampling.guidance == 2.5 && model.sampling.count == 4)
        #expect(model.sampling.sampler == "flow-heun" && model.chosenModel == Scenes.models[0].folder)
        #expect(model.messages.current?.text == "taken from made-100.png: u takes it back")
        Scenes.press(&model, .character("u"))
        #expect(model.sampling == before.sampling && model.chosenModel == before.chosenModel)
        Scenes.press(&model, .character("U"))
        #expect(model.sampling.classes == [0] && model.sampling.seed == 180 && model.sampling.steps == 30)
    }

    private func edit(_ json: String) throws -> PictureRecipe.EditRecord {
        try JSON.decode(PictureRecipe.EditRecord.self, from: Data(json.utf8), place: "here")
    }

    @Test func anInpaintingBringsItsPictures() throws {
        var model = Scenes.gallery(120, 40)
        let edit = try edit(#"{"kind": "inpaint", "resampling": 3}"#)
        let changes = [LoggedChange(step: 9, change: .guidance(7)), LoggedChange(step: 12, change: .classes([3]))]
        Scenes.tell(&model, .details(Scenes.details(0, recipe: Scenes.recipe(0, edit: edit, changes: changes))))
        let effects = Scenes.press(&model, .character("p"))
        #expect(
            effects == [
                .engine(.readPicture(.file("/pictures/made-image.png"), purpose: "inpainted")),
                .engine(.readPicture(.file("/pictures/made-mask.png"), purpose: "mask")),
            ])
        #expect(model.workspace == .inpaint && model.edits.resampling == 3)
        // What was changed on the way is taken as it was at the end.
        #expect(model.sampling.guidance == 7 && model.sampling.classes == [3])
    }

    @Test func anIllusionTakesBothOfItsClasses() throws {
        var model = Scenes.gallery(120, 40)
        let edit = try edit(#"{"kind": "hybrid", "classes": [4], "kernel": 7, "sigma": 2.5}"#)
        Scenes.tell(&model, .details(Scenes.details(0, recipe: Scenes.recipe(0, edit: edit))))
        Scenes.press(&model, .character("p"))
        #expect(model.workspace == .illusions && model.illusion.kind == .hybrid)
        #expect((model.illusion.first, model.illusion.second, model.illusion.kernel) == (0, 4, 7))
        #expect(model.illusion.sigma == 2.5)
    }

    /// Numbers that no field holds come from nobody who means well.
    @Test func aStrangersRecipeStaysWithinTheFields() {
        var model = Scenes.gallery(120, 40)
        var recipe = Scenes.recipe(0)
        (recipe.steps, recipe.count, recipe.seed) = (.min, .max, .max)
        (recipe.guidance.scale, recipe.eta, recipe.classes) = (.infinity, .nan, [-4, 12, 3])
        recipe.model.name = "nowhere"
        recipe.sampler = "\u{1B}[2J"
        let before = model.sampling
        Scenes.tell(&model, .details(Scenes.details(0, recipe: recipe)))
        Scenes.press(&model, .character("p"))
        #expect(model.sampling.steps == 1 && model.sampling.count == 256 && model.sampling.seed == 4_294_967_295)
        #expect(model.sampling.guidance == before.guidance && model.sampling.eta == before.eta)
        #expect(model.sampling.classes == [3] && model.sampling.sampler == before.sampler)
        #expect(model.messages.current?.text.contains("nowhere is not here") == true)
        recipe.prompts = ["a dog"]
        Scenes.press(&model, .character("7"))
        Scenes.tell(&model, .details(Scenes.details(0, recipe: recipe)))
        Scenes.press(&model, .character("p"))
        #expect(model.workspace == .gallery)
        #expect(model.messages.current?.text == "it was made of a prompt, and the present model reads none")
    }

    @Test func aNewPictureIsListedWhereItIsSeen() {
        var model = Scenes.gallery(120, 40)
        let saved = EngineEvent.pictureSaved(path: "/pictures/new.png", command: nil)
        #expect(update(&model, .engine(model.engine, [saved])) == [.engine(.gallery(.list))])
        Scenes.press(&model, .character("2"))
        #expect(update(&model, .engine(model.engine, [saved])).isEmpty)
    }
}
