import Engine
import Testing

@testable import StudioCore

/// The models on this machine.
@Suite struct ShelfTests {
    private static let rows = [
        TextRow("name", "digits-flow-class"), TextRow("folder", Scenes.models[0].folder),
        TextRow("kind", "digit model, flow matching, 10 classes, 9380 steps on mnist"),
        TextRow("parameters", "10.6 M"), TextRow("for", "studio sample, studio edit"),
    ]

    private func shelf(_ width: Int = 100, _ height: Int = 30) -> StudioModel {
        var model = Scenes.stocked(width, height)
        let asked = Scenes.press(&model, .character("8"))
        #expect(
            asked == [
                .engine(.models(.list(also: nil))), .engine(.models(.describe(folder: Scenes.models[0].folder))),
            ])
        tell(&model, .described(folder: Scenes.models[0].folder, .rows(Self.rows)))
        return model
    }

    @discardableResult
    private func tell(_ model: inout StudioModel, _ event: ModelEvent) -> [Effect] {
        update(&model, .engine(model.engine, [.models(event)]))
    }

    @Test func whatIsLookedAtIsAskedForOnce() {
        var model = shelf()
        #expect(view(model).text.contains("10.6 M"))
        let second = Scenes.models[1].folder
        #expect(Scenes.press(&model, .down) == [.engine(.models(.describe(folder: second)))])
        #expect(view(model).text.contains("reading …"))
        #expect(Scenes.press(&model, .up).isEmpty && Scenes.press(&model, .end).isEmpty)
        // What is past the ends is the end.
        Scenes.press(&model, .down, .pageDown)
        #expect(model.selectedModel?.folder == second)
        Scenes.press(&model, .home)
        #expect(model.selectedModelIndex == 0)
    }

    @Test func enterTakesTheModelAndThenGoesToGenerate() {
        var model = shelf()
        Scenes.press(&model, .down)
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.chosenModel == Scenes.models[1].folder && model.workspace == .models)
        Scenes.press(&model, .enter)
        #expect(model.workspace == .generate && model.sampledModel?.name == "digits-ddpm-time")
        // One change, taken back in the parameters.
        model.focus = .parameters
        Scenes.press(&model, .character("u"))
        #expect(model.chosenModel == nil)
    }

    @Test func sMakesPicturesWithTheSelectedOne() throws {
        var model = shelf()
        Scenes.press(&model, .down)
        let effects = Scenes.press(&model, .character("s"))
        guard case .engine(.sample(let request))? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(request.model == Scenes.models[1].folder && model.workspace == .generate)
    }

    @Test func theRunThatMadeItIsShown() {
        var model = shelf()
        let folder = Scenes.models[0].folder
        #expect(
            Scenes.press(&model, .character("o"))
                == [.engine(.loadCurve(folder: folder)), .engine(.loadSamples(folder: folder))])
        #expect(model.workspace == .train && model.lossFolder == folder)
        Scenes.press(&model, .character("8"), .end)
        #expect(Scenes.press(&model, .character("o")).isEmpty)
        #expect(model.messages.current?.text == "digits-ddpm-time was not made by a run that is here")
    }

    @Test func whatCannotBeOpenedSaysWhyAndIsNotTaken() {
        var model = shelf()
        let folder = Scenes.models[0].folder
        let failure = EngineFailure("weights are missing", place: folder, hint: "copy them")
        tell(&model, .described(folder: folder, .trouble(failure)))
        #expect(view(model).text.contains("weights are missing") && view(model).text.contains("copy them"))
        #expect(Scenes.press(&model, .enter).isEmpty && model.chosenModel == nil)
        #expect(model.messages.current?.text == failure.sentence)
    }

    /// A model that went away is not sampled any more, and one that came is seen.
    @Test func theListFollowsTheDisk() {
        var model = shelf()
        model.chosenModel = Scenes.models[1].folder
        tell(&model, .listed([Scenes.models[0]]))
        #expect(model.chosenModel == nil && model.models.count == 1)
        #expect(model.messages.current?.text == "digits-ddpm-time is not there any more")
        tell(&model, .listed([]))
        #expect(view(model).text.contains("There is no model yet"))
        #expect(Scenes.press(&model, .down).isEmpty && Scenes.press(&model, .character("s")).isEmpty)
        let again = Scenes.press(&model, .character("r"))
        #expect(again == [.engine(.models(.list(also: nil)))] && model.shelf.about.isEmpty)
    }

    @Test func theMouseSelects() throws {
        var model = shelf()
        let inner = try #require(Layout(model).places[.shelf]).inner
        _ = update(&model, .mouse(x: inner.x + 4, y: inner.y + 1, button: 1))
        #expect(model.selectedModelIndex == 1)
        _ = update(&model, .mouse(x: inner.x + 4, y: inner.y + 9, button: 1))
        _ = update(&model, .mouse(x: inner.x + 4, y: inner.y + 1, button: 4))
        #expect(model.selectedModelIndex == 0)
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 20)])
    func itLooksLikeThis(_ width: Int, _ height: Int) throws {
        try Golden.expect(shelf(width, height), "shelf-\(width)x\(height)")
    }
}
