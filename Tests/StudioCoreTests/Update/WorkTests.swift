import Engine
import Testing

@testable import StudioCore

@Suite struct WorkTests {
    @Test func trainingIsAskedWithTheEditedRecipe() {
        var model = Scenes.fresh(100, 30)
        model.recipe.batch = 32
        model.sampleInterval = 20
        let request = TrainingRequest(recipe: model.recipe, output: "", sampleInterval: 20)
        expect(&model, .key(.character("t")), effects: [.engine(.train(request))])
    }

    @Test func samplingAsksForWhatStandsInThePanes() {
        var model = Scenes.stocked(100, 30)
        model.sampling = SamplingChoices(guidance: 7.5, steps: 20, seed: 180, count: 4, classes: [3, 1], negative: 8)
        let request = SamplingRequest(
            model: "/data/studio/runs/digits-flow-class", classes: [1, 3], negativeClass: 8, count: 4, steps: 20,
            sampler: "flow-euler", guidance: 7.5, seed: 180)
        expect(&model, .key(.character("s")), effects: [.engine(.sample(request))]) { $0.workspace = .generate }
    }

    @Test func aModelWithoutClassesIsSampledWithoutAny() {
        var model = Scenes.stocked(100, 30)
        model.chosenModel = "/data/studio/runs/digits-ddpm-time"
        model.adoptSampledModel()
        #expect(model.samplingRequest.classes.isEmpty && model.samplingRequest.negativeClass == nil)
        #expect(model.samplingRequest.sampler == model.sampledFacts.samplers[0])
        #expect(model.guidanceObstacle == "guidance needs classes, and this model has none")
    }

    @Test func theModelInTrainingIsSampledFromMemory() {
        var model = Scenes.training(100, 30)
        let effects = update(&model, .key(.character("s")))
        guard case .engine(.sample(let request))? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(request.model == nil && request.classes == Array(0..<10))
    }

    @Test func pauseStepAndStop() {
        var model = Scenes.training(100, 30)
        expect(&model, .key(.character(" ")), effects: [.engine(.pause)])
        model.engine.isPaused = true
        expect(&model, .key(.character(" ")), effects: [.engine(.resume)])
        expect(&model, .key(.character("n")), effects: [.engine(.step)])
        expect(&model, .key(.character("x")), effects: [.engine(.stop)])
        #expect(Scenes.press(&model, .character("X")) == [.engine(.stopAfterEpoch)])
    }

    @Test func goingOnResumesTheRunOfTheChosenModel() {
        var model = Scenes.stocked(100, 30)
        let request = TrainingRequest(
            recipe: Scenes.recipe("digits-flow-class"), output: "/data/studio/runs/digits-flow-class", resume: true)
        expect(&model, .key(.character("g")), effects: [.engine(.train(request))])
        model.chosenModel = "digits-ddpm-time"
        _ = update(&model, .key(.character("g")))
        #expect(model.messages.current?.text == "digits-ddpm-time was not made by a run that is here")
    }

    @Test func quittingAsksOnlyWhenARunIsGoing() {
        var idle = Scenes.stocked(100, 30)
        expect(&idle, .key(.character("q")), effects: [.quit])
        expect(&idle, .key(.control("c")), effects: [.quit])
        var model = Scenes.training(100, 30)
        expect(&model, .key(.character("q"))) { $0.overlay = .quit }
        expect(&model, .key(.character("n"))) { $0.overlay = nil }
        expect(&model, .key(.control("c"))) { $0.overlay = .quit }
        expect(&model, .key(.control("c")), effects: [.quit])
        expect(&model, .key(.character("y")), effects: [.quit])
    }

    @Test func suspendAndRedrawWorkEverywhere() {
        for overlay in [Overlay?.none, .help, .recipes, .quit] {
            var model = Scenes.training(100, 30)
            model.overlay = overlay
            expect(&model, .key(.control("z")), effects: [.suspend])
            expect(&model, .key(.control("l")), effects: [.redraw])
        }
    }

    @Test func keysWithoutMeaningDoNothing() {
        var model = Scenes.stocked(100, 30)
        for key in [Key.character("ß"), .function(9), .shiftUp, .control("x")] { expect(&model, .key(key)) }
        expect(&model, .paste("tsq"))
        expect(&model, .tick(4)) { $0.now = 4 }
        expect(&model, .tick(2))
    }
}
