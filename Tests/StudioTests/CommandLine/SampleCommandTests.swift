import Engine
import Foundation
import TestSupport
import Testing

/// `studio sample`, the real program, and what it wrote read back.
@Suite struct SampleCommandTests {
    @Test func aGridHoldsThePicturesAndTheCommandThatRemakesIt() throws {
        try StudioProgram.withModel { studio in
            let outcome = try studio(
                "sample", "--model", "run", "--class", "3,7", "--count", "5", "--steps", "3", "--guidance", "2.5",
                "--seed", "11", "--output", "a.png", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let data = try #require(studio.data("a.png"))
            let picture = try #require(DecodedPicture.png(data))
            // Three columns and two rows of 28 pixels, two between them.
            #expect(picture.width == 88 && picture.height == 58)
            #expect(picture.grey != nil)
            #expect(DecodedPicture.pngText(data)?["parameters"]?.contains("CFG scale: 2.5, Seed: 11") == true)
            let command = try #require(try FoundRecipe.read(studio.path("a.png")).command)
            #expect(outcome.records.first?["command"] as? String == command)
            // What the picture says makes the same picture again.
            let again = try studio.shell(
                command.replacingOccurrences(of: "studio sample", with: "rm a.png; $STUDIO sample"))
            #expect(again.status == 0, "\(again.errors)")
            #expect(studio.data("a.png") == data)
        }
    }

    @Test func anAnimationHasAFrameAStep() throws {
        try StudioProgram.withModel { studio in
            let outcome = try studio(
                "sample", "--model", "run", "--count", "1", "--steps", "4", "--output", "a.gif", "--tensor",
                "a.safetensors", "--keep-trajectory")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            let frames = try #require(DecodedPicture.gif(path: studio.path("a.gif")))
            #expect(frames.count == 5)
            #expect(frames.allSatisfy { $0.width == 28 && $0.height == 28 && $0.grey != nil })
            let file = try SafetensorsFile(path: studio.path("a.safetensors"))
            #expect(file.names == ["images", "timesteps", "trajectory"])
            #expect(file.shape(of: "images") == [1, 1, 28, 28])
            #expect(file.shape(of: "trajectory") == [5, 1, 1, 28, 28])
            #expect(file.shape(of: "timesteps") == [4])
            let images = try file.tensor("images").array
            #expect(try file.tensor("trajectory").array.suffix(784) == images[...])
            // The last frame is the picture, the first the noise.
            #expect(frames.last?.grey == images.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) })
            #expect(frames.first != frames.last)
        }
    }

    @Test func theSameSeedGivesTheSameNumbersAndAnotherDoesNot() throws {
        try StudioProgram.withModel { studio in
            for (name, seed) in [("a", "5"), ("b", "5"), ("c", "6")] {
                let outcome = try studio(
                    "sample", "--model", "run", "--class", "1", "--count", "2", "--steps", "2", "--seed", seed,
                    "--tensor", name + ".safetensors")
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            let numbers = studio.data("a.safetensors")
            #expect(numbers != nil && numbers == studio.data("b.safetensors"))
            #expect(numbers != studio.data("c.safetensors"))
        }
    }

    @Test(arguments: ["digits-denoiser", "digits-denoiser-noise", "digits-ddpm-time", "digits-flow-time"])
    func everyKindOfModelIsSampled(_ recipe: String) throws {
        try StudioProgram.withModel(recipe) { studio in
            let outcome = try studio(
                "sample", "--model", "run", "--count", "2", "--steps", "3", "--output", "a.png")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(studio.data("a.png").flatMap(DecodedPicture.png)?.width == 58)
            let conditioned = try studio(
                "sample", "--model", "run", "--class", "3", "--steps", "3", "--output", "b.png")
            #expect(conditioned.status == 1)
            #expect(conditioned.errors.contains("this model has no classes"))
        }
    }

    @Test func aClassThatIsNotThereIsRefused() throws {
        try StudioProgram.withModel { studio in
            let outcome = try studio("sample", "--model", "run", "--class", "10", "--output", "a.png")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("there is no such class (expected 0…9, found 10)"))
            #expect(studio.data("a.png") == nil)
        }
    }

    @Test func whatCannotBeWrittenLeavesWhatWasThere() throws {
        try StudioProgram.withModel { studio in
            try FileManager.default.createDirectory(
                atPath: studio.path("taken.png"), withIntermediateDirectories: false)
            for place in ["missing/a.png", "taken.png", "/proc/a.png"] {
                let outcome = try studio("sample", "--model", "run", "--count", "1", "--steps", "1", "--output", place)
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("in \(place)"), "\(outcome.errors)")
            }
            #expect(studio.names().filter { $0.contains("tmp") }.isEmpty)
        }
    }

    @Test func aDamagedModelIsNamed() throws {
        try StudioProgram.withModel { studio in
            let weights = try #require(studio.data("run/model.safetensors"))
            let place = URL(fileURLWithPath: studio.path("run/model.safetensors"))
            func sample() throws -> StudioProgram.Outcome {
                try studio("sample", "--model", "run", "--output", "a.png")
            }
            for damaged in [Data(), weights.prefix(5), weights.prefix(1000), weights.dropLast()] {
                try damaged.write(to: place)
                let outcome = try sample()
                #expect(outcome.status == 1)
                #expect(outcome.errors.hasPrefix("studio: error: "))
                #expect(outcome.errors.contains("in run/model.safetensors"))
            }
            try weights.write(to: place)
            let card = studio.text("run/config.json")
            for (from, to) in [("\"hidden\" : 4", "\"hidden\" : 6"), ("\"classes\" : 10", "\"classes\" : 9")] {
                try #require(card.contains(from))
                try studio.write(card.replacingOccurrences(of: from, with: to), to: "run/config.json")
                let outcome = try sample()
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("the weights do not fit the network"), "\(outcome.errors)")
            }
            for wrong in ["\"hidden\" : 0", "\"hidden\" : -4", "\"hidden\" : 1000000000", "\"hidden\" : \"x\""] {
                try studio.write(card.replacingOccurrences(of: "\"hidden\" : 4", with: wrong), to: "run/config.json")
                let outcome = try sample()
                #expect(outcome.status == 1, "\(wrong)")
                #expect(outcome.errors.contains("in run/config.json"), "\(wrong): \(outcome.errors)")
            }
        }
    }
}
