import Engine
import Testing

@testable import StudioCore

/// The whole window, cell by cell. ``Golden`` says how the files are made.
@Suite struct GoldenTests {
    static let sizes = [(120, 40), (80, 24), (60, 20)]
    static let tiny = [(30, 8), (20, 5), (12, 3), (12, 2), (12, 1), (1, 1)]

    @Test(arguments: sizes) func fresh(_ width: Int, _ height: Int) throws {
        try Golden.expect(Scenes.fresh(width, height), "fresh-\(width)x\(height)", styles: width == 80)
    }

    @Test(arguments: sizes) func training(_ width: Int, _ height: Int) throws {
        try Golden.expect(Scenes.training(width, height), "training-\(width)x\(height)", styles: width == 120)
    }

    @Test(arguments: tiny) func trainingInLittleRoom(_ width: Int, _ height: Int) throws {
        try Golden.expect(Scenes.training(width, height), "training-\(width)x\(height)")
    }

    @Test func trainingInThreeColumns() throws { try Golden.expect(Scenes.training(180, 50), "training-180x50") }

    /// What a one-step denoiser's pictures show stands below them, where there is room.
    @Test(arguments: ["denoiser", "denoiser-noise"]) func denoisers(_ kind: String) throws {
        try Golden.expect(Scenes.training(100, 30, recipe: "digits-\(kind)"), "\(kind)-100x30")
        let small = view(Scenes.training(60, 20, recipe: "digits-\(kind)")).text
        #expect(!small.contains("clean, noisy") && !small.contains("Pure noise says"))
    }

    @Test(arguments: sizes) func sampling(_ width: Int, _ height: Int) throws {
        try Golden.expect(Scenes.sampling(width, height), "sampling-\(width)x\(height)", styles: width == 80)
    }

    @Test(arguments: sizes) func scrubbing(_ width: Int, _ height: Int) throws {
        var model = Scenes.sampling(width, height)
        model.focus = .preview
        Scenes.press(&model, .home, .character("]"), .character("]"), .right)
        try Golden.expect(model, "scrubbing-\(width)x\(height)", styles: width == 80)
    }

    @Test(arguments: sizes) func help(_ width: Int, _ height: Int) throws {
        var model = Scenes.stocked(width, height)
        Scenes.press(&model, .character("?"))
        try Golden.expect(model, "help-\(width)x\(height)")
    }

    @Test(arguments: sizes) func error(_ width: Int, _ height: Int) throws {
        var model = Scenes.fresh(width, height)
        let failure = EngineFailure(
            "an image file is cut short", expected: "47,040,016 bytes", found: "1,000",
            place: "/data/mnist/train-images-idx3-ubyte", hint: "studio data fetch mnist gets it anew")
        _ = update(&model, .engine(EngineSnapshot(), [.failed(failure)]))
        try Golden.expect(model, "error-\(width)x\(height)", styles: width == 60)
    }

    @Test func typing() throws {
        var model = Scenes.stocked(80, 24, .generate)
        Scenes.press(&model, .enter, .character("4"), .character("0"))
        try Golden.expect(model, "typing-80x24", styles: true)
    }

    @Test func prompt() throws {
        var model = Scenes.stocked(100, 30, .generate)
        model.focus = .prompt
        Scenes.press(&model, .character("a"), .right, .right, .right, .character(" "), .right, .enter, .down, .right)
        try Golden.expect(model, "prompt-100x30", styles: true)
    }

    @Test func lists() throws {
        var model = Scenes.stocked(100, 30)
        Scenes.press(&model, .character("m"), .down)
        try Golden.expect(model, "models-100x30")
        Scenes.press(&model, .escape, .character("r"))
        try Golden.expect(model, "recipes-100x30")
    }

    @Test(arguments: sizes) func generating(_ width: Int, _ height: Int) throws {
        try Golden.expect(Scenes.stocked(width, height, .generate), "generate-\(width)x\(height)")
    }

    @Test(arguments: sizes) func timeline(_ width: Int, _ height: Int) throws {
        var model = Scenes.branched(width, height)
        model.focus = .timeline
        Scenes.press(&model, .shiftLeft)
        try Golden.expect(model, "timeline-\(width)x\(height)", styles: width == 120)
        model.tree.compared = 0
        try Golden.expect(model, "compared-\(width)x\(height)")
    }

    @Test(arguments: sizes) func grid(_ width: Int, _ height: Int) throws {
        var model = Scenes.grid(width, height, graphics: width == 120 ? .sixel : .quadrants, step: 23)
        Scenes.press(&model, .right, .down)
        try Golden.expect(model, "grid-\(width)x\(height)", styles: width == 120)
    }

    @Test func choosingAGrid() throws {
        var model = Scenes.stocked(80, 24, .generate)
        Scenes.press(&model, .character("G"), .character(","), .character("9"))
        try Golden.expect(model, "grid-form-80x24", styles: true)
    }

    @Test func everything() throws {
        var model = Scenes.sampled(180, 50)
        Scenes.press(&model, .character("v"))
        try Golden.expect(model, "everything-180x50")
    }

    @Test func quitting() throws {
        var model = Scenes.training(80, 24, graphics: .kitty)
        model.samples = Film()
        Scenes.press(&model, .character("q"))
        try Golden.expect(model, "quit-80x24")
    }

    @Test func curve() throws {
        var model = Scenes.training(80, 24)
        model.focus = .loss
        Scenes.press(&model, .character("z"))
        try Golden.expect(model, "curve-80x24", styles: true)
        Scenes.press(&model, .character("l"))
        try Golden.expect(model, "curve-logarithmic-80x24")
    }

    @Test func plainCharacters() throws {
        var model = Scenes.training(80, 24, graphics: .mono, unicode: false)
        model.focus = .loss
        try Golden.expect(Scenes.fresh(80, 24, unicode: false), "plain-fresh-80x24")
        Scenes.press(&model, .character("z"))
        let screen = view(model)
        #expect(screen.cells.allSatisfy { $0.character.isASCII })
        try Golden.expect(model, "plain-curve-80x24")
    }
}
