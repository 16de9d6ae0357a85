import Foundation
import Testing

@testable import Engine

@Suite struct PipelineFolderTests {
    private let stage = Fixtures.path("text/if_tiny/stage1")

    private func index(_ text: String) throws -> PipelineIndex {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/model_index.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try PipelineIndex.read(path)
        }
    }

    @Test func partsAreReadAndThoseLeftOutAreNot() throws {
        let first = try PipelineFolder(stage).index
        #expect(first.kind == .base && !first.kind.isSecondStage)
        #expect(first.parts["unet"]?.className == "UNet2DConditionModel" && first.parts["safety_checker"] == nil)
        let second = try PipelineFolder(Fixtures.path("text/if_tiny/stage2"))
        #expect(second.index.kind.isSecondStage)
        let failure = #expect(throws: EngineFailure.self) { try second.textEncoder() }
        #expect(failure?.hint?.contains("--embeddings") == true)
    }

    @Test(arguments: [
        (#"{"_class_name": "StableDiffusionPipeline", "vae": ["diffusers", "AutoencoderKL"]}"#, "latent space"),
        (#"{"_class_name": "PixArtAlphaPipeline", "transformer": ["diffusers", "T"]}"#, "a transformer"),
        (#"{"_class_name": "OtherPipeline"}"#, "cannot be opened"), (#"{}"#, "cannot be opened"), ("[]", "JSON"),
        ("", "JSON"), (String(repeating: "[", count: 100_000), "JSON"),
        (#"{"a": "# + String(repeating: "[", count: 100_000), "JSON"),
    ])
    func whatCannotBeOpenedIsSaid(_ text: String, _ why: String) {
        let failure = #expect(throws: EngineFailure.self) { try index(text) }
        #expect(failure?.what.contains(why) == true)
    }

    /// Each change of the configuration, and what the message names.
    @Test(arguments: [
        ("down_block_types", #"["CrossAttnDownBlock2D", "A", "B"]"#), ("mid_block_type", #""UNetMidBlock2DCrossAttn""#),
        ("up_block_types", #"["A", "B", "C"]"#), ("act_fn", #""mish""#), ("class_embed_type", #""projection""#),
        ("encoder_hid_dim_type", #""image_proj""#), ("addition_embed_type", #""image""#), ("norm_num_groups", "7"),
        ("norm_num_groups", "0"), ("attention_head_dim", "[8, 7, 16]"), ("attention_head_dim", "[8]"),
        ("layers_per_block", "0"), ("layers_per_block", "[1, 2]"), ("layers_per_block", "1000000000"),
        ("block_out_channels", "[]"), ("block_out_channels", "[16, 24, -8]"), ("in_channels", "0"),
        ("sample_size", "9223372036854775807"), ("conv_in_kernel", "2"), ("_class_name", #""UNet3DConditionModel""#),
        ("time_embedding_type", #""fourier""#), ("num_class_embeds", "10"), ("cross_attention_dim", "33"),
        ("resnet_time_scale_shift", #""spatial""#), ("resnet_out_scale_factor", "0"),
        ("addition_embed_type_num_heads", "5"),
    ])
    func aConfigurationThatCannotBeBuiltIsNamed(_ key: String, _ value: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = try #require(FileManager.default.contents(atPath: stage + "/unet/config.json"))
            var entries = try #require(try JSONSerialization.jsonObject(with: original) as? [String: Any])
            entries[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
            let path = folder + "/config.json"
            try JSONSerialization.data(withJSONObject: entries).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { try UNet2DConfiguration.read(path) }
            #expect(failure?.place == path)
            #expect(failure?.sentence.contains(key.hasPrefix("cross") ? "cross_attention" : key) == true)
        }
    }

    @Test(arguments: [
        ("feed_forward_proj", #""relu""#), ("num_layers", "0"), ("vocab_size", "-1"), ("num_heads", "1000000"),
        ("relative_attention_num_buckets", "6"), ("relative_attention_max_distance", "2"), ("model_type", #""bert""#),
    ])
    func aTextEncoderThatCannotBeBuiltIsNamed(_ key: String, _ value: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = try #require(FileManager.default.contents(atPath: stage + "/text_encoder/config.json"))
            var entries = try #require(try JSONSerialization.jsonObject(with: original) as? [String: Any])
            entries[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
            let path = folder + "/config.json"
            try JSONSerialization.data(withJSONObject: entries).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { try T5Configuration.read(path) }
            #expect(failure?.place == path)
        }
    }
}
