import Engine
import Foundation
import TestSupport
import Testing

/// Pipelines of one network, unconditional and of classes, through the real program.
@Suite struct PixelCommandTests {
    private static let plain = ["--model", StudioProgram.fixture("pixels/plain"), "--precision", "f32"]
    private static let classes = ["--model", StudioProgram.fixture("pixels/classes"), "--precision", "f32"]

    @Test func everythingADigitModelDoesTheyDo() throws {
        try StudioProgram.inFreshFolder { studio in
            let pixels = (0..<16 * 16 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
            try PNG.write(Picture(width: 16, height: 16, channels: 3, pixels: pixels), to: studio.path("in.png"))
            let mask = (0..<256).map { UInt8($0 % 16 < 6 ? 255 : 0) }
            try PNG.write(Picture(width: 16, height: 16, channels: 1, pixels: mask), to: studio.path("mask.png"))
            let few = ["--count", "2", "--steps", "3", "--seed", "4"]
            let data = try studio.expectRemade(Self.plain + few, ["sample"])
            #expect(DecodedPicture.png(data)?.grey == nil)
            try studio.expectRemade(Self.plain + few, ["edit", "--image", "in.png", "--start", "1"])
            try studio.expectRemade(Self.plain + few, ["inpaint", "--image", "in.png", "--mask", "mask.png"])
            try studio.expectRemade(Self.plain + few, ["sample", "--interpolate-to", "9"], output: "a.gif")
            try studio.expectRemade(
                Self.plain + ["--steps", "2"],
                ["noise", "--image", "in.png", "--t", "3,500", "--method", "one-step,iterative"])
            let grey = try studio.expectRemade(
                Self.classes + few, ["sample", "--class", "0,3", "--negative", "1", "--guidance", "2"])
            #expect(DecodedPicture.png(grey)?.grey != nil)
            try studio.expectRemade(
                Self.classes + few, ["anagram", "--class", "0", "--class", "2", "--labels", "--negative", "1"])
            try studio.expectRemade(
                Self.classes, ["sample", "--class", "1", "--grid-x", "class=0,1,2,3", "--grid-y", "seed=1,2"])
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.model.weights?.count == 64)
        }
    }

    @Test func theyAreExportedAsTheyAre() throws {
        try StudioProgram.inFreshFolder { studio in
            let made = try studio.run(
                ["sample", "--count", "1", "--steps", "2", "--tensor", "a.safetensors"] + Self.plain)
            #expect(made.status == 0, "\(made.errors)")
            let exported = try studio("models", "export", Self.plain[1], "--output", "out")
            #expect(exported.status == 0, "\(exported.errors)")
            #expect(studio.names(in: "out") == ["model_index.json", "scheduler", "unet"])
            let again = try studio(
                "sample", "--count", "1", "--steps", "2", "--tensor", "b.safetensors", "--model", "out", "--precision",
                "f32")
            #expect(again.status == 0, "\(again.errors)")
            #expect(studio.data("a.safetensors") == studio.data("b.safetensors"))
            let twice = try studio("models", "export", Self.plain[1], "--output", "out")
            #expect(twice.status == 1 && twice.errors.contains("something is in that folder"))
            for (words, status, message) in [
                (["--precision", "auto"], 2, "f32 or bf16"), (["--shard", "0"], 2, "1…1000000"),
            ] as [([String], Int32, String)] {
                let outcome = try studio.run(["models", "export", Self.plain[1], "--output", "other"] + words)
                #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
            }
            let digits = try studio("models", "export", "bars", "--output", "other")
            #expect(digits.status == 1 && !studio.names().contains("other"), "\(digits.errors)")
        }
    }

    @Test(arguments: [
        (classes, ["sample"], "this model needs a class"),
        (classes, ["sample", "--class", "4"], "expected 0…3, found 4"),
        (plain, ["sample", "--class", "1"], "this model has no classes"),
        (plain, ["sample", "--prompt", "x"], "this model does not read text"),
        (plain, ["sample", "--embeddings", "x.pth"], "this model does not read text"),
        (plain, ["upscale", "--image", "in.png"], "this model does not enlarge pictures"),
    ])
    func whatDoesNotFitIsOneSentence(_ model: [String], _ words: [String], _ message: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let pixels = [UInt8](repeating: 9, count: 256)
            try PNG.write(Picture(width: 16, height: 16, channels: 1, pixels: pixels), to: studio.path("in.png"))
            let outcome = try studio.run(words + model + ["--output", "a.png"])
            #expect(outcome.status == 1 && outcome.errors.hasPrefix("studio: error: "), "\(outcome.errors)")
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(studio.data("a.png") == nil)
        }
    }
}
