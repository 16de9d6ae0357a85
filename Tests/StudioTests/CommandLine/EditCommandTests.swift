import Engine
import Foundation
import TestSupport
import Testing

/// `studio edit`, `inpaint`, `anagram`, `hybrid` and `inspect`, the real program.
@Suite struct EditCommandTests {
    private static let few = ["--model", "run", "--count", "2", "--steps", "4", "--guidance", "2", "--seed", "3"]

    private static func picture(_ value: (Int, Int) -> UInt8, side: Int = 28) -> Picture {
        Picture(width: side, height: side, channels: 1, pixels: (0..<side * side).map { value($0 / side, $0 % side) })
    }

    @Test func everyEditIsMadeAgainByTheCommandInItsPicture() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture { y, x in UInt8(y * 9 ^ x) }, to: studio.path("in.png"))
            try PNG.write(Self.picture { _, x in x < 10 ? 255 : 0 }, to: studio.path("the mask.png"))
            try studio.expectRemade(Self.few, ["edit", "--image", "in.png", "--start", "2", "--class", "3"])
            try studio.expectRemade(Self.few, ["edit", "--image", "in.png", "--strength", "0.5"])
            try studio.expectRemade(Self.few, ["edit", "--image", "in.png", "--start", "0,3", "--class", "3"])
            try studio.expectRemade(
                Self.few,
                ["inpaint", "--image", "in.png", "--mask", "the mask.png", "--resampling", "2", "--class", "8"])
            try studio.expectRemade(Self.few, ["anagram", "--class", "6", "--class", "9", "--view", "rotate180"])
            try studio.expectRemade(
                Self.few, ["hybrid", "--class", "0", "--class", "1,2", "--kernel", "5", "--sigma", "1.5"])
            try studio.expectRemade(
                Self.few,
                [
                    "sample", "--class", "4", "--change", "1:guidance=7", "--change", "2:class=5", "--guidance-rescale",
                    "0.5", "--guidance-interval", "0.1:0.9", "--guidance-projection", "--weak-model", "run",
                ])
            try studio.expectRemade(Self.few, ["sample", "--interpolate-to", "9"])
            try studio.expectRemade(
                Self.few,
                ["sample", "--class", "4", "--change", "2:sampler=flow-heun", "--change", "3:sampler=flow-euler"])
            try PNG.write(Self.picture { y, _ in y < 9 ? 255 : 0 }, to: studio.path("other.png"))
            try studio.expectRemade(
                Self.few,
                [
                    "inpaint", "--image", "in.png", "--mask", "the mask.png", "--class", "8", "--change",
                    "2:mask=other.png",
                ])
        }
    }

    /// Every edit's denoising is a GIF too, of the size of its PNG.
    @Test func everyEditIsAlsoAnAnimation() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture { y, x in UInt8(y * 9 ^ x) }, to: studio.path("in.png"))
            try PNG.write(Self.picture { _, _ in 255 }, to: studio.path("white.png"))
            let edits: [([String], Int)] = [
                (["edit", "--image", "in.png", "--start", "2", "--class", "3"], 3),
                (["inpaint", "--image", "in.png", "--mask", "white.png", "--class", "8"], 5),
                (["anagram", "--class", "6", "--class", "9"], 5), (["hybrid", "--class", "0", "--class", "1"], 5),
            ]
            for (arguments, count) in edits {
                #expect(try studio.run(arguments + Self.few + ["--output", "a.png"]).status == 0)
                let outcome = try studio.run(arguments + Self.few + ["--output", "a.gif"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                if arguments[0] == "inpaint" { #expect(outcome.errors.contains("the mask is all white")) }
                let frames = try #require(DecodedPicture.gif(path: studio.path("a.gif")))
                #expect(frames.count == count, "\(arguments)")
                let picture = try PNG.read(studio.path("a.png"))
                #expect(frames.last?.grey == picture.pixels && frames.first != frames.last)
                // It knows its recipe too.
                let data = studio.data("a.gif")
                let command = try studio("inspect", "a.gif", "--command").output.trimmingCharacters(in: .newlines)
                try FileManager.default.removeItem(atPath: studio.path("a.gif"))
                #expect(try studio.shell("$STUDIO" + command.dropFirst("studio".count)).status == 0)
                #expect(studio.data("a.gif") == data)
            }
        }
    }

    @Test func inpaintingKeepsWhatTheMaskShowsBlack() throws {
        try StudioProgram.withModel { studio in
            let original = Self.picture { y, x in UInt8(y * 9 ^ x) }
            try PNG.write(original, to: studio.path("in.png"))
            try PNG.write(Self.picture { _, x in x < 10 ? 255 : 0 }, to: studio.path("mask.png"))
            let outcome = try studio.run(
                ["inpaint", "--image", "in.png", "--mask", "mask.png", "--class", "8"] + Self.few
                    + ["--count", "1", "--output", "a.png"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let made = try PNG.read(studio.path("a.png"))
            for index in 0..<784 where index % 28 >= 10 { #expect(made.pixels[index] == original.pixels[index]) }
            #expect(made != original)
        }
    }

    @Test func aPictureOfAnotherSizeIsFittedAndThatIsSaid() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture({ y, _ in UInt8(y) }, side: 60), to: studio.path("big.png"))
            let outcome = try studio.run(
                ["edit", "--image", "big.png", "--start", "1"] + Self.few + ["--output", "a.png"])
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("big.png (60×60) is fitted to 28×28"))
        }
    }

    @Test func whatCannotBeIsSaid() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture { _, _ in 0 }, to: studio.path("black.png"))
            try studio.write("no picture", to: "text.png")
            try FileManager.default.copyItem(
                atPath: StudioProgram.fixture("pictures/bomb.png"), toPath: studio.path("bomb.png"))
            let cases: [([String], Int32, String)] = [
                (["edit", "--image", "black.png"], 2, "either --start I or --strength"),
                (["edit", "--image", "black.png", "--start", "4"], 2, "expected 0…3, found 4"),
                (["edit", "--image", "black.png", "--start", "1,3,5"], 2, "expected 0…3, found 5"),
                (["edit", "--image", "black.png", "--start", "1,"], 2, "expected 0…3"),
                (["edit", "--image", "black.png", "--strength", "1.5"], 2, "expected 0…1"),
                (["edit", "--image", "none.png", "--start", "1"], 1, "none.png"),
                (["edit", "--image", "text.png", "--start", "1"], 1, "this is not a PNG"),
                (["inpaint", "--image", "black.png", "--mask", "black.png"], 1, "the mask is empty"),
                (["anagram", "--class", "6"], 2, "two classes"),
                (["anagram", "--class", "6", "--class", "9", "--view", "sideways"], 2, "sideways"),
                (["hybrid", "--class", "6", "--class", "9", "--kernel", "4"], 2, "odd number"),
                (["sample", "--guidance-interval", "0.9:0.1"], 2, "--guidance-interval"),
                (["sample", "--change", "soon"], 2, "--change"),
                (["sample", "--sampler", "ddim"], 1, "flow-euler"),
                (["edit", "--image", "/dev/zero", "--start", "1"], 1, "not a file with a picture"),
                (["inpaint", "--image", "black.png", "--mask", "bomb.png"], 1, "too large"),
                (["sample", "--change", "2:sampler=ddim"], 1, "flow-euler or flow-heun"),
                (["sample", "--change", "2:mask=black.png"], 1, "there is no mask to change"),
                (["sample", "--change", "2:mask=text.png"], 1, "this is not a PNG"),
                (["sample", "--guidance-rescale", "2"], 2, "expected 0…1"),
            ]
            for (arguments, status, words) in cases {
                let outcome = try studio.run(arguments + Self.few + ["--output", "a.png"])
                #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.hasPrefix("studio: error: "), "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
                #expect(studio.data("a.png") == nil)
            }
        }
    }

    @Test(arguments: ["nan", "inf", "much", ""]) func guidanceThatIsNoNumberIsRefused(_ text: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio("sample", "--model", "run", "--guidance", text, "--output", "a.png")
            #expect(outcome.status == 2 && outcome.errors.contains("--guidance"), "\(outcome.errors)")
        }
    }

    /// A stranger's recipe is shown with nothing in it reaching the terminal as a command.
    @Test func aStrangersRecipeIsHarmless() throws {
        try StudioProgram.withModel { studio in
            _ = try studio.run(["sample"] + Self.few + ["--output", "a.png"])
            var recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            recipe.command = "studio sample \u{1B}]0;gone\u{07}\u{1B}[2J"
            recipe.program = "evil\u{9B}31m"
            try PNG.write(Self.picture { _, _ in 1 }, text: try recipe.chunks(), to: studio.path("b.png"))
            for arguments in [
                ["inspect", "b.png"], ["inspect", "b.png", "--command"], ["inspect", "b.png", "--json"],
            ] {
                let outcome = try studio.run(arguments)
                #expect(outcome.status == 0)
                #expect(
                    !outcome.output.unicodeScalars.contains {
                        $0.value < 32 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
                    })
            }
            #expect(try studio("inspect", "bars").status == 1)
            // Nor does what is found instead of a recipe, or in it.
            let texts = [
                ["Q[31mred": "x"], ["studio": "{\"version\":1,\"kind\":\"\\u001b[31m\"}"], ["studio": "\u{1B}[31m"],
                ["studio": "[[[[[[[["], ["studio": "{\"version\":7}"],
            ]
            for text in texts {
                try PNG.write(Self.picture { _, _ in 1 }, text: text, to: studio.path("c.png"))
                // The library writes no keyword with a control character in it; others may.
                if var data = studio.data("c.png"), let at = data.firstRange(of: Data("Q[31m".utf8))?.lowerBound {
                    data[at] = 0x1B
                    try data.write(to: URL(fileURLWithPath: studio.path("c.png")))
                }
                let outcome = try studio("inspect", "c.png")
                #expect(outcome.status == 1 && outcome.errors.hasPrefix("studio: error: "))
                #expect(!outcome.errors.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
            }
        }
    }
}
