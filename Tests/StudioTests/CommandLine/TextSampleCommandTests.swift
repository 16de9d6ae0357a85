import Engine
import Foundation
import TestSupport
import Testing

/// `studio sample --prompt`, the real program on a small pipeline of DeepFloyd IF's architecture.
@Suite struct TextSampleCommandTests {
    private let pipeline: String = {
        let tests = #filePath.range(of: "/Tests/").map { String(#filePath[..<$0.upperBound]) } ?? ""
        return tests + "Fixtures/text/if_tiny"
    }()

    @Test func aPromptBecomesAPictureThatKnowsHow() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio(
                "sample", "--model", pipeline + "/stage1", "--prompt", "a photo of a dog", "--negative", "a man",
                "--count", "2", "--steps", "2", "--guidance", "3", "--precision", "f32", "--output", "a.png", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let data = try #require(studio.data("a.png"))
            let picture = try #require(DecodedPicture.png(data))
            #expect(picture.width == 34 && picture.height == 16 && picture.grey == nil)
            let text = DecodedPicture.pngText(data)?["parameters"] ?? ""
            #expect(text.hasPrefix("a photo of a dog\nNegative prompt: a man\n"))
            let recipe = try #require(try FoundRecipe.read(studio.path("a.png")) as? PictureRecipe)
            #expect(recipe.prompts == ["a photo of a dog"] && recipe.negativePrompt == "a man")
            let again = try studio.shell(
                try #require(recipe.command).replacingOccurrences(
                    of: "studio sample", with: "rm a.png; $STUDIO sample"))
            #expect(again.status == 0, "\(again.errors)")
            #expect(studio.data("a.png") == data)
        }
    }

    @Test func embeddingsAndTensorsAndAnimation() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio(
                "sample", "--model", pipeline + "/stage1", "--prompt", "a photo of a dog", "--embeddings",
                pipeline + "/prompt_embeds_dict.pth", "--count", "1", "--steps", "2", "--output", "a.gif", "--tensor",
                "a.safetensors", "--keep-trajectory")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(DecodedPicture.gif(path: studio.path("a.gif"))?.count == 3)
            let file = try SafetensorsFile(path: studio.path("a.safetensors"))
            #expect(file.shape(of: "images") == [1, 3, 16, 16] && file.shape(of: "trajectory") == [3, 1, 3, 16, 16])
        }
    }

    @Test(arguments: [
        (["--class", "3"], "this model has no classes"), ([], "this model needs a prompt"),
        (["--prompt", "x", "--sampler", "flow-euler"], "cannot use the sampler flow-euler"),
        (["--prompt", "none of them", "--embeddings", "PTH"], "there is no embedding of that prompt"),
    ])
    func whatDoesNotFitIsOneSentence(_ words: [String], _ message: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let words = words.map { $0 == "PTH" ? pipeline + "/prompt_embeds_dict.pth" : $0 }
            let outcome = try studio.run(["sample", "--model", pipeline + "/stage1", "--output", "a.png"] + words)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("studio: error: ") && outcome.errors.contains(message), "\(outcome.errors)")
            #expect(studio.names().allSatisfy { !$0.hasSuffix(".png") })
        }
    }
}
