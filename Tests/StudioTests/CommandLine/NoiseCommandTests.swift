import Engine
import Foundation
import TestSupport
import Testing

/// `studio noise`, the real program.
@Suite struct NoiseCommandTests {
    private static func picture(_ width: Int, _ height: Int, channels: Int = 1) -> Picture {
        Picture(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { UInt8($0 * 7 % 256) })
    }

    @Test func withoutAModelAnyPictureIsNoisedAndBlurred() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(40, 30, channels: 3), to: studio.path("in.png"))
            let arguments = ["noise", "--image", "in.png", "--method", "none,gaussian", "--output", "a.png"]
            let outcome = try studio.run(arguments + ["--t", "0,250,999"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.lines.count == 3 && outcome.lines[1].hasPrefix("t 250 "))
            let made = try PNG.read(studio.path("a.png"))
            #expect(made.width == 3 * 42 - 2 && made.height == 3 * 32 - 2 && made.channels == 3)
            // The command inside makes the same file again.
            let data = studio.data("a.png")
            let parameters = try #require(try PNG.texts(studio.path("a.png"))["parameters"])
            #expect(parameters.contains("Noise: t 0.0 250.0 999.0, Methods: none gaussian, Seed: 0"))
            let command = try studio("inspect", "a.png", "--command").output.trimmingCharacters(in: .newlines)
            try FileManager.default.removeItem(atPath: studio.path("a.png"))
            #expect(try studio.shell("$STUDIO" + command.dropFirst("studio".count)).status == 0)
            #expect(studio.data("a.png") == data)
            // Another schedule is another picture.
            #expect(try studio.run(arguments + ["--t", "0,250,999", "--schedule", "linear"]).status == 0)
            #expect(studio.data("a.png") != data)
        }
    }

    @Test func everyMethodStandsBesideTheOthers() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture(28, 28), to: studio.path("in.png"))
            let outcome = try studio(
                "noise", "--image", "in.png", "--sigma", "0.5,2", "--method", "gaussian,one-step,iterative", "--model",
                "run", "--class", "3", "--steps", "3", "--output", "a.png", "--tensor", "a.safetensors", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let record = try #require(outcome.records.first)
            let rows = try #require(record["rows"] as? [[String: Any]])
            #expect(rows.map { $0["method"] as? String } == ["noisy", "gaussian", "one-step", "iterative"])
            #expect((record["sigmas"] as? [Double])?.map { ($0 * 100).rounded() / 100 } == [0.5, 2])
            let made = try PNG.read(studio.path("a.png"))
            #expect(made.width == 2 * 30 - 2 && made.height == 5 * 30 - 2)
            let header = try #require(
                studio.data("a.safetensors").map { String(decoding: $0.prefix(900), as: UTF8.self) })
            for name in ["clean", "noisy", "gaussian", "one-step", "iterative", "sigmas"] {
                #expect(header.contains("\"\(name)\""))
            }
        }
    }

    @Test func whatCannotBeIsSaid() throws {
        try StudioProgram.withModel { studio in
            try PNG.write(Self.picture(28, 28), to: studio.path("in.png"))
            try studio.write("no picture", to: "text.png")
            let cases: [([String], Int32, String)] = [
                (["--image", "in.png"], 2, "either --t 250,500 or --sigma 0.5"),
                (["--image", "in.png", "--t", "1", "--sigma", "1"], 2, "either --t"),
                (["--image", "in.png", "--t", "soon"], 2, "--t has a wrong value"),
                (["--image", "in.png", "--t", "1,,2"], 2, "--t has a wrong value"),
                (["--image", "in.png", "--t", "1000"], 1, "no such timestep (expected a whole number, 0…999"),
                (["--image", "in.png", "--t", "0.5"], 1, "no such timestep"),
                (["--image", "in.png", "--sigma", "-1"], 1, "no strength of noise"),
                (["--image", "in.png", "--sigma", "nan"], 2, "--sigma has a wrong value"),
                (["--image", "in.png", "--t", "1", "--method", "magic"], 2, "none, gaussian, one-step, iterative"),
                (["--image", "in.png", "--t", "1", "--kernel", "4"], 2, "odd number"),
                (["--image", "in.png", "--t", "1", "--blur", "0"], 2, "more than 0"),
                (["--image", "in.png", "--t", "1", "--steps", "0"], 2, "--steps"),
                (["--image", "in.png", "--t", "1", "--schedule", "magic"], 2, "magic"),
                (["--image", "in.png", "--t", "1", "--schedule", "course", "--model", "run"], 2, "has its own"),
                (["--image", "in.png", "--sigma", "1", "--schedule", "course"], 2, "--schedule is for --t"),
                (["--image", "none.png", "--t", "1"], 1, "none.png"),
                (["--image", "text.png", "--t", "1"], 1, "this is not a PNG"),
                (["--image", "in.png", "--t", "1.5", "--model", "run"], 1, "no such time in a flow"),
                (["--image", "in.png", "--t", "1", "--model", "nobody"], 1, "there is no model nobody"),
                (
                    ["--image", "in.png", "--t", "1", "--model", "run", "--method", "one-step", "--class", "10"], 1,
                    "there is no such class"
                ),
            ]
            for (arguments, status, words) in cases {
                let outcome = try studio.run(["noise"] + arguments + ["--output", "a.png"])
                #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.hasPrefix("studio: error: "), "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
                #expect(studio.data("a.png") == nil)
            }
        }
    }

    /// Part A of the course: a prompt for what is in the picture, in colour.
    @Test func aPipelineIsToldOfThePictureByAPrompt() throws {
        try StudioProgram.inFreshFolder { studio in
            try PNG.write(Self.picture(20, 16, channels: 3), to: studio.path("in.png"))
            let pipeline = StudioProgram.fixture("text/if_tiny/stage1")
            let words = [
                "noise", "--image", "in.png", "--t", "250,750", "--method", "gaussian,one-step,iterative", "--model",
                pipeline, "--steps", "3", "--precision", "f32",
            ]
            let data = try studio.expectRemade(["--prompt", "a photo of a dog", "--negative", "it's a man"], words)
            let made = try PNG.read(studio.path("a.png"))
            #expect(made.width == 2 * 18 - 2 && made.height == 5 * 18 - 2 && made.channels == 3)
            try studio.expectRemade(["--prompt", "a man"], words)
            #expect(studio.data("a.png") != data)
            let bare = try studio.run(words + ["--output", "b.png"])
            #expect(bare.status == 1 && bare.errors.contains("this model needs a prompt"), "\(bare.errors)")
            let classes = try studio.run(words + ["--class", "3", "--prompt", "x", "--output", "b.png"])
            #expect(classes.status == 1 && classes.errors.contains("this model has no classes"), "\(classes.errors)")
        }
    }
}
