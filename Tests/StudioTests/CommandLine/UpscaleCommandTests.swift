import Engine
import Foundation
import TestSupport
import Testing

/// `studio upscale`, the real program on a small second stage (32×32 in colour).
@Suite struct UpscaleCommandTests {
    private static let pipeline = StudioProgram.fixture("text/if_tiny")
    private static let common = [
        "--model", pipeline + "/stage2", "--embeddings", pipeline + "/prompt_embeds_dict.pth", "--prompt",
        "a photo of a dog", "--steps", "3", "--seed", "4", "--precision", "f32",
    ]

    private static func picture(_ width: Int, _ height: Int, seed: Int = 7) -> Picture {
        Picture(
            width: width, height: height, channels: 3,
            pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * seed ^ $0 / 48) })
    }

    @Test func aSmallPictureBecomesALargeOneThatKnowsHow() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(16, 16), to: studio.path("in.png"))
            let data = try studio.expectRemade(
                Self.common, ["upscale", "--image", "in.png", "--noise-level", "100", "--labels"])
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.width == 32 && recipe.count == 1 && recipe.edit?.kind == "upscale")
            #expect(recipe.edit?.noiseLevel == 100 && recipe.edit?.image?.count == 64)
            #expect(DecodedPicture.png(data)?.grey == nil)
            // Other noise, other picture; and so with another picture to begin with.
            for change in [["--seed", "5"], ["--noise-level", "600"], ["--image", "other.png"]] {
                try PNG.write(Self.picture(16, 16, seed: 5), to: studio.path("other.png"))
                let outcome = try studio.run(
                    ["upscale", "--image", "in.png", "--noise-level", "100"] + Self.common + change
                        + ["--output", "b.png"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(try PNG.read(studio.path("b.png")) != PNG.read(studio.path("a.png")), "\(change)")
            }
        }
    }

    /// A sheet of a sampling's pictures, and its numbers, are enlarged one by one.
    @Test func everyPictureOfASamplingIsEnlarged() throws {
        try StudioProgram.inFreshFolder { studio in
            let sampled = try studio(
                "sample", "--model", Self.pipeline + "/stage1", "--prompt", "a photo of a dog", "--count", "3",
                "--steps", "2", "--output", "small.png", "--tensor", "small.safetensors")
            #expect(sampled.status == 0, "\(sampled.errors)")
            for image in ["small.png", "small.safetensors"] {
                let outcome = try studio.run(
                    ["upscale", "--image", image, "--output", "large.gif", "--tensor", "large.safetensors"]
                        + Self.common)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let file = try SafetensorsFile(path: studio.path("large.safetensors"))
                #expect(file.shape(of: "images") == [3, 3, 32, 32])
                #expect(DecodedPicture.gif(path: studio.path("large.gif"))?.count == 4)
            }
            // The two readings of an anagram are one picture.
            let two = ["--prompt", "a photo of a dog", "--prompt", "a man"]
            let both = try studio.run(
                ["anagram", "--model", Self.pipeline + "/stage1", "--count", "1", "--steps", "1", "--output", "an.png"]
                    + two)
            #expect(both.status == 0, "\(both.errors)")
            let outcome = try studio.run(["upscale", "--image", "an.png", "--output", "one.png"] + Self.common)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try PNG.read(studio.path("one.png")).width == 32)
        }
    }

    /// The first stage's text encoder reads prompts for the second, which has none of its own.
    @Test func anotherPipelinesTextEncoderServes() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(16, 16), to: studio.path("in.png"))
            let first = Self.pipeline + "/stage1"
            let words = [
                "upscale", "--image", "in.png", "--model", Self.pipeline + "/stage2", "--prompt", "any prompt at all",
                "--steps", "2", "--precision", "f32",
            ]
            try studio.expectRemade(["--text-encoder", first], words)
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.model.embeddings?.count == 64)
            for (more, status, message) in [
                ([], 1, "--text-encoder DIR"), (["--text-encoder", "none"], 1, "there is no model none"),
                (["--text-encoder", Self.pipeline + "/stage2"], 1, "this pipeline has no tokenizer"),
                (["--text-encoder", first, "--embeddings", "x.pth"], 2, "choose one of"),
                (["--text-encoder", StudioProgram.fixture("pixels/plain")], 1, "this pipeline has no tokenizer"),
            ] as [([String], Int32, String)] {
                let outcome = try studio.run(words + more + ["--output", "b.png"])
                #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
            }
        }
    }

    /// An encoder of another width.
    @Test func anEncoderOfAnotherNetworkIsRefused() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(16, 16), to: studio.path("in.png"))
            try FileManager.default.copyItem(atPath: Self.pipeline + "/stage2", toPath: studio.path("two"))
            let config = studio.text("two/unet/config.json")
            #expect(config.contains("\"encoder_hid_dim\": 48"))
            try FileManager.default.copyItem(atPath: Self.pipeline + "/stage1", toPath: studio.path("one"))
            let encoder = studio.text("one/text_encoder/config.json")
            try studio.write(
                encoder.replacingOccurrences(of: "\"d_model\": 48", with: "\"d_model\": 64"),
                to: "one/text_encoder/config.json")
            let outcome = try studio(
                "upscale", "--image", "in.png", "--model", "two", "--text-encoder", "one", "--prompt", "x", "--output",
                "a.png")
            #expect(
                outcome.status == 1 && outcome.errors.contains("the text encoder is another network's"),
                "\(outcome.errors)")
        }
    }

    @Test func aGridVariesWhatEnlargesToo() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(16, 16), to: studio.path("in.png"))
            let tensor = ["--tensor", "a.safetensors"]
            try studio.expectRemade(
                Self.common + tensor,
                ["upscale", "--image", "in.png", "--grid-x", "guidance=1,4", "--grid-y", "seed=1,2"])
            let cells = try SafetensorsFile(path: studio.path("a.safetensors")).tensor("images").array
            let single = try studio.run(
                ["upscale", "--image", "in.png", "--guidance", "4", "--output", "b.png"] + Self.common + tensor
                    + ["--seed", "2"])
            #expect(single.status == 0, "\(single.errors)")
            // Each cell is what it is by itself: the small picture's noise is the seed's.
            let alone = try SafetensorsFile(path: studio.path("a.safetensors")).tensor("images").array
            #expect(Array(cells[3 * 3072..<4 * 3072]) == alone)
        }
    }

    @Test func aLargePictureIsCroppedAndMadeSmallAndThatIsSaid() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(90, 60), to: studio.path("big.png"))
            let outcome = try studio.run(["upscale", "--image", "big.png", "--output", "a.png"] + Self.common)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("big.png (90×60) is fitted to 8×8"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [
        (["--image", "none.png"], "none.png"), (["--image", "text.png"], "this is not a PNG"),
        (["--image", "in.png", "--noise-level", "1000"], "expected 0…999, found 1000"),
        (["--image", "in.png", "--noise-level", "-1"], "expected 0…999, found -1"),
        (["--image", "in.png", "--model", "STAGE1"], "this pipeline does not enlarge pictures"),
        (["--image", "no.safetensors"], "no.safetensors"),
        (["--image", "WEIGHTS"], "these are no pictures to enlarge"),
        (["--image", "in.png", "--class", "3"], "this model has no classes"),
        (["--image", "in.png", "--weak-model", "STAGE2"], "no --weak-model"),
    ])
    func whatDoesNotFitIsOneSentence(_ words: [String], _ message: String) throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(16, 16), to: studio.path("in.png"))
            try studio.write("no picture", to: "text.png")
            let places = [
                "STAGE1": Self.pipeline + "/stage1", "STAGE2": Self.pipeline + "/stage2",
                "WEIGHTS": Self.pipeline + "/stage2/unet/diffusion_pytorch_model.safetensors",
            ]
            let outcome = try studio.run(
                ["upscale", "--output", "a.png"] + Self.common + words.map { places[$0] ?? $0 })
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(
                outcome.errors.hasPrefix("studio: error: ") && outcome.errors.contains(message), "\(outcome.errors)")
            #expect(studio.data("a.png") == nil)
        }
    }

    /// The second stage makes nothing of a prompt alone, whether or not there is something to read it.
    @Test func samplingASecondStageSaysWhatIsMissing() throws {
        try StudioProgram.inFreshFolder { studio in
            let unread = try studio(
                "sample", "--model", Self.pipeline + "/stage2", "--prompt", "x", "--output", "a.png")
            #expect(unread.status == 1 && unread.errors.contains("studio upscale"), "\(unread.errors)")
            let outcome = try studio.run(["sample", "--output", "a.png"] + Self.common)
            #expect(outcome.status == 1 && outcome.errors.contains("studio upscale"), "\(outcome.errors)")
        }
    }
}
