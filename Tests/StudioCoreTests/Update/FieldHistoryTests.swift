import Testing

@testable import StudioCore

@Suite struct FieldHistoryTests {
    private func model() -> StudioModel {
        var model = Scenes.stocked(120, 40, .generate)
        model.focus = .parameters
        return model
    }

    private func change(_ model: inout StudioModel, _ field: FieldID, to value: Double, at time: Double) {
        _ = update(&model, .tick(time))
        _ = model.set(field, to: value)
    }

    @Test func changesAreTakenBackAndDoneAgain() {
        var model = model()
        change(&model, .guidance, to: 7, at: 1)
        change(&model, .steps, to: 20, at: 1.1)
        change(&model, .guidance, to: 9, at: 5)
        Scenes.press(&model, .character("u"))
        #expect(model.sampling.guidance == 7 && model.sampling.steps == 20)
        #expect(model.messages.current?.text == "taken back: guidance 7.0")
        Scenes.press(&model, .character("u"), .character("u"))
        #expect(model.sampling.guidance == 5 && model.sampling.steps == 50)
        Scenes.press(&model, .character("u"))
        #expect(model.messages.current?.text == "no parameter was changed")
        Scenes.press(&model, .character("U"), .character("U"), .control("r"))
        #expect(model.sampling.guidance == 9 && model.sampling.steps == 20)
        Scenes.press(&model, .character("U"))
        #expect(model.messages.current?.text == "nothing was taken back")
    }

    @Test func aRowOfArrowsIsOneChange() {
        var model = model()
        model.field = .guidance
        for _ in 0..<5 { Scenes.press(&model, .right) }
        #expect(model.sampling.guidance == 7.5)
        Scenes.press(&model, .character("u"))
        #expect(model.sampling.guidance == 5)
    }

    @Test func aChangeAfterOneTakenBackForgetsWhatWasUndone() {
        var model = model()
        change(&model, .guidance, to: 7, at: 1)
        Scenes.press(&model, .character("u"))
        change(&model, .steps, to: 20, at: 9)
        Scenes.press(&model, .character("U"))
        #expect(model.sampling.guidance == 5 && model.messages.current?.text == "nothing was taken back")
    }

    /// A live parameter that is taken back is told to the engine.
    @Test func whatIsLiveIsSteeredBack() {
        var model = Scenes.sampling(120, 40)
        model.focus = .parameters
        change(&model, .guidance, to: 8, at: 1)
        #expect(Scenes.press(&model, .character("u")) == [.engine(.steer(.guidance(5)))])
    }

    @Test func anotherSeedIsAnotherEachTimeAndCanBeTakenBack() {
        var model = model()
        var seeds: Set<UInt64> = [model.sampling.seed]
        for time in 1...20 {
            _ = update(&model, .tick(Double(time) * 2))
            Scenes.press(&model, .character("*"))
            seeds.insert(model.sampling.seed)
            #expect(model.sampling.seed < 1_000_000)
        }
        #expect(seeds.count == 21)
        Scenes.press(&model, .character("u"))
        #expect(seeds.contains(model.sampling.seed))
        var training = Scenes.stocked(120, 40)
        let before = training.recipe.seed
        Scenes.press(&training, .character("*"))
        #expect(training.recipe.seed != before)
    }

    @Test func theSliderIsWhereTheValueIs() {
        #expect(Domain.number(0...30, isWhole: false, stepping: .adding(0.5, shifted: 0.1)).share(of: 15) == 0.5)
        #expect(Domain.number(1e-4...1, isWhole: false, stepping: .decades).share(of: 1e-2) == 0.5)
        #expect(Domain.choice(["a", "b", "c"]).share(of: 1) == 0.5)
        #expect(Domain.choice(["a"]).share(of: 0) == nil)
        #expect(Domain.number(0...1e7, isWhole: true, stepping: .adding(1, shifted: 10)).share(of: 1) == nil)
        let text = view(model()).text
        #expect(text.contains("guidance  ") && text.contains("━━●─"))
    }
}
