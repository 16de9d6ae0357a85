import Engine
import Foundation
import Testing

@testable import StudioCore

@Suite struct SessionStateTests {
    /// A window in which much was chosen and drawn.
    private func used() -> StudioModel {
        var startup = Scenes.startup(120, 40, models: Scenes.models)
        startup.themes = [.dark, Theme(toml: "", named: "nord")]
        var model = StudioModel(startup)
        model.theme = model.themes[1]
        _ = model.set(.guidance, to: 7.5)
        _ = model.set(.seed, to: 180)
        _ = model.set(.learningRate, to: 5e-3)
        _ = model.set(.view, to: 3)
        _ = model.set(.sampleInterval, to: 20)
        model.sampling.classes = [3, 7]
        model.sampling.negative = 8
        Scenes.press(&model, .character("4"))
        model.mask.under = ChosenPicture(picture: Scenes.picture(28, 28, shade: 3), title: "test image 4: 4")
        Scenes.press(&model, .character(" "), .right, .right, .character(" "))
        // In colour.
        Scenes.press(
            &model, .character("3"), .character("C"), .character("f"), .character("8"), .character("0"), .enter)
        Scenes.press(&model, .character(" "), .down, .character(" "))
        Scenes.press(&model, .character("2"), .tab, .character("z"))
        return model
    }

    private func restored(_ state: SessionState, keepsTheme: Bool = false, keepsModel: Bool = false) -> StudioModel {
        var startup = Scenes.startup(120, 40, models: Scenes.models)
        startup.themes = [.dark, Theme(toml: "", named: "nord")]
        startup.session = state
        (startup.keepsTheme, startup.keepsModel) = (keepsTheme, keepsModel)
        var model = StudioModel(startup)
        _ = model.restore(startup)
        return model
    }

    @Test func theWindowIsFoundAsItWasLeft() throws {
        let model = used()
        let state = SessionState(model)
        let read = try SessionState(json: try state.json, place: "session.json")
        #expect(read == state)
        let again = restored(read)
        #expect(SessionState(again) == state)
        #expect(again.workspace == .generate && again.isZoomed && again.theme.name == "nord")
        #expect(again.sampling.classes == [3, 7] && again.sampling.negative == 8 && again.sampling.guidance == 7.5)
        #expect(again.recipe.optimizer.learningRate == 5e-3 && again.isChanged(.learningRate))
        #expect(again.mask.editor.raster == model.mask.editor.raster && !again.mask.editor.raster.isEmpty)
        #expect(again.drawing.editor.raster == model.drawing.editor.raster && !again.drawing.editor.raster.isEmpty)
        #expect(again.mask.under == model.mask.under)
        #expect(view(again).text == view(model).text)
    }

    @Test func whatWasChosenForThisOpeningWins() {
        var state = SessionState(used())
        state.model = Scenes.models[1].folder
        #expect(restored(state).chosenModel == Scenes.models[1].folder)
        #expect(restored(state, keepsModel: true).chosenModel == nil)
        #expect(restored(state, keepsTheme: true).theme.name == "dark")
    }

    @Test func theCurveOfTheRunIsAskedFor() {
        var state = SessionState(used())
        state.run = Scenes.models[0].folder
        var startup = Scenes.startup(120, 40, models: Scenes.models)
        startup.session = state
        var model = StudioModel(startup)
        #expect(
            model.restore(startup)
                == [
                    .engine(.gallery(.list)), .engine(.loadCurve(folder: state.run ?? "")),
                    .engine(.loadSamples(folder: state.run ?? "")),
                ])
        startup.models = []
        model = StudioModel(startup)
        #expect(model.restore(startup) == [.engine(.gallery(.list))] && model.lossFolder == nil)
        // They are on their way: going to the gallery asks no second time.
        #expect(Scenes.press(&model, .character("7")).isEmpty)
    }

    /// Names, fields and pictures that make no sense are passed over, and the rest is found.
    @Test func whatIsGoneOrWrongIsPassedOver() throws {
        var state = SessionState(used())
        let text = String(decoding: try state.json, as: UTF8.self)
        let spoilt = text.replacing("\"Generate\"", with: "\"Elsewhere\"")
            .replacing("\"nord\"", with: "\"plaid\"").replacing("\"width\" : 28", with: "\"width\" : 9999999999")
            .replacing("\"width\":28", with: "\"width\":9999999999").replacing("7.5", with: "1e300")
        state = try SessionState(json: Data(spoilt.utf8), place: "session.json")
        let model = restored(state)
        #expect(model.theme.name == "dark" && model.workspace == .train && model.sampling.guidance == 30)
        #expect(model.mask.editor.raster.isEmpty && model.mask.under == nil && model.sampling.seed == 180)
        #expect(view(model).width == 120)
    }

    @Test(arguments: ["", "{}", "[1]", "nonsense", "{\"version\": 2}", String(repeating: "[", count: 100_000)])
    func whatIsNoSessionIsAnError(_ text: String) {
        #expect(throws: EngineFailure.self) { try SessionState(json: Data(text.utf8), place: "session.json") }
    }

    @Test func aNewerSessionSaysSo() throws {
        var state = SessionState(used())
        state.version = 2
        let json = try state.json
        #expect(throws: EngineFailure.self) { try SessionState(json: json, place: "session.json") }
    }
}
