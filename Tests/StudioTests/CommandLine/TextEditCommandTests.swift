import Engine
import Foundation
import TestSupport
import Testing

/// Edits by prompt, the real program on a small pipeline of DeepFloyd IF's architecture (16×16 in colour).
@Suite struct TextEditCommandTests {
    private static let pipeline = StudioProgram.fixture("text/if_tiny")
    private static let few = [
        "--model", pipeline + "/stage1", "--count", "2", "--steps", "3", "--guidance", "2", "--seed", "3",
        "--precision", "f32",
    ]
    private static let dog = ["--prompt", "a photo of a dog"]
    private static let two = [
        "--prompt", "a photo of a dog", "--prompt", "an oil painting of a snowy mountain village",
    ]

    private static func write(_ studio: StudioProgram) throws {
        let pixels = (0..<16 * 16 * 3).map { UInt8(truncatingIfNeeded: $0 * 7 ^ $0 / 48) }
        try PNG.write(Picture(width: 16, height: 16, channels: 3, pixels: pixels), to: studio.path("in.png"))
        for (name, edge) in [("mask", 6), ("other", 11)] {
            let pixels = (0..<256).map { UInt8($0 % 16 < edge ? 255 : 0) }
            try PNG.write(Picture(width: 16, height: 16, channels: 1, pixels: pixels), to: studio.path("\(name).png"))
        }
    }

    @Test func everyEditIsMadeAgainByTheCommandInItsPicture() throws {
        try StudioProgram.inFreshFolder { studio in
            try Self.write(studio)
            let edit = ["edit", "--image", "in.png"] + Self.dog
            try studio.expectRemade(Self.few, edit + ["--start", "1"])
            try studio.expectRemade(Self.few, edit + ["--start", "0,2", "--labels"])
            try studio.expectRemade(Self.few, edit + ["--strength", "0.5", "--negative", "it's a man"])
            try studio.expectRemade(
                Self.few,
                [
                    "inpaint", "--image", "in.png", "--mask", "mask.png", "--resampling", "2", "--change",
                    "1:mask=other.png",
                ]
                    + Self.dog)
            try studio.expectRemade(Self.few, ["hybrid", "--kernel", "5", "--sigma", "1.5", "--labels"] + Self.two)
            try studio.expectRemade(Self.few, ["sample", "--interpolate-to", "9"] + Self.dog, output: "a.gif")
            try studio.expectRemade(
                Self.few,
                ["sample", "--change", "1:sampler=ddim", "--eta", "0.5", "--change", "2:guidance=4", "--raw-prompt"]
                    + Self.dog)
        }
    }

    /// Both pictures of an anagram, each twice, with their prompts in the recipe and a hash of the pipeline.
    @Test func anAnagramOfTwoPromptsKnowsBoth() throws {
        try StudioProgram.inFreshFolder { studio in
            let data = try studio.expectRemade(
                Self.few + ["--embeddings", Self.pipeline + "/prompt_embeds_dict.pth"],
                ["anagram", "--view", "flip"] + Self.two)
            let picture = try #require(DecodedPicture.png(data))
            #expect(picture.width == 34 && picture.height == 34 && picture.grey == nil)
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.prompts == [Self.two[1]] && recipe.edit?.prompts == [Self.two[3]])
            #expect(recipe.edit?.classes == nil && recipe.model.weights?.count == 64)
            #expect(recipe.model.embeddings?.count == 64)
            #expect(
                DecodedPicture.pngText(data)?["parameters"]?.hasPrefix("\(Self.two[1]) | \(Self.two[3])\n") == true)
            // What stands below is what stands above, upside down.
            let pixels = try PNG.read(studio.path("a.png"))
            for y in 0..<16 {
                let above = pixels.pixels[y * 34 * 3..<(y * 34 + 16) * 3]
                let turned = pixels.pixels[((15 - y) * 34 + 18) * 3..<((15 - y) * 34 + 34) * 3]
                #expect(above.elementsEqual(turned), "row \(y)")
            }
        }
    }

    @Test func inpaintingKeepsColoursThatTheMaskShowsBlack() throws {
        try StudioProgram.inFreshFolder { studio in
            try Self.write(studio)
            let outcome = try studio.run(
                ["inpaint", "--image", "in.png", "--mask", "mask.png", "--output", "a.png"] + Self.dog + Self.few
                    + ["--count", "1"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let (made, original) = (try PNG.read(studio.path("a.png")), try PNG.read(studio.path("in.png")))
            #expect(made.channels == 3 && made != original)
            for index in 0..<768 where index / 3 % 16 >= 6 { #expect(made.pixels[index] == original.pixels[index]) }
        }
    }

    /// A grid of colour pictures whose guidance matters, as PNG and as numbers.
    @Test func aGridOfPromptsIsFormedAndRemade() throws {
        try StudioProgram.inFreshFolder { studio in
            let grid =
                ["sample", "--grid-x", "guidance=1,6", "--grid-y", "sampler=ddpm,ddim", "--steps", "3"] + Self.dog
            let model = ["--model", Self.pipeline + "/stage1", "--tensor", "a.safetensors"]
            try studio.expectRemade(model, grid)
            let file = try SafetensorsFile(path: studio.path("a.safetensors"))
            #expect(file.shape(of: "images") == [4, 3, 16, 16])
            let cells = try file.tensor("images").array
            #expect(cells[..<768] != cells[768..<1536] && cells[..<768] != cells[1536..<2304])
            #expect(DecodedPicture.png(try #require(studio.data("a.png")))?.grey == nil)
        }
    }

    @Test(arguments: [
        (["anagram", "--prompt", "one"], 2, "two classes or two prompts"),
        (["hybrid", "--prompt", "one", "--prompt", "two", "--prompt", "three"], 2, "two classes or two prompts"),
        (["anagram", "--class", "1", "--class", "2"], 1, "this model has no classes"),
        (["edit", "--image", "in.png", "--start", "1"], 1, "this model needs a prompt"),
        (["edit", "--image", "in.png", "--start", "27", "--sampler", "fast27", "--prompt", "x"], 2, "0…26"),
        (["edit", "--image", "none.png", "--start", "1", "--prompt", "x"], 1, "none.png"),
        (["inpaint", "--image", "in.png", "--mask", "black.png", "--prompt", "x"], 1, "the mask is empty"),
        (["sample", "--prompt", "x", "--change", "1:class=3"], 1, "this model has no classes"),
        (["sample", "--prompt", "x", "--change", "1:sampler=fast27"], 1, "a table of timesteps cannot take over"),
        (["sample", "--prompt", "x", "--change", "1:sampler=flow-euler"], 1, "cannot use the sampler flow-euler"),
        (["sample", "--prompt", "x", "--grid-x", "negative=1,2"], 1, "this model has no classes"),
        (["sample", "--prompt", "x", "--eta", "0.5"], 1, "--sampler ddim"),
    ])
    func whatDoesNotFitIsOneSentence(_ words: [String], _ status: Int32, _ message: String) throws {
        try StudioProgram.inFreshFolder { studio in
            try Self.write(studio)
            let black = Picture(width: 16, height: 16, channels: 1, pixels: Array(repeating: 0, count: 256))
            try PNG.write(black, to: studio.path("black.png"))
            let before = studio.names()
            let outcome = try studio.run(words + ["--model", Self.pipeline + "/stage1", "--output", "a.png"])
            #expect(outcome.status == status, "\(outcome.errors)")
            #expect(
                outcome.errors.hasPrefix("studio: error: ") && outcome.errors.contains(message), "\(outcome.errors)")
            #expect(studio.names().filter { !["stdout", "stderr", ".local"].contains($0) } == before)
        }
    }

    /// Another network, or another of its configurations, has another hash.
    @Test func thePipelinesHashTellsItFromOthers() throws {
        try StudioProgram.inFreshFolder { studio in
            try FileManager.default.copyItem(atPath: Self.pipeline + "/stage1", toPath: studio.path("pipe"))
            func hash() throws -> String? {
                let outcome = try studio.run(
                    ["sample", "--model", "pipe", "--count", "1", "--steps", "1", "--output", "a.png"] + Self.dog)
                #expect(outcome.status == 0, "\(outcome.errors)")
                return (try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)?.model.weights
            }
            let first = try hash()
            #expect(try hash() == first && first?.count == 64)
            let scheduler = studio.text("pipe/scheduler/scheduler_config.json")
            try studio.write(
                scheduler.replacingOccurrences(of: "squaredcos_cap_v2", with: "linear"),
                to: "pipe/scheduler/scheduler_config.json")
            #expect(try hash() != first)
            try studio.write(scheduler, to: "pipe/scheduler/scheduler_config.json")
            let name = "pipe/unet/diffusion_pytorch_model.fp16-00003-of-00007.safetensors"
            var shard = try #require(studio.data(name))
            shard[shard.count - 1] ^= 1
            try shard.write(to: URL(fileURLWithPath: studio.path(name)))
            #expect(try hash() != first)
        }
    }
}
