import Foundation
import Testing

@testable import Engine

/// Pipelines of one network against diffusers (Tests/Fixtures/pixels, written by make_pixels.py).
@Suite struct PixelModelTests {
    private static let folder = Fixtures.path("pixels")

    private static func expected() throws -> SafetensorsFile {
        try SafetensorsFile(path: folder + "/expected.safetensors")
    }

    private static func network(_ name: String) throws -> UNet2D { try PipelineFolder(folder + "/" + name).unet() }

    /// One evaluation, its gradients by the picture and by every fifth parameter.
    @Test(arguments: ["plain", "classes"]) func oneEvaluationIsDiffusers(_ name: String) throws {
        let expected = try Self.expected()
        let network = try Self.network(name)
        let x = try expected.tensor("\(name).x").channelsLast()
        let times = try expected.tensor("\(name).t").array.map(Double.init)
        let labels = try? expected.tensor("\(name).labels").array.map { Int($0) }
        func error(_ key: String, _ found: Tensor) throws -> Double {
            Verification.relativeError(found.array, try expected.tensor("\(name).\(key)").array)
        }
        let y = network(x, times: times, labels: labels, .inference())
        #expect(try error("y", y.channelsFirst()) < Verification.Tolerance.output)
        let store = ParameterStore(network)
        store.zeroGradients()
        let tape = Tape()
        let variable = tape.variable(x)
        let target = try expected.tensor("\(name).target").channelsLast()
        let predicted = network(variable, times: times, labels: labels, .training(tape))
        tape.backward(from: meanSquaredError(predicted, target))
        let gradient = try #require(tape.gradient(of: variable))
        #expect(try error("grad.x", gradient.channelsFirst()) < Verification.Tolerance.gradient)
        var compared = 0
        for (parameter, value) in network.parameters {
            guard expected.shape(of: "\(name).grad.\(parameter)") != nil else { continue }
            let found = try #require(value.gradient)
            #expect(try error("grad.\(parameter)", found) < Verification.Tolerance.gradient, "\(parameter)")
            compared += 1
        }
        let wanted = expected.names.count { $0.hasPrefix("\(name).grad.") && $0 != "\(name).grad.x" }
        #expect(compared == wanted && compared > 15)
    }

    private static func run(_ name: String, seed: UInt64, steps: Int, classes: [Int] = []) throws -> SamplingRequest {
        SamplingRequest(classes: classes, count: 1, steps: steps, sampler: "", guidance: 3, seed: seed)
    }

    /// The pipeline's own run from the same seed.
    @Test func aWholeRunIsThePipelines() throws {
        let model = try OpenedModel(folder: Self.folder + "/plain", precision: .f32)
        #expect(model.side == 16 && model.channels == 3 && !model.readsText)
        let run = try SamplingRun(try Self.run("plain", seed: 11, steps: 6), model: model)
        #expect(run.samplerName == "ddpm" && run.guidance == 1)
        let found = run.finished().map { min(max($0 / 2 + 0.5, 0), 1) }
        // Channels last, as diffusers gives pictures.
        let wanted = try Self.expected().tensor("plain.run").array
        #expect(Verification.relativeError(found, wanted) < Verification.Tolerance.run)
    }

    /// A class guided away from another; without another there is nothing to guide away from.
    @Test func classesAreGuidedAwayFromOneAnother() throws {
        let model = try OpenedModel(folder: Self.folder + "/classes", precision: .f32)
        var request = try Self.run("classes", seed: 12, steps: 5, classes: [2])
        let alone = try SamplingRun(request, model: model)
        #expect(alone.guidance == 1 && alone.samplerName == "ddim")
        request.negativeClass = 1
        let run = try SamplingRun(request, model: model)
        #expect(run.guidance == 3)
        let found = run.finished()
        #expect(
            Verification.relativeError(found, try Self.expected().tensor("classes.run").array)
                < Verification.Tolerance.run)
        #expect(alone.finished() != found)
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let classes = try OpenedModel(folder: Self.folder + "/classes", precision: .f32)
        let plain = try OpenedModel(folder: Self.folder + "/plain", precision: .f32)
        var prompts = try Self.run("", seed: 1, steps: 2)
        prompts.prompts = ["a dog"]
        let cases: [(SamplingRequest, OpenedModel, String)] = [
            (try Self.run("", seed: 1, steps: 2), classes, "this model needs a class"),
            (try Self.run("", seed: 1, steps: 2, classes: [4]), classes, "there is no such class"),
            (try Self.run("", seed: 1, steps: 2, classes: [0]), plain, "this model has no classes"),
            (try Self.run("", seed: 1, steps: 2000, classes: [0]), classes, "the number of steps is out of range"),
            (prompts, plain, "this model does not read text"),
        ]
        for (request, model, what) in cases {
            let failure = #expect(throws: EngineFailure.self) { try SamplingRun(request, model: model) }
            #expect(failure?.what == what)
        }
        #expect(throws: EngineFailure.self) { try OpenedModel(folder: Self.folder + "/plain", reader: .file("x.pth")) }
    }

    /// Each change of the configuration, and what the message names.
    @Test(arguments: [
        ("down_block_types", #"["SkipDownBlock2D", "A", "B"]"#), ("up_block_types", #"["KUpBlock2D", "A", "B"]"#),
        ("mid_block_type", "null"), ("time_embedding_type", #""fourier""#), ("sample_size", "null"),
        ("sample_size", "[16, 16]"), ("sample_size", "18"), ("downsample_padding", "2"), ("downsample_type", #""fir""#),
        ("class_embed_type", #""timestep""#), ("num_class_embeds", "0"), ("norm_num_groups", "null"),
        ("attention_head_dim", "7"), ("attn_norm_num_groups", "5"), ("block_out_channels", "[]"),
        ("resnet_time_scale_shift", #""spatial""#), ("_class_name", #""UNet1DModel""#),
    ])
    func aConfigurationThatCannotBeBuiltIsNamed(_ key: String, _ value: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = try #require(FileManager.default.contents(atPath: Self.folder + "/plain/config.json"))
            var entries = try #require(try JSONSerialization.jsonObject(with: original) as? [String: Any])
            entries[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
            let path = folder + "/config.json"
            try JSONSerialization.data(withJSONObject: entries).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { try UNet2DConfiguration.read(path) }
            #expect(failure?.place == path && failure?.sentence.contains(key) == true, "\(failure?.sentence ?? "")")
        }
    }

    /// A schedule that would silently be another one.
    @Test(arguments: [
        ("trained_betas", "[0.1, 0.2]"), ("rescale_betas_zero_snr", "true"), ("set_alpha_to_one", "false"),
    ])
    func aScheduleOfItsOwnIsRefused(_ key: String, _ value: String) throws {
        let text = #"{"_class_name": "DDIMScheduler", "\#(key)": \#(value)}"#
        let scheduler = try JSON.decode(SchedulerConfiguration.self, from: Data(text.utf8), place: "here")
        let failure = #expect(throws: EngineFailure.self) { try scheduler.schedule("here") }
        #expect(failure?.expected?.contains(key) == true)
    }
}
