import Engine
import Testing

@testable import StudioCore

/// The Noise lab as keys, the mouse and the engine drive it.
@Suite struct NoiseLabTests {
    /// A digit on the board.
    private static func scene(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .quadrants
    ) -> StudioModel {
        BoardViewTests.scene(width, height, workspace: .noise, graphics: graphics)
    }

    /// The same with everything compared.
    static func compared(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .quadrants
    ) throws -> StudioModel {
        var model = scene(width, height, graphics: graphics)
        let request = model.noiseRequest
        let states = try request.places.map { try ForwardProcess(.flow).state(at: $0) }
        let rows = [nil, .gaussian, .oneStep, .iterative].enumerated().map { index, method in
            NoiseStatus.Row(
                method: method, pictures: states.indices.map { Scenes.picture(28, 28, shade: index * 40 + $0 * 9) },
                decibels: states.indices.map { $0 == 0 ? .infinity : 20 - Double($0 * 2 + index) })
        }
        var snapshot = EngineSnapshot()
        snapshot.noise = NoiseStatus(request: request, states: states, rows: rows, share: 1)
        snapshot.model = ModelSummary(
            facts: Scenes.models[0].facts, objective: .flow, parameterCount: 1, computeType: .float32, heldBytes: 4,
            totalBytes: 4)
        _ = update(&model, .engine(snapshot, []))
        return model
    }

    @Test(arguments: [(80, 24), (140, 45), (60, 20)]) func cells(_ width: Int, _ height: Int) throws {
        try Golden.expect(Self.scene(width, height), "noise-\(width)x\(height)")
        var model = try Self.compared(width, height)
        model.focus = .comparison
        Scenes.press(&model, .right, .right)
        try Golden.expect(model, "noise-compared-\(width)x\(height)")
    }

    @Test func theArrowsGoThroughTheColumnsAndStayWithin() throws {
        var model = try Self.compared(140, 45)
        model.focus = .comparison
        Scenes.press(&model, .left)
        #expect(model.noise.column == 0)
        Scenes.press(&model, .right, .right)
        #expect(model.noise.column == 2 && view(model).text.contains("σ 0.4"))
        #expect(view(model).text.contains("iterative 13.0 dB"))
        Scenes.press(&model, .end, .right)
        #expect(model.noise.column == 5)
        Scenes.press(&model, .home)
        #expect(model.noise.column == 0 && view(model).text.contains("one step exact"))
    }

    @Test func theMouseTakesAColumn() throws {
        var model = try Self.compared(140, 45)
        let place = try #require(Layout(model).places[.comparison])
        _ = update(&model, .mouse(x: place.inner.x + place.inner.width - 2, y: place.inner.y + 4, button: 1))
        let last = model.noise.column
        #expect(model.focus == .comparison && last >= 3)
        _ = update(&model, .mouse(x: place.inner.x + 12, y: place.inner.y + 4, button: 4))
        #expect(model.noise.column == last - 1)
    }

    /// What is asked of the engine follows from the fields and from what the model can do.
    @Test func theRequestIsWhatThePanesSay() throws {
        var model = Self.scene(120, 40)
        _ = model.set(.noiseColumns, to: 11)
        _ = model.set(.told, to: 4)
        _ = model.set(.noiseKernel, to: 6)
        guard case .engine(.compareNoise(let request))? = Scenes.press(&model, .character("s")).first else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(request.places == (0...10).map { .sigma([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1][$0]) })
        #expect(request.methods == [.gaussian, .oneStep, .iterative] && request.label == 3)
        #expect(request.blur.kernel == 7 && request.model == Scenes.models[0].folder)
        #expect(request.picture == model.takenDrawing)
        // Taken back one by one.
        Scenes.press(&model, .tab, .tab, .character("u"), .character("u"), .character("u"))
        #expect(model.noise == NoiseChoices())

        let startup = Scenes.startup(120, 40)
        var fresh = StudioModel(startup)
        fresh.workspace = .noise
        fresh.drawing = model.drawing
        #expect(fresh.noiseRequest.methods == [.gaussian] && fresh.noiseRequest.model == nil)
        #expect(fresh.noiseRequest.label == nil && !fresh.noiseRequest.needsModel)
    }

    @Test func whatCannotBeDoneSaysWhy() throws {
        var model = Scenes.stocked(100, 30, .noise)
        #expect(Scenes.press(&model, .character("s")).isEmpty)
        #expect(model.messages.current?.text.contains("nothing to put noise on") == true)
        #expect(Scenes.press(&model, .character("W")).isEmpty)
        #expect(model.messages.current?.text.contains("nothing to save") == true)
        #expect(Scenes.press(&model, .character("G")).isEmpty && model.overlay == nil)
        // A picture on its way is waited for.
        model.focus = .board
        Scenes.press(&model, .pageDown)
        #expect(Scenes.press(&model, .character("s")).isEmpty)
        #expect(model.messages.current?.text.contains("is being read") == true)
        var compared = try Self.compared(100, 30)
        #expect(Scenes.press(&compared, .character("W")) == [.engine(.saveNoise(path: ""))])
        compared.engine.activity = .denoising
        #expect(Scenes.press(&compared, .character("W")).isEmpty)
    }

    /// What is drawn is the same picture in Edit and in the Noise lab.
    @Test func theDrawingIsSharedWithEdit() {
        var model = Self.scene(100, 30)
        let before = model.drawing
        Scenes.press(&model, .character(" "), .right, .right, .escape)
        #expect(model.drawing != before && model.mask == BoardViewTests.scene(100, 30).mask)
        Scenes.press(&model, .character("3"))
        #expect(model.board == model.drawing)
    }
}
