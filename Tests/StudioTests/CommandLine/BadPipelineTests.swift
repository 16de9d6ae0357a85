import Engine
import Foundation
import Testing

/// Pipelines and prompts as they may come from anywhere: each is one sentence, and nothing is written.
@Suite struct BadPipelineTests {
    private static let pipeline = StudioProgram.fixture("text/if_tiny")
    private static let deep = String(repeating: "[", count: 100_000)
    private static let shard = "pipe/unet/diffusion_pytorch_model.fp16-00003-of-00007.safetensors"

    /// The program with a copy of the first stage in `pipe`.
    private static func withCopy(_ body: (StudioProgram) throws -> Void) throws {
        try StudioProgram.inFreshFolder { studio in
            try FileManager.default.copyItem(atPath: pipeline + "/stage1", toPath: studio.path("pipe"))
            try body(studio)
        }
    }

    private static func sample(_ studio: StudioProgram, _ words: [String] = []) throws -> StudioProgram.Outcome {
        try studio.run(
            ["sample", "--model", "pipe", "--prompt", "a dog", "--count", "1", "--steps", "1", "--output", "a.png"]
                + words)
    }

    private static func expect(_ outcome: StudioProgram.Outcome, _ studio: StudioProgram, _ message: String) {
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("studio: error: ") && outcome.errors.contains(message), "\(outcome.errors)")
        #expect(studio.data("a.png") == nil)
        #expect(!outcome.errors.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    /// Each file, what is in its place, and what is said.
    @Test(arguments: [
        (
            "pipe/model_index.json", #"{"_class_name": "StableDiffusionPipeline", "vae": ["diffusers", "A"]}"#,
            "latent space"
        ),
        ("pipe/model_index.json", #"{"_class_name": "FluxPipeline", "transformer": ["a", "b"]}"#, "found FluxPipeline"),
        ("pipe/model_index.json", deep, "the JSON is not what it should be"),
        ("pipe/unet/config.json", deep, "the JSON"), ("pipe/scheduler/scheduler_config.json", deep, "the JSON"),
        ("pipe/text_encoder/config.json", deep, "the JSON"), ("pipe/scheduler/scheduler_config.json", "{", "the JSON"),
        ("pipe/unet/diffusion_pytorch_model.safetensors.index.fp16.json", deep, "the JSON"),
        (shard, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99999\n", "run git lfs pull"),
        ("pipe/tokenizer/spiece.model", "version https://git-lfs.github.com/spec/v1\n", "run git lfs pull"),
        ("pipe/tokenizer/spiece.model", "\u{1B}[2J", "this is no SentencePiece model"),
        (shard, "", "too short for safetensors"),
    ])
    func aFileThatIsSomethingElseIsNamed(_ file: String, _ contents: String, _ message: String) throws {
        try Self.withCopy { studio in
            try studio.write(contents, to: file)
            Self.expect(try Self.sample(studio), studio, message)
        }
    }

    @Test func anUnknownBlockIsNamed() throws {
        try Self.withCopy { studio in
            let config = studio.text("pipe/unet/config.json")
            try studio.write(
                config.replacingOccurrences(of: "ResnetDownsampleBlock2D", with: "KDownBlock2D"),
                to: "pipe/unet/config.json")
            Self.expect(try Self.sample(studio), studio, "found KDownBlock2D")
        }
    }

    @Test func halfAShardIsNamed() throws {
        try Self.withCopy { studio in
            let data = try #require(studio.data(Self.shard))
            try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: studio.path(Self.shard)))
            Self.expect(try Self.sample(studio), studio, "00003-of-00007")
            try FileManager.default.removeItem(atPath: studio.path(Self.shard))
            Self.expect(try Self.sample(studio), studio, "a part of the weights is missing")
        }
    }

    /// A header that lies: offsets past the end, tensors one over the other, one header of nothing but depth.
    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4096,4100]}}"#, "does not lie in the file"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "does not lie in the file"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,9],"data_offsets":[0,4]}}"#, "larger than any file"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
            "share bytes"
        ), (deep, "the header is not JSON"),
    ])
    func aHeaderThatLiesIsRefused(_ header: String, _ message: String) throws {
        try Self.withCopy { studio in
            let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
            try (Data(length) + Data(header.utf8) + Data(count: 8)).write(
                to: URL(fileURLWithPath: studio.path(Self.shard)))
            Self.expect(try Self.sample(studio), studio, message)
        }
    }

    @Test func weightsThatAreNoNumbersAreNamed() throws {
        try Self.withCopy { studio in
            // The last numbers of the shard, as float16.
            var data = try #require(studio.data(Self.shard))
            for index in data.count - 40..<data.count { data[index] = 0xFF }
            try data.write(to: URL(fileURLWithPath: studio.path(Self.shard)))
            Self.expect(try Self.sample(studio), studio, "the weights hold what is no number")
        }
    }

    @Test func embeddingsOfAnotherWidthAreRefused() throws {
        try Self.withCopy { studio in
            try Self.writeEmbeddings(width: 32, length: 77, to: studio.path("e.safetensors"))
            Self.expect(try Self.sample(studio, ["--embeddings", "e.safetensors"]), studio, "another text encoder")
            try Self.writeEmbeddings(width: 48, length: 76, to: studio.path("e.safetensors"))
            Self.expect(
                try Self.sample(studio, ["--embeddings", "e.safetensors"]), studio,
                "this is not the embedding of a prompt")
            for file in ["hostile", "list", "old", "module"] {
                let path = StudioProgram.fixture("text/torch/\(file).pth")
                Self.expect(try Self.sample(studio, ["--embeddings", path]), studio, "\(file).pth")
            }
            #expect(!studio.names().contains("hostile"))
        }
    }

    private static func writeEmbeddings(width: Int, length: Int, to path: String) throws {
        let bytes = length * width * 4
        let names = ["a dog", ""]
        let fields = names.enumerated().map { index, name in
            "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1,\(length),\(width)],\"data_offsets\":[\(index * bytes),\((index + 1) * bytes)]}"
        }
        let header = Data("{\(fields.joined(separator: ","))}".utf8)
        let size = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        try (Data(size) + header + Data(count: 2 * bytes)).write(to: URL(fileURLWithPath: path))
    }

    @Test func aPromptThatIsTooLongIsCutAndThatIsSaid() throws {
        try Self.withCopy { studio in
            let prompt = Array(repeating: "the quick brown fox", count: 40).joined(separator: " ") + " \u{1B}[31mend"
            let outcome = try studio(
                "sample", "--model", "pipe", "--prompt", prompt, "--count", "1", "--steps", "1", "--output", "a.png")
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("is cut after 77 of "), "\(outcome.errors)")
            #expect(outcome.errors.contains("is not read") && outcome.errors.contains("end"))
            #expect(!outcome.errors.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        }
    }

    /// They are left out, of the recipe too, so that its command makes the same picture.
    @Test func controlCharactersInAPromptAreLeftOut() throws {
        try Self.withCopy { studio in
            let prompt = "a\u{1B}]0;x\u{7} dog\nand\ta cat\u{9B}"
            try studio.expectRemade(
                ["--model", "pipe", "--count", "1", "--steps", "1", "--negative", "\u{8}man"],
                ["sample", "--prompt", prompt])
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.prompts == ["a]0;x dog and a cat"] && recipe.negativePrompt == "man")
            let outcome = try studio.run(
                ["sample", "--model", "pipe", "--prompt", prompt, "--count", "1", "--steps", "1", "--output", "a.png"])
            #expect(outcome.errors.contains("the prompt's control characters are left out"))
        }
    }
}
