import Testing

@testable import StudioCore

@Suite struct PaletteTests {
    private func type(_ text: String, _ model: inout StudioModel) {
        for character in text { Scenes.press(&model, .character(character)) }
    }

    @Test func aFewLettersFindACommandAndEnterDoesIt() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character(":"))
        type("zoom", &model)
        #expect(model.paletteEntries.first?.command.id == "zoom")
        Scenes.press(&model, .enter)
        #expect(model.overlay == nil && model.isZoomed)
    }

    @Test func workspacesAreFoundByName() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .control("p"))
        type("inpaint", &model)
        Scenes.press(&model, .enter)
        #expect(model.workspace == .inpaint)
    }

    @Test func whatCannotBeDoneIsThereAndSaysWhy() throws {
        var model = Scenes.fresh(100, 30)
        Scenes.press(&model, .character(":"))
        type("pause", &model)
        let entry = try #require(model.paletteEntries.first)
        #expect(entry.command.id == "pause" && entry.obstacle == "nothing is going: t trains, s samples")
        Scenes.press(&model, .enter)
        #expect(model.overlay == nil && model.messages.current?.text == entry.obstacle)
    }

    @Test func aCommandOfAnotherPlaceIsThereAndSaysWhere() throws {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character(":"))
        type("ellipse", &model)
        let entry = try #require(model.paletteEntries.first)
        #expect(entry.command.id == "tool-ellipse" && entry.obstacle == "that is for elsewhere: On the board")
    }

    @Test func everyCommandOfThePanesIsFoundByItsHelp() {
        for command in CommandTable.all where !command.takesText && command.id != "workspace" && command.id != "palette"
        {
            var model = CommandTests.model(at: command.place)
            guard model.overlay == nil, model.path == nil, model.input == nil else { continue }
            model.overlay = .palette(query: String(command.help.filter { $0 != " " }.prefix(StudioModel.longestQuery)))
            #expect(model.paletteEntries.contains { $0.command.id == command.id }, "\(command.id)")
        }
    }

    @Test func lettersThatAreNowhereFindNothing() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character(":"))
        type("qqqqzzzz", &model)
        #expect(model.paletteEntries.isEmpty)
        #expect(Scenes.press(&model, .enter).isEmpty && model.overlay != nil)
        Scenes.press(&model, .control("u"))
        #expect(!model.paletteEntries.isEmpty)
        Scenes.press(&model, .up, .escape)
        #expect(model.overlay == nil)
    }

    @Test func aPasteIsSearchedFor() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character(":"))
        _ = update(&model, .paste("the\nme"))
        #expect(model.overlay == .palette(query: "theme"))
    }

    @Test func theBestMatchIsLettersInARowAtTheBeginningOfAWord() throws {
        let whole = try #require(FuzzyMatch("the", in: "Chooses a theme."))
        #expect(whole.positions == [10, 11, 12])
        let scattered = try #require(FuzzyMatch("the", in: "Takes hints elsewhere"))
        #expect(whole.score > scattered.score - 8)
        #expect(FuzzyMatch("ct", in: "cat") != nil && FuzzyMatch("tc", in: "cat") == nil)
        #expect(FuzzyMatch("", in: "x")?.score == 0 && FuzzyMatch("xx", in: "x") == nil)
        let words = try #require(FuzzyMatch("g i", in: "Go to Inpaint."))
        #expect(words.positions == [0, 6])
    }

    @Test func thePaletteIsDrawn() throws {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character(":"))
        try Golden.expect(model, "palette-100x30")
        type("train", &model)
        try Golden.expect(model, "palette-train-100x30")
        model.width = 60
        model.height = 20
        try Golden.expect(model, "palette-train-60x20")
        for size in [(1, 1), (12, 3), (20, 5)] {
            (model.width, model.height) = size
            #expect(view(model).width == size.0)
        }
    }
}
