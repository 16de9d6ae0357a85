import Foundation
import Testing

@testable import Engine

@Suite struct PictureRecipeTests {
    private static func recipe() -> PictureRecipe {
        var request = SamplingRequest(
            classes: [3, 7], negativeClass: 1, count: 4, steps: 9, sampler: "ddim", guidance: 2.5, seed: 180)
        request.edit = .hybrid(classes: [8], blur: (try? GaussianBlur(kernel: 5, sigma: 1))!)
        return PictureRecipe(
            request, changes: [LoggedChange(step: 2, change: .guidance(7))], sampler: "ddim",
            model: .init(name: "tiny", weights: String(repeating: "ab", count: 32), step: 0), weak: nil,
            precision: .f32, size: (28, 28),
            program: "studio 0.1.0", command: "studio hybrid --class 3 --class 'it''s'")
    }

    @Test func aPictureKnowsItsRecipe() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.png"
            let picture = Picture(width: 2, height: 1, channels: 1, pixels: [0, 255])
            try PNG.write(picture, text: try Self.recipe().chunks(), to: path)
            #expect(try FoundRecipe.read(path) as? PictureRecipe == Self.recipe())
            #expect(try PNG.read(path) == picture)
            let parameters = try #require(try PNG.texts(path)["parameters"])
            #expect(
                parameters == """
                    3, 7
                    Negative prompt: 1
                    Steps: 9, Sampler: ddim, CFG scale: 2.5, Seed: 180, Size: 28x28, Model hash: ababababab, Model: tiny, \
                    Edit: hybrid, Changes: 2:guidance=7.0, Version: studio 0.1.0
                    """)
        }
    }

    @Test func aPictureWithoutARecipeIsNamed() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.png"
            try PNG.write(Picture(width: 1, height: 1, channels: 1, pixels: [9]), text: ["Author": "x"], to: path)
            #expect(throws: EngineFailure.self) { try FoundRecipe.read(path) }
            try PNG.write(
                Picture(width: 1, height: 1, channels: 1, pixels: [9]), text: ["studio": "{\"version\":1"], to: path)
            #expect(throws: EngineFailure.self) { try FoundRecipe.read(path) }
        }
    }

    @Test(arguments: ["12:guidance=7.5", "0:class=7", "3:class=7,2", "3:negative=none", "3:negative=4"])
    func changesAreWrittenAndRead(_ argument: String) throws {
        #expect(try LoggedChange(argument: argument).argument == argument)
    }

    @Test(arguments: [
        "", "guidance=7", "x:guidance=7", "-1:guidance=7", "3:guidance=", "3:class=a", "3:size=4", "3:class=",
    ])
    func changesThatMakeNoSenseAreRefused(_ argument: String) {
        #expect(throws: EngineFailure.self) { try LoggedChange(argument: argument) }
    }
}
