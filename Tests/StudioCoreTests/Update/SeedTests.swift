import Engine
import Testing

@testable import StudioCore

/// A seed that is kept, and one that every sampling takes anew.
@Suite struct SeedTests {
    private func seed(_ effects: [Effect]) -> UInt64? {
        effects.lazy.compactMap { effect -> UInt64? in
            switch effect {
            case .engine(.sample(let request)): request.seed
            case .engine(.compareNoise(let request)): request.seed
            default: nil
            }
        }.first
    }

    @Test func theSeedStaysUnlessItIsFreed() throws {
        var model = Scenes.stocked(100, 30, .generate)
        _ = model.set(.seed, to: 180)
        #expect(seed(Scenes.press(&model, .character("s"))) == 180)
        Scenes.press(&model, .character("S"))
        #expect(model.seedChanges && model.messages.current?.text == "every sampling takes another seed")
        model.now = 5
        let second = try #require(seed(Scenes.press(&model, .character("s"))))
        model.now = 6
        let third = try #require(seed(Scenes.press(&model, .character("s"))))
        #expect(second != 180 && third != second && model.sampling.seed == third)
        Scenes.press(&model, .character("S"))
        #expect(seed(Scenes.press(&model, .character("s"))) == third)
        // The seed there was comes back as any change does.
        while model.history.canUndo { Scenes.press(&model, .character("u")) }
        #expect(model.sampling.seed == 0)
    }

    @Test func everyWorkspaceTakesIt() {
        for workspace in [Workspace.edit, .illusions, .noise] {
            var model = Scenes.stocked(100, 30, workspace)
            if workspace != .illusions { model.drawing.editor.change { $0 = Raster(Scenes.picture(28, 28, shade: 9)) } }
            (model.seedChanges, model.now) = (true, 9)
            let taken = seed(Scenes.press(&model, .character("s")))
            #expect(taken != nil && taken != 0 && taken == model.sampling.seed, "\(workspace)")
        }
    }

    @Test func theMarkIsSeenAndTheChoiceKept() throws {
        var model = Scenes.stocked(100, 30, .generate)
        model.seedChanges = true
        model.field = .seed
        #expect(view(model).text.contains("↻") && view(model).text.contains("S keeps this one"))
        var found = Scenes.stocked(100, 30)
        _ = try SessionState(json: try SessionState(model).json, place: "s")
            .restore(&found, keepsTheme: false, keepsModel: false)
        #expect(found.seedChanges)
    }
}
