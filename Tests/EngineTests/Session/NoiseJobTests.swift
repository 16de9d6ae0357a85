import Foundation
import Testing

@testable import Engine

/// The Noise lab's comparison on the engine's thread.
@Suite struct NoiseJobTests {
    private static let picture = Picture(
        width: 28, height: 28, channels: 1, pixels: (0..<784).map { UInt8($0 * 7 % 256) })

    /// Many steps, so that it is still going when the next command comes.
    private static func request(
        _ methods: [NoiseComparison.Method], sigmas: [Double] = [0, 0.5, 1], model: String? = nil
    ) throws -> NoiseRequest {
        NoiseRequest(
            picture, places: sigmas.map { .sigma($0) }, methods: methods, blur: try GaussianBlur(kernel: 5, sigma: 1),
            model: model, label: 3, guidance: 2, steps: 200, seed: 4)
    }

    @Test func theRowsFillAndAreKeptWithTheCommandThatRemakesThem() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener(model: { .tiny() })
            // The recipe holds the hash of the weights, which are therefore in a folder.
            let model = LoadedModel.tiny()
            try ModelFolder.save(
                model.network.entries.map { ($0.name, $0.value) }, card: model.card, in: folder)
            let request = try Self.request([.gaussian, .oneStep, .iterative], model: folder)
            listener.session.send(.compareNoise(request))
            listener.session.send(.pause)
            try listener.wait("a paused comparison") { $0.snapshot.activity == .denoising && $0.snapshot.isPaused }
            listener.session.send(.saveNoise(path: folder + "/a.png"))
            try listener.wait("a refusal") { $0.failures.map(\.what) == ["the comparison is not finished"] }
            listener.session.send(.resume)
            try listener.wait("its end") { $0.snapshot.activity == .idle && $0.snapshot.noise?.share == 1 }
            let status = try #require(listener.snapshot.noise)
            #expect(status.rows.map(\.method) == [nil, .gaussian, .oneStep, .iterative])
            #expect(status.rows.allSatisfy { $0.pictures.count == 3 && $0.decibels.count == 3 })
            var alone = try request.comparison(by: OpenedModel(model))
            while !alone.isFinished { alone.advance() }
            #expect(status == NoiseStatus(request, alone))

            listener.session.send(.saveNoise(path: folder + "/a.png"))
            try listener.wait("the picture") { _ in FileManager.default.fileExists(atPath: folder + "/a.png") }
            #expect(try PNG.read(folder + "/a-image.png") == Self.picture)
            let recipe = try #require(try FoundRecipe.read(folder + "/a.png") as? NoiseRecipe)
            #expect(recipe.denoising?.label == 3 && recipe.methods == ["gaussian", "one-step", "iterative"])
            #expect(
                recipe.command
                    == "studio noise --image \(folder)/a-image.png --sigma 0,0.5,1 --method gaussian,one-step,iterative"
                    + " --kernel 5 --blur 1.0 --model \(folder) --class 3 --guidance 2.0 --steps 200 --precision f32"
                    + " --seed 4 --labels --output \(folder)/a.png")
        }
    }

    @Test func withoutAModelThereIsTheBlurAlone() throws {
        let listener = try SessionListener(model: { throw EngineFailure("there is no model") })
        listener.session.send(.compareNoise(try Self.request([.gaussian])))
        try listener.wait("its end") { $0.snapshot.noise?.rows.count == 2 }
        #expect(listener.snapshot.activity == .idle && listener.failures.isEmpty)
        listener.session.send(.compareNoise(try Self.request([.oneStep])))
        try listener.wait("a failure") { $0.failures.count == 1 }
        #expect(listener.snapshot.noise?.rows.count == 2)
    }

    @Test func aSamplingTakesItsPlaceAndStopEndsIt() throws {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.saveNoise(path: "/nowhere/a.png"))
        listener.session.send(.compareNoise(try Self.request([.iterative])))
        listener.session.send(.step)
        try listener.wait("a step") { ($0.snapshot.noise?.share ?? 0) > 0 && $0.snapshot.isPaused }
        listener.session.send(.sample(SamplingRequest(classes: [3], count: 1, steps: 3)))
        try listener.wait("the sampling's end") { $0.samplingEndings == [true] }
        #expect(listener.snapshot.activity == .idle)
        listener.session.send(.compareNoise(try Self.request([.iterative])))
        listener.session.send(.step)
        try listener.wait("another") { $0.snapshot.activity == .denoising && $0.snapshot.isPaused }
        listener.session.send(.stop)
        try listener.wait("the end") { $0.snapshot.activity == .idle }
        listener.session.send(.saveNoise(path: "/nowhere/a.png"))
        try listener.wait("two refusals") { $0.failures.count == 2 }
    }
}
