import Engine
import Foundation
import Testing
import VirtualTerminal

extension WindowTests {
    /// Prompts in the window, on a small pipeline of DeepFloyd IF's architecture (16×16 in colour).
    @Suite struct PromptTests {
        private static let pipeline = StudioProgram.fixture("text/if_tiny")

        @Test func aPromptIsWrittenSampledSteeredAndRemadeFromItsPicture() throws {
            let studio = try StudioWindow(["--model", Self.pipeline + "/stage1"], width: 120, height: 40)
            studio.program.type("2")
            studio.expect("▸guidance", "pipeline IFPipeline", "what is to be made")
            studio.set("steps", to: "60", downwards: 1)
            studio.program.type("\"an oil painting of a snowy mountain\u{1B}[D\u{1B}[Dx\u{8}\r")
            studio.expect("+ an oil painting of a snowy")
            studio.program.type("s")
            studio.expect("sampling 1 picture")
            studio.program.type(" ")
            studio.expect("paused")
            // Guidance changes on the way: the strip marks where.
            studio.program.type("+")
            studio.expect("5.5", "▲")
            studio.program.type(" ")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 60 of 60") }
            try studio.expectRemade(
                studio.save("w"), "studio sample ", "--prompt 'an oil painting of a snowy mountain'", ":guidance=5.5")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func illusionsOfTwoPromptsAndEmbeddingsFromAFile() throws {
            let studio = try StudioWindow(["--model", Self.pipeline + "/stage1"], width: 100, height: 30)
            studio.program.type("5")
            studio.expect("▸illusion")
            studio.set("steps", to: "4", downwards: 5)
            studio.program.type("\"a photo of a dog\tan oil painting of a snowy mountain village\r")
            studio.expect("& an oil painting of a")
            studio.program.type("o\(Self.pipeline)/prompt_embeds_dict.pth\r")
            studio.expect("prompts are read by embeddings from prompt_embeds_dict.pth")
            studio.program.type("s")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 4 of 4") }
            try studio.expectRemade(
                studio.save("w"), "studio anagram --view rotate180", "--prompt 'a photo of a dog'", "--embeddings ")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        /// A prompt changed on the way, weighted and alternating, then the second stage: each picture is made again by its command.
        @Test func aPromptIsChangedOnTheWayAndItsPictureEnlarged() throws {
            let home = try TemporaryHome()
            for stage in ["stage1", "stage2"] {
                let place = home.data + "/models/" + stage
                try FileManager.default.createDirectory(
                    atPath: home.data + "/models", withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: Self.pipeline + "/" + stage, toPath: place)
            }
            let studio = try StudioWindow(["--model", "stage1"], width: 120, height: 40, home: home)
            studio.program.type("2")
            studio.expect("▸guidance", "what is to be made")
            studio.set("steps", to: "60", downwards: 1)
            studio.program.type("\"a photo of (a dog:1.4)\r")
            studio.expect("+ a photo of (a dog:1.4)", "/77")
            studio.program.type("s")
            studio.expect("sampling 1 picture")
            studio.program.type(" ")
            studio.expect("paused")
            studio.program.type("\"\u{15}a cat|a lake\r")
            studio.expect("+ a cat|a lake", "▲")
            studio.program.type(" ")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 60 of 60") }
            try studio.expectRemade(
                studio.save("w"), "studio sample ", "--prompt 'a photo of (a dog:1.4)'", ":prompt=a cat|a lake'")
            studio.program.type("\t")
            studio.expect("▸steps")
            studio.program.type("\r5\r")
            studio.expect("‹ 5 ›")
            studio.program.type("E")
            studio.expect("the enlarging ends") { $0.row(0).contains("ready") && $0.text.contains("step 5 of 5") }
            try studio.expectRemade(studio.save("w"), "studio upscale --image ", "--noise-level 250")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func whatCannotBeOpenedIsTold() throws {
            let home = try TemporaryHome()
            let folder = home.path + "/sd"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let text = #"{"_class_name": "StableDiffusionPipeline", "vae": ["diffusers", "AutoencoderKL"]}"#
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/model_index.json"))
            let studio = try StudioWindow(["--model", folder], width: 100, height: 30, home: home)
            studio.expect("this kind of pipeline cannot be opened", "StableDiffusionPipeline")
            studio.program.type("2s")
            studio.expect("cannot be opened")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
