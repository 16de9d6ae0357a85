import Foundation
import Testing

@testable import Engine

/// Pipelines on the engine's thread, as the window drives it (16×16 in colour, of DeepFloyd IF's architecture).
@Suite struct PipelineSessionTests {
    private static let stage = Fixtures.path("text/if_tiny/stage1")
    private static let embeddings = Fixtures.path("text/if_tiny/prompt_embeds_dict.pth")

    private static func listener() throws -> SessionListener {
        try SessionListener { name, reader in
            try OpenedModel(folder: ModelCatalogue.folder(of: name), precision: .f32, reader: reader)
        }
    }

    private static func request(_ prompt: String = "a photo of a dog", steps: Int = 4) -> SamplingRequest {
        var request = SamplingRequest(model: stage, count: 2, steps: steps, sampler: "ddpm", guidance: 2, seed: 5)
        (request.prompts, request.reader) = ([prompt], .file(embeddings))
        return request
    }

    @Test func aPromptIsSampledSteeredAndBranched() throws {
        let listener = try Self.listener()
        listener.session.send(.sample(Self.request()))
        try listener.wait("the end") { $0.samplingEndings == [true] }
        #expect(listener.frames(of: 0).map(\.step) == Array(0...4))
        #expect(listener.frames(of: 0).last?.tile == .init(width: 16, height: 16))
        #expect(listener.frames(of: 0).last?.state.picture.channels == 3)
        let summary = try #require(listener.snapshot.model)
        #expect(summary.facts.readsText && summary.objective == nil && summary.parameterCount > 10_000)
        #expect(summary.heldBytes > 0)
        var steering = Self.request().steering()
        steering.guidance = 9
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 2, steering: steering)))
        try listener.wait("the branch's end") { $0.samplingEndings == [true, true] }
        #expect(listener.snapshot.sampling?.evaluations == 6)
        #expect(listener.frames(of: 1).last?.guidance == 9)
        #expect(listener.frames(of: 1).last?.state.picture != listener.frames(of: 0).last?.state.picture)
    }

    @Test func whatIsSavedSaysWhatReadThePrompts() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Self.listener()
            var request = Self.request("an oil painting of a snowy mountain village")
            request.negativePrompt = "a photo of a dog"
            listener.session.send(.sample(request))
            try listener.wait("the end") { $0.samplingEndings == [true] }
            listener.session.send(.savePicture(branch: 0, path: folder + "/a.png"))
            try listener.wait("the picture") { _ in FileManager.default.fileExists(atPath: folder + "/a.png") }
            let recipe = try #require(try FoundRecipe.read(folder + "/a.png") as? PictureRecipe)
            #expect(recipe.prompts == request.prompts && recipe.negativePrompt == request.negativePrompt)
            #expect(recipe.model.weights?.count == 64 && recipe.model.embeddings?.count == 64)
            #expect(recipe.command?.contains("--prompt 'an oil painting of a snowy mountain village'") == true)
            #expect(recipe.command?.contains("--embeddings") == true)
        }
    }

    @Test func anIllusionAGridAndNoiseAreMadeOfPrompts() throws {
        let listener = try Self.listener()
        var request = Self.request()
        (request.otherPrompts, request.count) = (["an oil painting of a snowy mountain village"], 1)
        request.edit = .anagram(classes: [], view: .rotate180)
        listener.session.send(.sample(request))
        try listener.wait("the anagram's end") { $0.samplingEndings == [true] }
        var base = Self.request()
        base.count = 1
        let grid = GridRequest(base, x: try GridAxis("guidance=1,4"), y: try GridAxis("seed=1,2"))
        listener.session.send(.grid(grid))
        try listener.wait("the grid's end") { $0.gridEndings == [true] }
        #expect(Set((0..<4).compactMap { listener.cells($0).last?.picture.pixels }).count == 4)
        let pixels = (0..<16 * 16 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var noise = NoiseRequest(
            Picture(width: 16, height: 16, channels: 3, pixels: pixels), places: [.sigma(0.5), .sigma(2)],
            methods: [.gaussian, .oneStep, .iterative], blur: .usual, model: Self.stage, guidance: 2, steps: 3)
        (noise.prompt, noise.reader) = ("a photo of a dog", .file(Self.embeddings))
        listener.session.send(.compareNoise(noise))
        try listener.wait("the comparison") { $0.snapshot.noise?.share == 1 && $0.snapshot.activity == .idle }
        #expect(listener.snapshot.noise?.rows.count == 4)
        #expect(listener.failures.isEmpty)
    }

    /// The second stage makes large pictures of exactly these numbers, and the command in the picture names them.
    @Test func finishedPicturesAreEnlarged() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try Self.listener()
            var request = Self.request()
            request.model = Fixtures.path("text/if_tiny/stage2")
            request.steps = 3
            listener.session.send(.enlarge(EnlargeRequest(branch: 0, request: request)))
            try listener.wait("a failure: there is nothing yet") { $0.failures.count == 1 }
            listener.session.send(.sample(Self.request()))
            try listener.wait("the end") { $0.samplingEndings == [true] }
            listener.session.send(.enlarge(EnlargeRequest(branch: 0, request: request)))
            try listener.wait("the enlarged end") { $0.samplingEndings == [true, true] }
            let frames = listener.frames(of: 0)
            let (small, large) = (try #require(frames.first), try #require(frames.last))
            #expect(large.tile.width > small.tile.width && listener.snapshot.sampling?.request.count == 2)
            listener.session.send(.savePicture(branch: 0, path: folder + "/a.png"))
            try listener.wait("the picture") { _ in FileManager.default.fileExists(atPath: folder + "/a.png") }
            let recipe = try #require(try FoundRecipe.read(folder + "/a.png") as? PictureRecipe)
            #expect(recipe.edit?.kind == "upscale" && recipe.edit?.noiseLevel == Enlargement.usualNoiseLevel)
            let numbers = folder + "/a-image.safetensors"
            #expect(recipe.command?.hasPrefix("studio upscale --image \(numbers)") == true)
            let again = try Enlargement(numbersAt: numbers)
            #expect(again == listener.snapshot.sampling?.request.enlargement)
            request.enlargement = again
            let model = try OpenedModel(folder: request.model ?? "", precision: .f32, reader: request.reader)
            let run = try SamplingRun(request, model: model)
            while !run.isFinished { run.advance() }
            let made = PictureGrid.compose(run.state.pictures(range: run.range))
            #expect(try PNG.read(folder + "/a.png") == made)
        }
    }

    /// What is wrong with a folder or a prompt is told, and the sampling there was can still be gone on with.
    @Test func whatCannotBeOpenedIsToldAndLosesNothing() throws {
        try Fixtures.withTemporaryFolder { folder in
            let broken = folder + "/broken"
            try FileManager.default.copyItem(atPath: Self.stage, toPath: broken)
            let unet = broken + "/unet"
            let shard = try #require(
                try FileManager.default.contentsOfDirectory(atPath: unet).first { $0.hasSuffix(".safetensors") })
            let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
            try Data(pointer.utf8).write(to: URL(fileURLWithPath: unet + "/" + shard))
            let listener = try Self.listener()
            listener.session.send(.sample(Self.request()))
            try listener.wait("the end") { $0.samplingEndings == [true] }
            var request = Self.request()
            request.model = broken
            listener.session.send(.sample(request))
            try listener.wait("a failure") { $0.failures.count == 1 }
            #expect(listener.failures[0].sentence.contains("pointer"), "\(listener.failures[0].sentence)")
            listener.session.send(.sample(Self.request("a prompt that is not in the file")))
            try listener.wait("another") { $0.failures.count == 2 }
            var steering = Self.request().steering()
            steering.guidance = 5
            listener.session.send(.branch(BranchRequest(branch: 0, moment: 1, steering: steering)))
            try listener.wait("the branch's end") { $0.samplingEndings == [true, true] }
        }
    }

    /// A pipeline stays open, its weights read once, until its files change.
    @Test func anOpenedPipelineIsKeptUntilItsFilesChange() throws {
        try Fixtures.withTemporaryFolder { folder in
            let copy = folder + "/pipe"
            try FileManager.default.copyItem(atPath: Self.stage, toPath: copy)
            var count = 0
            let models = OpenedModels { name, reader in
                count += 1
                return try OpenedModel(folder: try ModelCatalogue.folder(of: name), precision: .f32, reader: reader)
            }
            let first = try models.model(copy, .ownEncoder)
            #expect(try models.model(copy, .ownEncoder).isSame(as: first) && count == 1)
            #expect(try !models.model(copy, .file(Self.embeddings)).isSame(as: first) && count == 2)
            _ = try models.model(copy, .file(Self.embeddings))
            #expect(count == 2)
            let scheduler = copy + "/scheduler/scheduler_config.json"
            let text = try String(contentsOfFile: scheduler, encoding: .utf8)
            try Data((text + " ").utf8).write(to: URL(fileURLWithPath: scheduler))
            _ = try models.model(copy, .file(Self.embeddings))
            #expect(count == 3)
        }
    }

    @Test func factsAreKnownBeforeWeightsAreRead() throws {
        let first = try ModelFacts(pipeline: PipelineFolder(Self.stage))
        #expect(first.readsText && first.side == 16 && first.channels == 3 && !first.enlarges)
        #expect(first.samplers[0] == "ddpm" && first.samplers.contains("fast27"))
        #expect(!first.samplersOnTheWay.contains("fast27") && first.denoising == [.oneStep, .iterative])
        let second = try ModelFacts(pipeline: PipelineFolder(Fixtures.path("text/if_tiny/stage2")))
        #expect(second.enlarges && second.channels == 3)
        let classes = try ModelFacts(pipeline: PipelineFolder(Fixtures.path("pixels/classes")))
        #expect(classes.classNames == (0..<classes.classNames.count).map(String.init) && !classes.knowsNothing)
        #expect(try ModelFacts(pipeline: PipelineFolder(Fixtures.path("pixels/plain"))).subject == .nothing)
        try Fixtures.withTemporaryFolder { folder in
            let text = #"{"_class_name": "StableDiffusionPipeline", "vae": ["diffusers", "AutoencoderKL"]}"#
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/model_index.json"))
            let saved = SavedModel(pipeline: folder)
            #expect(saved.trouble?.sentence.contains("StableDiffusionPipeline") == true)
        }
    }
}
