import Engine
import Foundation
import Testing

@testable import StudioCore

/// What is kept of the panes by name.
@Suite struct PresetTests {
    private func keep(_ name: String, _ model: inout StudioModel) {
        Scenes.press(&model, .function(6), .character("n"))
        for character in name { Scenes.press(&model, .character(character)) }
        Scenes.press(&model, .enter)
    }

    private func take(_ name: String, _ model: inout StudioModel) {
        Scenes.press(&model, .function(6), .home)
        while model.presets.all[model.listIndex].name != name { Scenes.press(&model, .down) }
        Scenes.press(&model, .enter)
    }

    @Test func aPresetBringsTheWorkspaceAndEverythingInIt() {
        var model = Scenes.stocked(100, 30, .generate)
        _ = model.set(.guidance, to: 7.5)
        _ = model.set(.steps, to: 20)
        model.sampling.classes = [3, 4]
        model.sampling.negative = 8
        keep("threes", &model)
        let kept = model.sampling
        _ = model.set(.guidance, to: 1)
        model.sampling = SamplingChoices()
        Scenes.press(&model, .character("1"))
        take("threes", &model)
        #expect(model.workspace == .generate && model.sampling == kept && model.overlay == nil)
        // One change, taken back as one.
        model.focus = .parameters
        Scenes.press(&model, .character("u"))
        #expect(model.sampling == SamplingChoices())
    }

    @Test func aPresetOfTrainBringsItsRecipe() {
        var model = Scenes.stocked(100, 30)
        model.recipe = Scenes.recipe("digits-ddpm-class")
        model.originalRecipe = model.recipe
        _ = model.set(.learningRate, to: 2e-3)
        let kept = model.recipe
        keep("fast", &model)
        model.recipe = Scenes.recipe("digits-denoiser")
        take("fast", &model)
        #expect(model.recipe == kept && model.originalRecipe.name == "digits-ddpm-class")
        // The recipe of a run that goes is its own.
        var training = Scenes.training(100, 30)
        training.presets = model.presets
        let before = training.recipe
        take("fast", &training)
        #expect(training.recipe == before && training.messages.current?.text.contains("a run is going") == true)
    }

    @Test func whileSamplingTheEngineIsTold() {
        var model = Scenes.sampling(100, 30)
        _ = model.set(.guidance, to: 9)
        keep("strong", &model)
        _ = model.set(.guidance, to: 2)
        Scenes.press(&model, .function(6))
        #expect(Scenes.press(&model, .enter) == [.engine(.steer(.guidance(9)))])
    }

    @Test func whatIsDeletedOrWrittenOverComesBack() {
        var model = Scenes.stocked(100, 30, .generate)
        keep("a", &model)
        let first = model.presets.all
        _ = model.set(.guidance, to: 8)
        keep("a", &model)
        #expect(model.presets.all.count == 1 && model.presets.all != first)
        Scenes.press(&model, .function(6), .character("u"))
        #expect(model.presets.all == first)
        Scenes.press(&model, .character("d"))
        #expect(model.presets.all.isEmpty && view(model).text.contains("a is deleted"))
        Scenes.press(&model, .enter)
        #expect(model.messages.current?.text == "nothing is kept yet: n keeps what the panes say")
        Scenes.press(&model, .character("u"), .escape)
        #expect(model.presets.all == first && model.overlay == nil)
    }

    @Test func aNameIsHeldToSense() {
        var model = Scenes.stocked(100, 30, .generate)
        keep("   ", &model)
        #expect(model.presets.all.isEmpty && model.path != nil && view(model).text.contains("a name is wanted"))
        Scenes.press(&model, .escape)
        keep(String(repeating: "x", count: 61), &model)
        #expect(model.presets.all.isEmpty)
    }

    @Test func theFileIsReadBackAndWhatIsNoneIsRefused() throws {
        var model = Scenes.stocked(100, 30, .inpaint)
        keep("日本 \u{1F680}", &model)
        let json = try model.presets.json
        #expect(try Presets(json: json, place: "p").all == model.presets.all)
        #expect(throws: EngineFailure.self) { try Presets(json: Data("[]".utf8), place: "p") }
        let newer = Data(#"{"version": 99, "presets": []}"#.utf8)
        #expect(throws: EngineFailure.self) { try Presets(json: newer, place: "p") }
        // Fields of another program and values out of range do no harm.
        let odd =
            #"{"version":1,"presets":[{"name":"x","workspace":"Generate","values":{"guidance":1e300,"nobody":3,"sampler":"magic"},"classes":[99],"negative":-4}]}"#
        model.presets = try Presets(json: Data(odd.utf8), place: "p")
        take("x", &model)
        #expect(model.sampling.guidance == model.domain(of: .guidance).range.upperBound)
        #expect(model.sampling.classes.isEmpty && model.sampling.negative == nil && model.sampling.sampler == nil)
    }

    @Test func theListLooksLikeThis() throws {
        var model = Scenes.stocked(80, 24, .generate)
        keep("threes, slow", &model)
        Scenes.press(&model, .character("1"))
        keep("as the course has it", &model)
        Scenes.press(&model, .function(6))
        try Golden.expect(model, "presets-80x24")
    }
}
