import Engine
import Testing

@testable import StudioCore

@Suite struct MovingTests {
    @Test func tabGoesThroughThePanesAndBack() {
        var model = Scenes.stocked(100, 30)
        for pane in [Pane.preview, .loss, .model, .parameters] { expect(&model, .key(.tab)) { $0.focus = pane } }
        for pane in [Pane.model, .loss] { expect(&model, .key(.backTab)) { $0.focus = pane } }
        model.workspace = .generate
        for pane in [Pane.preview, .timeline, .model, .prompt] { expect(&model, .key(.tab)) { $0.focus = pane } }
    }

    @Test func numbersGoToWorkspacesThatStayAsTheyWereLeft() {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .tab, .character("z"))
        expect(&model, .key(.character("2"))) { $0.workspace = .generate }
        #expect(model.focus == .parameters && !model.isZoomed && model.field == .guidance)
        Scenes.press(&model, .down)
        expect(&model, .key(.character("2")))
        expect(&model, .key(.character("1"))) { $0.workspace = .train }
        #expect(model.focus == .preview && model.isZoomed && model.field == .learningRate)
        Scenes.press(&model, .character("2"))
        #expect(model.field == .steps)
    }

    /// Escape goes one step back at a time: from the pane alone, from the magnified picture, from the zoomed pane.
    @Test func escapeGivesTheUsualSizesBack() {
        var model = Scenes.sampled(100, 30)
        model.focus = .preview
        Scenes.press(&model, .character("z"), .character(">"), .character("Z"))
        #expect(model.isZoomed && model.isAlone && model.magnifier.size == .times(2))
        let text = view(model).text
        #expect(!text.contains("Preview") && !text.contains("Generate") && text.contains("x_t"))
        expect(&model, .key(.escape)) { $0.isAlone = false }
        expect(&model, .key(.escape)) { $0.magnifier.size = .fit }
        expect(&model, .key(.escape)) { $0.isZoomed = false }
    }

    @Test func aloneWhatGoesWrongIsStillSeen() {
        var model = Scenes.sampled(100, 30)
        Scenes.press(&model, .character("Z"))
        _ = update(&model, .engine(model.engine, [.failed(EngineFailure("the disk is full"))]))
        #expect(view(model).text.contains("the disk is full"))
    }

    @Test func arrowsMoveAMagnifiedPictureAndBracketsScrub() {
        var model = Scenes.sampled(100, 30)
        model.focus = .preview
        let index = model.trajectory.index
        Scenes.press(&model, .character(">"), .left, .up)
        #expect(model.trajectory.index == index && model.magnifier.x < 0.5 && model.magnifier.y < 0.5)
        #expect(view(model).text.contains("×2"))
        Scenes.press(&model, .character("["))
        #expect(model.trajectory.index == index - 1)
        Scenes.press(&model, .character("<"), .left)
        #expect(model.trajectory.index == index - 2)
    }

    @Test func theMouseMovesABorderAndItsPlaceIsKept() throws {
        var model = Scenes.stocked(120, 40, .generate)
        let border = try #require(Layout(model).borders.first { $0.isUpright })
        let before = try #require(Layout(model).places[.preview]).rect
        _ = update(&model, .mouse(x: border.rect.x, y: 20, button: 1))
        _ = update(&model, .mouseMoved(x: 60, y: 22))
        _ = update(&model, .mouseReleased)
        let after = try #require(Layout(model).places[.preview]).rect
        #expect(after.x == 60 && after.x + after.width == before.x + before.width && !model.isDragging)
        // Only this workspace's.
        #expect(model.looks[.train]?.splits.isEmpty == true)
        var found = Scenes.stocked(120, 40)
        let state = try SessionState(json: try SessionState(model).json, place: "s")
        _ = state.restore(&found, keepsTheme: false, keepsModel: false)
        #expect(Layout(found).places[.preview]?.rect == after)
        Scenes.press(&model, .character("|"))
        #expect(Layout(model).places[.preview]?.rect == before)
    }

    @Test func aPaneIsMadeHigherAtTheCostOfTheNext() throws {
        var model = Scenes.training(120, 40)
        let preview = try #require(Layout(model).places[.preview]).rect
        let loss = try #require(Layout(model).places[.loss]).rect
        let border = try #require(model.border(atX: preview.x + 5, y: preview.y + preview.height - 1))
        #expect(!border.isUpright)
        _ = update(&model, .mouse(x: preview.x + 5, y: preview.y + preview.height - 1, button: 1))
        _ = update(&model, .mouseMoved(x: preview.x + 5, y: 15))
        #expect(Layout(model).places[.preview]?.rect.height == 15 - preview.y)
        let lower = try #require(Layout(model).places[.loss]).rect
        #expect(lower.y + lower.height == loss.y + loss.height)
        // To the end, and past it.
        _ = update(&model, .mouseMoved(x: 500, y: -9))
        #expect(Layout(model).places[.preview]?.rect.height == 3)
        _ = update(&model, .mouseReleased)
    }

    @Test func bracesMoveTheFirstBorder() throws {
        var model = Scenes.stocked(120, 40, .generate)
        let before = try #require(Layout(model).places[.preview]).rect
        Scenes.press(&model, .character("}"), .character("}"))
        #expect(Layout(model).places[.preview]?.rect.x == before.x + 4)
        for _ in 0..<100 { Scenes.press(&model, .character("{")) }
        #expect(Layout(model).places[.preview]?.rect.x == 20)
        var narrow = Scenes.stocked(80, 24, .generate)
        Scenes.press(&narrow, .character("}"))
        #expect(narrow.messages.current?.text == "there is no column at the left")
    }

    @Test func aNumberBeingTypedIsNoWorkspace() {
        var model = Scenes.stocked(100, 30)
        expect(&model, .key(.enter)) { $0.input = "" }
        expect(&model, .key(.character("2"))) { $0.input = "2" }
    }

    @Test func theMouseTakesAWorkspaceByItsTab() throws {
        for (width, height) in [(120, 40), (60, 20)] {
            var model = Scenes.stocked(width, height)
            let header = try #require(Layout(model).header)
            let tab = try #require(WorkspaceTabs(model, in: header).tabs.first { $0.workspace == .gallery })
            let effects: [Effect] = [.engine(.gallery(.list))]
            expect(&model, .mouse(x: tab.x + 1, y: 0, button: 1), effects: effects) { $0.workspace = tab.workspace }
            expect(&model, .mouse(x: width - 1, y: 0, button: 1))
        }
    }

    @Test func trainingAndSamplingShowTheirWorkspace() {
        var model = Scenes.stocked(100, 30)
        _ = update(&model, .key(.character("s")))
        #expect(model.workspace == .generate)
        _ = update(&model, .key(.character("t")))
        #expect(model.workspace == .train)
    }

    @Test func zoomGivesAPaneAllTheRoom() {
        var model = Scenes.stocked(100, 30)
        expect(&model, .key(.character("z"))) { $0.isZoomed = true }
        #expect(Layout(model).places.count == 1)
        expect(&model, .key(.escape)) { $0.isZoomed = false }
    }

    @Test func classesArePickedByTheirChips() {
        var model = Scenes.stocked(100, 30, .generate)
        model.focus = .prompt
        expect(&model, .key(.character("a"))) { $0.sampling.classes = [] }
        expect(&model, .key(.character(" "))) { $0.sampling.classes = [0] }
        expect(&model, .key(.right)) { $0.chip = 1 }
        expect(&model, .key(.enter)) { $0.sampling.classes = [0, 1] }
        expect(&model, .key(.left)) { $0.chip = 0 }
        expect(&model, .key(.character(" "))) { $0.sampling.classes = [1] }
        expect(&model, .key(.character("a"))) { $0.sampling.classes = Set(0..<10) }
    }

    @Test func theNegativeIsOneClassOrNone() {
        var model = Scenes.stocked(100, 30, .generate)
        model.focus = .prompt
        expect(&model, .key(.down)) { $0.promptRow = .negative }
        expect(&model, .key(.right)) { $0.sampling.negative = 0 }
        expect(&model, .key(.left)) { $0.sampling.negative = nil }
        expect(&model, .key(.left)) { $0.sampling.negative = 9 }
        expect(&model, .key(.character(" "))) { $0.sampling.negative = nil }
    }

    @Test func scrubbingHoldsAndTheEndFollows() {
        var model = Scenes.sampling(100, 30, steps: 5)
        expect(&model, .key(.character("["))) { $0.trajectory.move(to: 4) }
        #expect(model.trajectory.held == 4)
        expect(&model, .key(.home)) { $0.trajectory.move(to: 0) }
        expect(&model, .key(.character("["))) { $0.trajectory.move(to: 0) }
        expect(&model, .key(.character("]"))) { $0.trajectory.move(to: 1) }
        expect(&model, .key(.end)) { $0.trajectory.move(to: 5) }
        #expect(model.trajectory.isFollowing)
    }

    @Test func scrubbingGoesThroughTheRunsSamples() {
        var model = Scenes.training(100, 30)
        model.focus = .preview
        Scenes.press(&model, .left, .left)
        #expect(model.samples.current?.step == 200)
        Scenes.press(&model, .shiftRight)
        #expect(model.samples.isFollowing)
    }

    @Test func recipesAndModelsAreChosenFromTheirLists() {
        var model = Scenes.stocked(100, 30)
        expect(&model, .key(.character("r"))) {
            $0.overlay = .recipes
            $0.listIndex = 5
        }
        expect(&model, .key(.up)) { $0.listIndex = 4 }
        expect(&model, .key(.enter)) {
            $0.overlay = nil
            $0.recipe = Scenes.recipe("digits-flow-time")
            $0.originalRecipe = $0.recipe
        }
        expect(&model, .key(.character("m"))) {
            $0.overlay = .models
            $0.listIndex = 0
        }
        Scenes.press(&model, .end)
        expect(&model, .key(.enter)) {
            $0.overlay = nil
            $0.chosenModel = "/data/studio/runs/digits-ddpm-time"
            $0.sampling.classes = []
            $0.chip = 0
        }
    }

    @Test func helpScrollsAndCloses() {
        var model = Scenes.stocked(100, 30)
        expect(&model, .key(.character("?"))) {
            $0.overlay = .help
            $0.listIndex = 0
        }
        expect(&model, .key(.down)) { $0.scroll = 1 }
        expect(&model, .key(.up)) { $0.scroll = 0 }
        expect(&model, .key(.up))
        Scenes.press(&model, .end)
        #expect(model.scroll == HelpText.lines(model).count - 26)
        expect(&model, .key(.character("q"))) { $0.overlay = nil }
    }

    @Test func theMouseGoesToPanesFieldsAndChips() throws {
        var model = Scenes.stocked(120, 40, .generate)
        let layout = Layout(model)
        let preview = try #require(layout.places[.preview]?.rect)
        expect(&model, .mouse(x: preview.x + 3, y: preview.y + 3, button: 1)) { $0.focus = .preview }
        let parameters = try #require(layout.places[.parameters]?.inner)
        expect(&model, .mouse(x: parameters.x, y: parameters.y + 1, button: 1)) {
            $0.focus = .parameters
            $0.field = .steps
        }
        expect(&model, .mouse(x: parameters.x, y: parameters.y, button: 5)) { $0.field = .sampler }
        let prompt = try #require(layout.places[.prompt]?.inner)
        expect(&model, .mouse(x: prompt.x + 7, y: prompt.y, button: 1)) {
            $0.focus = .prompt
            $0.chip = 2
            $0.sampling.classes.remove(2)
        }
        expect(&model, .mouse(x: -1, y: 400, button: 1))
        expect(&model, .mouse(x: preview.x, y: preview.y, button: 3))
    }

    @Test func theWheelScrubs() throws {
        var model = Scenes.sampling(120, 40, steps: 5)
        let preview = try #require(Layout(model).places[.preview]?.rect)
        expect(&model, .mouse(x: preview.x + 3, y: preview.y + 3, button: 4)) { $0.trajectory.move(to: 4) }
        expect(&model, .mouse(x: preview.x + 3, y: preview.y + 3, button: 5)) { $0.trajectory.move(to: 5) }
    }

    @Test func eachWorkspaceHasItsOwnPictures() {
        var model = Scenes.sampling(100, 30)
        expect(&model, .key(.character("v"))) { $0.parts = .all }
        model.samples.append(SampleFrame(step: 1, picture: Scenes.picture(2, 2, shade: 1)))
        expect(&model, .key(.character("1"))) { $0.workspace = .train }
        Scenes.press(&model, .character("v"))
        #expect(model.messages.current?.text == "there is one picture only")
    }
}
