import Engine
import Testing

@testable import StudioCore

/// Prompts in the panes: written, taken, left, and asked of the engine.
@Suite struct PromptTests {
    private static let village = "an oil painting of a snowy mountain village"

    @Test func aPromptIsWrittenFromAnywhereAndSampled() throws {
        var model = Scenes.text(100, 30)
        #expect(Scenes.press(&model, .character("s")).isEmpty)
        #expect(model.messages.current?.text.contains("there is no prompt yet") == true)
        Scenes.press(&model, .character("\""))
        #expect(model.isWriting && model.focus == .prompt)
        // Every letter is one, those that are commands elsewhere too.
        Scenes.write(&model, Self.village + "?:q")
        Scenes.press(&model, .backspace, .backspace, .backspace, .enter)
        #expect(!model.isWriting && model.prompts.wanted == [Self.village])
        let effects = Scenes.press(&model, .character("s"))
        guard case .engine(.sample(let request))? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(request.prompts == [Self.village] && request.negativePrompt == nil && request.classes.isEmpty)
        #expect(request.model == "/models/IF-I-M-v1.0" && request.sampler == "ddpm" && request.reader == .ownEncoder)
    }

    @Test func escapeLeavesTheTextAsItWas() {
        var model = Scenes.text(100, 30, prompt: "a dog")
        Scenes.press(&model, .character("\""))
        Scenes.write(&model, " runs")
        Scenes.press(&model, .escape)
        #expect(model.prompts.wanted == ["a dog"] && !model.isWriting)
    }

    @Test func aLineIsAPromptAndTabGoesOn() {
        var model = Scenes.text(100, 30)
        Scenes.press(&model, .character("\""))
        Scenes.write(&model, "one")
        Scenes.press(&model, .control("j"))
        Scenes.write(&model, "two")
        Scenes.press(&model, .tab)
        Scenes.write(&model, "blurry")
        Scenes.press(&model, .enter)
        #expect(model.prompts.wanted == ["one", "two"] && model.prompts.unwanted == "blurry")
        #expect(model.samplingRequest.negativePrompt == "blurry")
        // Elsewhere Ctrl-J is Enter.
        model.focus = .prompt
        Scenes.press(&model, .control("j"))
        #expect(model.isWriting)
    }

    @Test func aPasteGoesInWhole() {
        var model = Scenes.text(100, 30)
        _ = update(&model, .paste("ignored"))
        Scenes.press(&model, .character("\""))
        _ = update(&model, .paste("a \u{1B}[2Jcat\r\nשלום"))
        Scenes.press(&model, .enter)
        #expect(model.prompts.wanted == ["a [2Jcat", "שלום"])
    }

    @Test func illusionsTakeTwoPrompts() throws {
        var model = Scenes.text(100, 30, .illusions, prompt: "an old man")
        #expect(model.panes.contains(.prompt) && !model.fields.contains(.firstClass))
        Scenes.press(&model, .character("s"))
        #expect(model.messages.current?.text.contains("two prompts") == true)
        model.focus = .prompt
        Scenes.press(&model, .down, .enter)
        Scenes.write(&model, "people around a fire")
        Scenes.press(&model, .enter)
        let effects = Scenes.press(&model, .character("s"))
        guard case .engine(.sample(let request))? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(request.prompts == ["an old man"] && request.otherPrompts == ["people around a fire"])
        #expect(request.edit == .anagram(classes: [], view: .rotate180) && request.classes.isEmpty)
    }

    @Test func theNoiseLabIsToldThePrompt() throws {
        var model = Scenes.text(120, 40, .noise, prompt: "a dog")
        #expect(!model.fields.contains(.told) && model.panes.contains(.prompt))
        model.drawing.editor.change { $0 = Raster(width: 64, height: 64, shade: 90) }
        let effects = Scenes.press(&model, .character("s"))
        guard case .engine(.compareNoise(let request))? = effects.first else { return #expect(Bool(false)) }
        #expect(request.prompt == "a dog" && request.picture.width == 64 && request.picture.channels == 3)
        #expect(request.methods == [.gaussian, .oneStep, .iterative])
    }

    /// Boards have the model's size; what was drawn for another is there again when that is.
    @Test func boardsFitTheModel() {
        var model = Scenes.text(120, 40, .edit, prompt: "a dog")
        #expect(model.drawing.editor.raster.width == 64)
        model.drawing.editor.change { $0 = Raster(width: 64, height: 64, shade: 200) }
        model.chosenModel = Scenes.models[0].folder
        model.adoptSampledModel()
        #expect(model.drawing.editor.raster.width == 28 && model.drawing.editor.raster.pixels[0] == 0)
        model.drawing.editor.change { $0 = Raster(width: 28, height: 28, shade: 70) }
        model.chosenModel = Scenes.pipelines[0].folder
        model.adoptSampledModel()
        #expect(model.drawing.editor.raster == Raster(width: 64, height: 64, shade: 200))
        model.chosenModel = Scenes.pipelines[2].folder
        model.adoptSampledModel()
        #expect(model.drawing.editor.raster == Raster(width: 32, height: 32, shade: 200))
    }

    @Test func aModelThatNeedsAClassSaysSo() {
        var model = Scenes.text(100, 30)
        model.chosenModel = Scenes.pipelines[2].folder
        model.adoptSampledModel()
        #expect(model.sampleObstacle == nil && model.guidanceObstacle?.contains("never learned without") == true)
        model.sampling.classes = []
        #expect(model.sampleObstacle == "this model needs a class: pick one in the prompt")
        model.sampling.classes = [1]
        model.sampling.negative = 2
        #expect(model.guidanceObstacle == nil)
    }

    @Test func whatCannotBeOpenedIsNotChosen() {
        var model = Scenes.text(100, 30)
        Scenes.press(&model, .character("m"), .end, .enter)
        #expect(model.chosenModel == Scenes.pipelines[0].folder)
        #expect(model.messages.current?.text.contains("StableDiffusionPipeline") == true)
        model.chosenModel = Scenes.pipelines[1].folder
        model.adoptSampledModel()
        #expect(model.sampleObstacle?.contains("enlarges") == true)
    }

    @Test func whatReadsThePromptsIsChosen() {
        var model = Scenes.text(100, 30, prompt: "a dog")
        model.focus = .prompt
        Scenes.press(&model, .character("o"))
        Scenes.write(&model, "/x/prompts.pth")
        Scenes.press(&model, .enter)
        #expect(model.samplingRequest.reader == .file("/x/prompts.pth"))
        Scenes.press(&model, .character("o"), .control("u"))
        Scenes.write(&model, "/models/IF")
        Scenes.press(&model, .enter)
        #expect(model.samplingRequest.reader == .encoder("/models/IF"))
        Scenes.press(&model, .character("o"), .control("u"), .enter)
        #expect(model.samplingRequest.reader == .ownEncoder)
    }

    @Test func promptsAreKeptInTheSession() throws {
        var model = Scenes.text(100, 30, prompt: "one\ntwo")
        model.prompts.negative.insert("grey")
        model.prompts.reader = .file("a.pth")
        let state = try SessionState(json: SessionState(model).json, place: "test")
        var again = Scenes.text(100, 30)
        _ = state.restore(&again, keepsTheme: true, keepsModel: false)
        #expect(again.prompts == model.prompts || again.prompts.wanted == ["one", "two"])
        #expect(again.prompts.unwanted == "grey" && again.prompts.reader == .file("a.pth"))
    }

    @Test func aClickGoesToTheCharacter() throws {
        var model = Scenes.text(120, 40, prompt: "a dog\nand a cat")
        let inner = try #require(Layout(model).places[.prompt]?.inner)
        _ = update(&model, .mouse(x: inner.x + 2 + 4, y: inner.y + 1, button: 1))
        #expect(model.isWriting && model.prompts.main.cursor == 10)
        Scenes.press(&model, .up)
        #expect(model.prompts.main.cursor == 4)
        // Elsewhere takes the text.
        let preview = try #require(Layout(model).places[.preview]?.inner)
        _ = update(&model, .mouse(x: preview.x + 1, y: preview.y + 1, button: 1))
        #expect(!model.isWriting && model.prompts.wanted.count == 2)
    }

    @Test(arguments: [(120, 40), (80, 24), (60, 20)]) func cells(_ width: Int, _ height: Int) throws {
        var model = Scenes.text(width, height)
        try Golden.expect(model, "text-fresh-\(width)x\(height)")
        Scenes.press(&model, .character("\""))
        Scenes.write(&model, Self.village + ", at dusk")
        Scenes.press(&model, .control("j"))
        Scenes.write(&model, "a 猫 and שלום and café")
        try Golden.expect(model, "text-writing-\(width)x\(height)", styles: width == 80)
        #expect(view(model).cursor != nil)
        var illusion = Scenes.text(width, height, .illusions, prompt: "an old man")
        illusion.prompts.second.insert("people around a fire")
        try Golden.expect(illusion, "text-illusions-\(width)x\(height)")
    }
}
