import Testing

@testable import StudioCore

@Suite struct TourTests {
    @Test func everyCommandItNamesExists() {
        for page in TourText.pages {
            for paragraph in page.paragraphs {
                let ids = paragraph.split(separator: "|", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 1 }.map { String($0.element) }
                for id in ids { #expect(CommandTable.all.contains { $0.id == id }, "\(id)") }
            }
        }
    }

    @Test func itGoesThroughFiveScreensAndEnds() {
        var startup = Scenes.startup(100, 30)
        startup.isFirst = true
        var model = StudioModel(startup)
        var titles: [String] = []
        while let page = model.tourPage {
            titles.append(TourText.pages[page].title)
            Scenes.press(&model, .enter)
        }
        #expect(titles.count == 5 && model.overlay == nil)
        Scenes.press(&model, .function(2), .right, .left, .left)
        #expect(model.tourPage == 0)
        Scenes.press(&model, .escape)
        #expect(model.overlay == nil)
    }

    @Test func itTellsTheKeysThereAreNow() {
        var startup = Scenes.startup(100, 30)
        startup.keymap = Settings(toml: "[keys]\ntrain = \"F5\"").keymap
        var model = StudioModel(startup)
        model.overlay = .tour(page: 1)
        #expect(view(model).text.contains("F5 trains the recipe"))
    }

    @Test(arguments: [(80, 24), (60, 20), (100, 30)]) func itFits(_ width: Int, _ height: Int) throws {
        var model = Scenes.fresh(width, height)
        for page in TourText.pages.indices {
            model.overlay = .tour(page: page)
            let last = TourText.lines(page, model, width: min(width, 76) - 4).last?.map(\.text).joined() ?? ""
            #expect(view(model).text.contains(last), "page \(page + 1) at \(width)×\(height)")
        }
        model.overlay = .tour(page: 2)
        try Golden.expect(model, "tour-\(width)x\(height)")
        (model.width, model.height) = (3, 2)
        #expect(view(model).width == 3)
    }
}
