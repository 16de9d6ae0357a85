import Foundation
import Testing

@testable import Engine

/// Pictures of prompts through the same run, guidance and trajectory as digits.
@Suite struct TextSamplingTests {
    private let stage = Fixtures.path("text/if_tiny/stage1")
    private let embeddings = Fixtures.path("text/if_tiny/prompt_embeds_dict.pth")

    private func request(_ prompts: [String] = ["a photo of a dog"], steps: Int = 3, count: Int = 1) -> SamplingRequest
    {
        var request = SamplingRequest(count: count, steps: steps, sampler: "", guidance: 3, seed: 5)
        request.prompts = prompts
        return request
    }

    private func model() throws -> OpenedModel {
        try OpenedModel(folder: stage, precision: .f32, reader: .file(embeddings))
    }

    @Test func theSameSeedIsTheSamePictureAndAnotherPromptAnother() throws {
        let model = try model()
        let first = try SamplingRun(request(), model: model).finished()
        #expect(first.count == 16 * 16 * 3 && first.filter { !$0.isFinite }.isEmpty)
        #expect(try SamplingRun(request(), model: model).finished() == first)
        #expect(
            try SamplingRun(request(["an oil painting of a snowy mountain village"]), model: model).finished() != first)
    }

    @Test func aRunIsBranchedAndSteered() throws {
        let run = try SamplingRun(request(steps: 4), model: try model())
        run.advance()
        let branch = try run.branched(at: 1)
        #expect(branch.finished() == run.finished())
        let steered = try run.branched(at: 1)
        try steered.apply(.guidance(9))
        #expect(steered.finished() != run.finished())
        #expect(throws: EngineFailure.self) { try steered.apply(.classes([3])) }
    }

    @Test(arguments: SchedulerConfiguration.samplerNames) func everySamplerMakesNumbers(_ name: String) throws {
        var request = request(steps: 3)
        request.sampler = name
        let run = try SamplingRun(request, model: try model())
        guard StepTable(rawValue: name) == nil else {
            #expect(run.totalSteps > 20)
            return
        }
        let odd = run.finished().filter { !$0.isFinite }
        #expect(odd.isEmpty, "\(name)")
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let model = try model()
        var wrong: [SamplingRequest] = []
        wrong.append(request([]))
        wrong.append(request(["a prompt that the file does not have"]))
        wrong.append(request(steps: 2000))
        var classes = request()
        classes.classes = [1]
        wrong.append(classes)
        var sampler = request()
        sampler.sampler = "flow-euler"
        wrong.append(sampler)
        for request in wrong { #expect(throws: EngineFailure.self) { try SamplingRun(request, model: model) } }
        let second = try OpenedModel(folder: Fixtures.path("text/if_tiny/stage2"), reader: .file(embeddings))
        #expect(throws: EngineFailure.self) { try SamplingRun(request(), model: second) }
        var text = SamplingRequest(classes: [], count: 1, steps: 1)
        text.prompts = ["a dog"]
        #expect(throws: EngineFailure.self) { try SamplingRun(text, model: .tiny()) }
    }

    @Test func promptsAreEncodedOnceAndKept() throws {
        try Fixtures.withTemporaryFolder { cache in
            let encoder = try PromptEncoder(try PipelineFolder(stage), cache: cache)
            let prompts = ["A photo of a DOG", "a photo of a dog", "something else"]
            let first = try encoder.embeddings(of: prompts)
            let files = try FileManager.default.contentsOfDirectory(atPath: cache)
            // The first two are one text to the encoder.
            #expect(first.count == 3 && files.count == 2)
            #expect(first[prompts[0]]?.array == first[prompts[1]]?.array)
            let again = try PromptEncoder(try PipelineFolder(stage), cache: cache).embeddings(of: prompts)
            for prompt in prompts { #expect(again[prompt]?.array == first[prompt]?.array) }
            // A file that is damaged is made anew.
            for file in files { try Data("x".utf8).write(to: URL(fileURLWithPath: "\(cache)/\(file)")) }
            let third = try encoder.embeddings(of: prompts)
            #expect(third[prompts[0]]?.array == first[prompts[0]]?.array)
        }
    }

    @Test func weightsThatAreNoNumbersAreNamed() throws {
        try Fixtures.withTemporaryFolder { folder in
            try FileManager.default.copyItem(atPath: stage, toPath: folder + "/stage1")
            let unet = folder + "/stage1/unet"
            let full = try WeightFiles(folder: unet, base: "diffusion_pytorch_model")
            let tensors = try full.names.map { name in
                let tensor = try full.stored(name).tensor()
                if name == "mid_block.attentions.0.to_q.weight" { tensor.floats[7] = .nan }
                return (name, tensor)
            }
            try Safetensors.write(tensors, metadata: [:], to: unet + "/diffusion_pytorch_model.safetensors")
            let run = try SamplingRun(
                request(), model: try OpenedModel(folder: folder + "/stage1", reader: .file(embeddings)))
            run.advance()
            let failure = #expect(throws: EngineFailure.self) { try run.checkFinite() }
            #expect(failure?.found == "NaN or infinity in mid_block.attentions.0.to_q.weight")
        }
    }

    /// IF's own tables (Tests/Fixtures/text/step_tables.json, written by make_text.py from diffusers).
    @Test func stepTablesAreThePipelines() throws {
        let data = try #require(FileManager.default.contents(atPath: Fixtures.path("text/step_tables.json")))
        let tables = try JSONDecoder().decode([String: [Int]].self, from: data)
        #expect(tables.count == StepTable.allCases.count)
        for table in StepTable.allCases { #expect(table.timesteps(of: 1000) == tables[table.rawValue], "\(table)") }
    }

    /// Weights kept as the convolutions want them, for one size of picture and then for another.
    @Test(arguments: [ElementType.float32, .bfloat16]) func keptWeightsServeEverySize(_ type: ElementType) throws {
        let network = try PipelineFolder(stage).unet()
        var numbers = TestNumbers(60)
        let text = numbers.tensor([1, 9, 48])
        for side in [8, 24, 8] {
            let x = numbers.tensor([1, side, side, 3])
            let fresh = try PipelineFolder(stage).unet()
            let wanted = fresh(x, times: [500], text: text, .inference(computeType: type)).array
            #expect(network(x, times: [500], text: text, .inference(computeType: type)).array == wanted, "\(side)")
        }
        // Used for training afterwards, the same weights are float32 and may change.
        let store = ParameterStore(network)
        #expect(network.parameters.allSatisfy { $0.parameter.keptConvolutionWeight == nil } && store.count > 0)
    }
}
