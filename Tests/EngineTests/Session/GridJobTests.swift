import Foundation
import Testing

@testable import Engine

/// Grids through the engine's thread.
@Suite struct GridJobTests {
    private static func request(_ x: String, _ y: String? = nil, steps: Int = 6) throws -> GridRequest {
        let base = SamplingRequest(classes: [3], count: 1, steps: steps, guidance: 2, seed: 4)
        return GridRequest(base, x: try GridAxis(x), y: try y.map { try GridAxis($0) })
    }

    @Test func aGridFormsLiveAndIsKeptWithItsRecipe() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener(model: { .tiny() })
            var request = try Self.request("guidance=1,4", "seed=1,2")
            // The recipe holds the hash of the weights, which are therefore in a folder.
            let model = LoadedModel.tiny()
            try ModelFolder.save(
                model.network.entries.map { ($0.name, $0.value) }, card: model.card, in: folder)
            request.base.model = folder
            listener.session.send(.grid(request))
            try listener.wait("the grid's end") { $0.gridEndings == [true] }
            // All cells at the noise, then after each step.
            for cell in 0..<4 { #expect(listener.cells(cell).map(\.step) == Array(0...6)) }
            #expect(listener.cells(0).last?.isFinished == true && listener.cells(0).first?.isFinished == false)
            #expect(Set(listener.cells.map(\.picture.pixels)).count > 10)
            let status = try #require(listener.snapshot.grid)
            #expect(status.step == 24 && status.totalSteps == 24 && status.request == request)
            listener.session.send(.saveGrid(path: folder + "/a.png"))
            try listener.wait("the picture") { _ in FileManager.default.fileExists(atPath: folder + "/a.png") }
            let recipe = try #require(try FoundRecipe.read(folder + "/a.png") as? PictureRecipe)
            #expect(recipe.grid == .init(x: "guidance=1,4", y: "seed=1,2"))
            #expect(recipe.command?.contains("--grid-x guidance=1,4 --grid-y seed=1,2") == true)
            #expect(recipe.parameters.contains("Grid: guidance=1,4 seed=1,2"))
        }
    }

    @Test func aCellIsOpenedWithAllItsMomentsAndBranched() throws {
        let listener = try SessionListener(model: { .tiny() })
        let request = try Self.request("4:guidance=3,9", "seed=1,2")
        listener.session.send(.grid(request))
        try listener.wait("the grid's end") { $0.gridEndings == [true] }
        listener.session.send(.openCell(3))
        try listener.wait("the cell's end") { $0.samplingEndings == [true] }
        let cell = try #require(try request.cells().last)
        #expect(listener.events.contains(.samplingStarted(cell)))
        #expect(listener.frames(of: 0).map(\.step) == Array(0...6))
        #expect(listener.frames(of: 0).last?.state.picture == listener.cells(3).last?.picture)
        #expect(listener.events.contains(.steered(branch: 0, moment: 4, .guidance(9))))
        // It is a sampling like any other.
        let steering = SamplingSteering(guidance: 1.5, classes: [3], negativeClass: nil)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 5, steering: steering)))
        try listener.wait("the branch's end") { $0.samplingEndings == [true, true] }
        #expect(listener.snapshot.sampling?.evaluations == 7)
        listener.session.send(.openCell(4))
        try listener.wait("a failure") { $0.failures.count == 1 }
    }

    @Test func aCellOpenedBeforeItsEndGoesOnByItself() throws {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.grid(try Self.request("guidance=2,4")))
        listener.session.send(.step)
        try listener.wait("a step") { $0.cells(1).last?.step == 1 && $0.snapshot.isPaused }
        listener.session.send(.openCell(1))
        try listener.wait("the cell's end") { $0.samplingEndings == [true] }
        #expect(listener.gridEndings == [false])
        #expect(listener.frames(of: 0).map(\.step) == Array(0...6))
        var alone = try Self.request("guidance=2,4").cells()[1]
        alone.model = nil
        let run = try SamplingRun(alone, model: .tiny())
        _ = run.finished()
        let shown = try #require(listener.frames(of: 0).last?.state.picture.pixels)
        let expected = PictureGrid.compose(run.state.pictures(range: run.range)).pixels
        #expect(zip(shown, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func aStoppedGridStaysAsItIsAndIsNotSaved() throws {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.openCell(0))
        listener.session.send(.saveGrid(path: "/nowhere/a.png"))
        listener.session.send(.grid(try Self.request("guidance=2,4")))
        listener.session.send(.step)
        try listener.wait("a step") { $0.cells(1).last?.step == 1 }
        listener.session.send(.stop)
        try listener.wait("its end") { $0.gridEndings == [false] }
        #expect(listener.snapshot.activity == .idle && !listener.snapshot.isPaused)
        listener.session.send(.saveGrid(path: "/nowhere/a.png"))
        try listener.wait("three failures") { $0.failures.count == 3 }
        #expect(listener.failures.last?.what == "the grid is not finished")
    }

    /// Rows made from a moment go on from the sampling that is shown.
    @Test func aGridFromAMomentComputesNoPastAgain() throws {
        let listener = try SessionListener(model: { .tiny() })
        let request = try Self.request("4:guidance=3,9")
        listener.session.send(.sample(request.base))
        try listener.wait("the sampling's end") { $0.samplingEndings == [true] }
        listener.session.send(.grid(request))
        try listener.wait("the grid's end") { $0.gridEndings == [true] }
        #expect(listener.snapshot.grid?.evaluations == 4 && listener.snapshot.grid?.step == 12)
        listener.session.send(.openCell(0))
        try listener.wait("the cell's end") { $0.samplingEndings.count == 2 }
        #expect(listener.frames(of: 0).suffix(7).map(\.step) == Array(0...6))
    }
}
