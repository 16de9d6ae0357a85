import Engine
import Foundation
import TestSupport
import Testing

/// Grids and labels on the command line, the real program.
@Suite struct GridCommandTests {
    private static let few = ["--model", "run", "--steps", "4", "--guidance", "2", "--seed", "3"]

    private static func write(_ studio: StudioProgram) throws {
        let pixels = (0..<784).map { UInt8($0 * 7 % 256) }
        try PNG.write(Picture(width: 28, height: 28, channels: 1, pixels: pixels), to: studio.path("in.png"))
    }

    /// Runs the command, then the one its picture holds, and compares the files.
    private static func expectRemade(_ studio: StudioProgram, _ arguments: [String]) throws -> Picture {
        let outcome = try studio.run(arguments + few + ["--output", "a.png"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let data = try #require(studio.data("a.png"))
        let picture = try PNG.read(studio.path("a.png"))
        let command = try studio("inspect", "a.png", "--command").output.trimmingCharacters(in: .newlines)
        try FileManager.default.removeItem(atPath: studio.path("a.png"))
        let again = try studio.shell("$STUDIO" + command.dropFirst("studio".count))
        #expect(again.status == 0, "\(again.errors)")
        #expect(studio.data("a.png") == data, "\(command)")
        return picture
    }

    @Test func aGridIsMadeAgainByTheCommandInIt() throws {
        try StudioProgram.withModel { studio in
            try Self.write(studio)
            let grid = try Self.expectRemade(
                studio, ["sample", "--class", "3", "--grid-x", "guidance=1,3,5", "--grid-y", "seed=1,2"])
            // One picture a cell: 28 pixels each with two between, the names beside.
            #expect(grid.width == 29 + 3 * 30 - 2 && grid.height == 23 + 2 * 30 - 2)
            _ = try Self.expectRemade(
                studio,
                ["sample", "--class", "3", "--count", "2", "--grid-x", "2:guidance=1,8", "--grid-y", "class=1:9:4"])
            _ = try Self.expectRemade(
                studio,
                ["edit", "--image", "in.png", "--class", "3", "--grid-x", "start=0,2,3", "--grid-y", "seed=0:2:1"])
            let inspected = try studio("inspect", "a.png").output
            #expect(inspected.contains("grid x    start=0,2,3") && inspected.contains("grid y    seed=0,1,2"))
            _ = try Self.expectRemade(studio, ["edit", "--image", "in.png", "--start", "1", "--grid-y", "steps=3,4"])
        }
    }

    @Test func aGridIsAnAnimationAndNumbersToo() throws {
        try StudioProgram.withModel { studio in
            let outcome = try studio.run(
                ["sample", "--grid-x", "steps=2,5", "--output", "a.gif", "--tensor", "a.safetensors"] + Self.few)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(DecodedPicture.gif(path: studio.path("a.gif"))?.count == 6)
            #expect(try SafetensorsFile(path: studio.path("a.safetensors")).shape(of: "images") == [2, 1, 28, 28])
        }
    }

    @Test func whatAGridCannotDoIsSaid() throws {
        try StudioProgram.withModel { studio in
            try Self.write(studio)
            let cases: [([String], Int32, String)] = [
                (["sample", "--grid-x", "speed=1"], 2, "guidance, guidance-rescale"),
                (["sample", "--grid-x", "guidance="], 2, "a value of guidance is missing"),
                (["sample", "--grid-x", "guidance"], 2, "PARAMETER=VALUES"),
                (["sample", "--grid-x", "guidance=soon"], 2, "no value for guidance (expected a number"),
                (["sample", "--grid-x", "seed=0:99999:1"], 2, "at most 400"),
                (
                    ["sample", "--grid-x", "seed=1:30:1", "--grid-y", "guidance=1:30:1"], 2,
                    "at most 400, found 30 × 30"
                ),
                (["sample", "--grid-x", "start=1"], 2, "cannot vary here"),
                (["sample", "--grid-x", "9:guidance=1"], 2, "0…3, found 9"),
                (["sample", "--grid-x", "class=99"], 1, "no such class"),
                (["sample", "--grid-x", "sampler=ddim"], 1, "flow-euler"),
                (
                    ["sample", "--grid-x", "seed=1", "--tensor", "t.safetensors", "--keep-trajectory"], 2,
                    "differ in length"
                ),
                (["edit", "--image", "in.png", "--grid-x", "seed=1"], 2, "either --start I"),
                (["edit", "--image", "in.png", "--grid-x", "start=4"], 1, "expected 0…3, found 4"),
                (["sample", "--eta", "0.5"], 1, "ddim"), (["sample", "--eta", "1.5"], 2, "--eta"),
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

    @Test func labelsAreWrittenOnlyWhereTheyAreAskedFor() throws {
        try StudioProgram.withModel { studio in
            try Self.write(studio)
            let sample = ["sample", "--class", "3,7", "--count", "4"]
            let plain = try Self.expectRemade(studio, sample)
            #expect(plain.width == 88 && plain.height == 58)
            let labelled = try Self.expectRemade(studio, sample + ["--labels"])
            #expect(labelled.width == 88 && labelled.height == 2 * (28 + 12) + 2)
            #expect(
                PictureGrid.split(labelled, width: 28, height: 40, count: 4).map { Array($0.pixels.prefix(784)) }
                    == PictureGrid.split(plain, width: 28, height: 28, count: 4).map(\.pixels))
            let row = try Self.expectRemade(
                studio, ["edit", "--image", "in.png", "--start", "0,2,3", "--count", "3", "--labels"])
            #expect(row.height == 40)
            let pair = try Self.expectRemade(
                studio, ["anagram", "--class", "6", "--class", "9", "--count", "2", "--labels"])
            #expect(pair.width == 58 && pair.height == 82)
            let animated = try studio.run(sample + Self.few + ["--labels", "--output", "a.gif"])
            #expect(animated.status == 0, "\(animated.errors)")
            let frames = try #require(DecodedPicture.gif(path: studio.path("a.gif")))
            // The grid, and below it step, time and guidance, which need more room than it.
            #expect(frames.count == 5 && frames.allSatisfy { $0.height == 82 + 12 && $0.width > 88 })
            let noise = try studio.run(
                [
                    "noise", "--image", "in.png", "--sigma", "0.2,0.5", "--method", "gaussian", "--labels", "--output",
                    "n.png",
                ])
            #expect(noise.status == 0, "\(noise.errors)")
            #expect(studio.data("n.png").flatMap(DecodedPicture.png)?.width ?? 0 > 58)
        }
    }
}
