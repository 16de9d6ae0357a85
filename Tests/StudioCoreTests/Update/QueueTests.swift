import Engine
import Testing

@testable import StudioCore

/// The queue in the window.
@Suite struct QueueTests {
    /// A queue with something of each: done, failed, going, and two that wait.
    static func filled(_ width: Int, _ height: Int) throws -> StudioModel {
        var model = Scenes.training(width, height)
        let done = QueuedWork.sample(SamplingRequest(model: "/models/digits-flow-class", classes: [3], count: 4))
        let failure = EngineFailure(
            "there is no model lost", expected: "a folder or a known name", hint: "known names: digits-flow-class")
        let run = TrainingRequest(
            recipe: Scenes.recipe("digits-flow-class"), output: "/data/studio/runs/digits-flow-class")
        var grid = SamplingRequest(model: "/models/digits-flow-class", classes: [3], count: 1)
        grid.seed = 7
        let axes = (try GridAxis("guidance=1,3,5,7"), try GridAxis("seed=0,1,2"))
        model.engine.queue = try JobQueue(
            [
                (done, .done("/data/studio/pictures/digits-flow-class.png")),
                (.sample(SamplingRequest(model: "/models/lost", classes: [1], count: 1)), .failed(failure)),
                (.train(run), .running), (.grid(GridRequest(grid, x: axes.0, y: axes.1)), .waiting),
                (.sample(SamplingRequest(model: nil, classes: [1], count: 16)), .waiting),
            ])
        return model
    }

    @Test(arguments: [(80, 24), (120, 40)]) func theListShowsEachStateOfAJob(_ width: Int, _ height: Int) throws {
        var model = try Self.filled(width, height)
        Scenes.press(&model, .character("J"))
        // What is not over yet is what one comes for.
        #expect(model.selectedJob?.state == .running)
        try Golden.expect(model, "queue-\(width)x\(height)", styles: width == 80)
        Scenes.press(&model, .up)
        try Golden.expect(model, "queue-failed-\(width)x\(height)")
    }

    @Test func anEmptyAndAHeldQueueSaySo() throws {
        var model = Scenes.stocked(80, 24)
        Scenes.press(&model, .character("J"))
        try Golden.expect(model, "queue-empty-80x24")
        #expect(Scenes.press(&model, .character("x")).isEmpty && model.messages.current?.text == "the queue is empty")
        #expect(Scenes.press(&model, .character(" ")).isEmpty && model.messages.current?.text == "nothing waits")
        model = try Self.filled(80, 24)
        model.engine.queue.isHeld = true
        #expect(view(model).text.split(separator: "\n")[0].contains("+2"))
        var wide = try Self.filled(120, 40)
        wide.engine.queue.isHeld = true
        #expect(view(wide).text.contains("2 held"))
        #expect(Scenes.press(&model, .character("J"), .character(" ")) == [.engine(.queue(.goOn))])
        #expect(view(model).text.contains("Queue (held)"))
    }

    /// One key in every workspace that makes something.
    @Test func eachWorkspaceQueuesWhatItWouldMake() throws {
        var model = Scenes.stocked(120, 40)
        let training = TrainingRequest(recipe: model.recipe, output: "", sampleInterval: model.sampleInterval)
        expect(&model, .key(.character("&")), effects: [.engine(.queue(.add(.train(training))))])
        model.workspace = .generate
        expect(&model, .key(.character("&")), effects: [.engine(.queue(.add(.sample(model.samplingRequest))))])
        model.workspace = .illusions
        expect(&model, .key(.character("&")), effects: [.engine(.queue(.add(.sample(model.workspaceRequest))))])
        for workspace in [Workspace.edit, .inpaint, .noise, .gallery] {
            model.workspace = workspace
            #expect(Scenes.press(&model, .character("&")).isEmpty)
            #expect(model.messages.current?.text == model.queueObstacle)
        }
        model.workspace = .noise
        model.drawing.editor.change { $0 = Raster(Scenes.picture(28, 28, shade: 3)) }
        #expect(Scenes.press(&model, .character("&")) == [.engine(.queue(.add(.compareNoise(model.noiseRequest))))])
        model.workspace = .edit
        #expect(Scenes.press(&model, .character("&")) == [.engine(.queue(.add(.sample(model.workspaceRequest))))])
    }

    @Test func aGridIsQueuedFromItsFormAndARecipeFromItsList() throws {
        var model = Scenes.stocked(120, 40, .generate)
        Scenes.press(&model, .character("G"))
        let request = try model.gridRequest()
        expect(&model, .key(.control("e")), effects: [.engine(.queue(.add(.grid(request))))]) { $0.overlay = nil }
        // The next recipe, while a run is going.
        model = Scenes.training(120, 40)
        Scenes.press(&model, .character("r"), .down)
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.messages.current?.text.contains("& queues this one") == true && model.overlay == .recipes)
        let training = TrainingRequest(
            recipe: model.recipes[model.listIndex], output: "", sampleInterval: model.sampleInterval)
        #expect(Scenes.press(&model, .character("&")) == [.engine(.queue(.add(.train(training))))])
    }

    @Test func jobsAreMovedTriedAgainAndCancelled() throws {
        var model = try Self.filled(80, 24)
        Scenes.press(&model, .character("J"))
        #expect(Scenes.press(&model, .character("J")).isEmpty && Scenes.press(&model, .enter).isEmpty)
        Scenes.press(&model, .down)
        expect(&model, .key(.character("J")), effects: [.engine(.queue(.move(4, by: 1)))]) { $0.listIndex = 4 }
        #expect(Scenes.press(&model, .shiftDown).isEmpty)
        model.listIndex = 3
        // What goes on keeps its place.
        #expect(Scenes.press(&model, .character("K")).isEmpty)
        #expect(Scenes.press(&model, .character("x")) == [.engine(.queue(.cancel(4)))])
        model.listIndex = 1
        #expect(Scenes.press(&model, .enter) == [.engine(.queue(.retry(2)))])
        #expect(Scenes.press(&model, .character("c")) == [.engine(.queue(.clear))])
        // What is going is asked for.
        model.listIndex = 2
        expect(&model, .key(.character("x"))) { $0.overlay = .cancelJob(3) }
        try Golden.expect(model, "queue-cancel-80x24")
        expect(&model, .key(.enter)) { $0.overlay = .queue }
        Scenes.press(&model, .character("x"))
        expect(&model, .key(.character("y")), effects: [.engine(.queue(.cancel(3)))]) { $0.overlay = .queue }
        Scenes.press(&model, .character("x"))
        // It ended by itself while it was asked for.
        var snapshot = model.engine
        snapshot.queue = JobQueue()
        _ = update(&model, .engine(snapshot, []))
        #expect(model.overlay == .queue && model.listIndex == 0)
        expect(&model, .key(.escape)) { $0.overlay = nil }
    }

    @Test func whatBecomesOfItIsTold() throws {
        var model = try Self.filled(80, 24)
        let jobs = model.engine.queue.jobs
        func told(_ event: QueueEvent) -> Message? {
            var model = model
            _ = update(&model, .engine(model.engine, [.queue(event)]))
            return model.messages.current
        }
        #expect(told(.added(jobs[4]))?.text.hasSuffix("; 1 before it") == true)
        #expect(told(.ended(jobs[1]))?.kind == .error)
        #expect(told(.ended(jobs[0])) == nil)
        #expect(told(.recovered(2))?.hint == "J shows the queue; Space there lets it go on")
        model.engine.queue = JobQueue()
        #expect(told(.ended(jobs[0]))?.text == "the queue is done")
    }

    /// A grid of the queue's does not open over what a person is at.
    @Test func aQueuedGridIsFormedUnseen() throws {
        var model = Scenes.stocked(100, 30, .generate)
        let request = GridRequest(model.samplingRequest, x: try GridAxis("guidance=1,3"), y: nil)
        var snapshot = model.engine
        snapshot.queue = try JobQueue([(.grid(request), .running)])
        _ = update(&model, .engine(snapshot, [.gridStarted(request)]))
        #expect(model.overlay == nil && model.grid?.request == request)
        #expect(Scenes.press(&model, .character("q")).isEmpty && model.overlay == .quit)
        #expect(view(model).text.contains("a grid of guidance, 2 cells"))
    }
}
