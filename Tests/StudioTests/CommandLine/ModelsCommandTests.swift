import Foundation
import Testing

/// `studio models list|show`, the real program.
@Suite struct ModelsCommandTests {
    private static let pipeline = StudioProgram.fixture("text/if_tiny")

    private static func shelve(_ studio: StudioProgram) throws {
        try FileManager.default.createDirectory(atPath: studio.path("models"), withIntermediateDirectories: true)
        for stage in ["stage1", "stage2"] {
            try FileManager.default.copyItem(atPath: pipeline + "/" + stage, toPath: studio.path("models/" + stage))
        }
    }

    @Test func everythingThatIsFoundByNameIsListed() throws {
        try StudioProgram.withModel { studio in
            try Self.shelve(studio)
            try FileManager.default.moveItem(atPath: studio.path("run"), toPath: studio.path("models/digits"))
            let outcome = try studio("models", "list", "--json")
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            let records = outcome.records
            #expect(records.map { $0["name"] as? String } == ["digits", "stage1", "stage2"])
            #expect(records[0]["commands"] as? [String] == ["sample", "edit", "inpaint", "anagram", "hybrid", "noise"])
            #expect(records[1]["commands"] as? [String] == ["sample", "edit", "inpaint", "anagram", "hybrid"])
            #expect(records[2]["commands"] as? [String] == ["upscale"])
            #expect((records[2]["needs"] as? String)?.contains("--embeddings") == true && records[1]["needs"] == nil)
            let text = try studio("models", "list")
            #expect(text.lines.count == 3 && text.lines[1].hasPrefix("stage1 "))
        }
    }

    /// The numbers of a network whose files are known: half-precision shards.
    @Test func oneModelIsShownWithItsSizes() throws {
        try StudioProgram.inFreshFolder { studio in
            try Self.shelve(studio)
            try studio.write("---\nlicense: openrail\ntags:\n- x\n---\nA card.\n", to: "models/stage1/README.md")
            let record = try #require(try studio("models", "show", "stage1", "--json").records.first)
            let parts = try #require(record["parts"] as? [[String: Any]])
            let unet = try #require(parts.first)
            let count = try #require(unet["parameters"] as? Int)
            #expect(unet["stored_bytes"] as? Int == 2 * count && unet["memory_f32"] as? Int == 4 * count)
            let half = try #require(unet["memory_bf16"] as? Int)
            #expect(half > 2 * count && half < 3 * count)
            let encoder = try #require(parts.last)
            // One weight at a time: the widest is 56 × 48.
            #expect(encoder["memory_f32"] as? Int == 56 * 48 * 4)
            #expect(record["parameters"] as? Int == parts.reduce(0) { $0 + ($1["parameters"] as? Int ?? 0) })
            #expect(record["licence"] as? String == "openrail" && record["width"] as? Int == 16)
            let text = try studio("models", "show", "models/stage2").output
            #expect(text.contains("licence      the folder does not say") && text.contains("studio upscale"))
            try studio.write("Terms", to: "models/stage2/LICENSE.md")
            #expect(try studio("models", "show", "stage2").output.contains("see LICENSE.md"))
        }
    }

    @Test func oneThatCannotBeOpenedDoesNotHideTheOthers() throws {
        try StudioProgram.inFreshFolder { studio in
            #expect(try studio("models", "list").errors.contains("there is no model yet"))
            try Self.shelve(studio)
            try FileManager.default.createDirectory(
                atPath: studio.path("models/bad"), withIntermediateDirectories: true)
            try studio.write(
                #"{"_class_name": "FluxPipeline\u001b[2J", "transformer": ["a", "b"]}"#,
                to: "models/bad/model_index.json")
            let outcome = try studio("models", "list")
            #expect(outcome.status == 0 && outcome.lines.count == 2)
            #expect(outcome.errors.hasPrefix("models/bad cannot be opened: ") && !outcome.errors.contains("\u{1B}"))
            let shown = try studio("models", "show", "bad")
            #expect(
                shown.status == 1 && shown.errors.hasPrefix("studio: error: this kind of pipeline cannot be opened"))
            #expect(try studio("models", "show", "nothing").errors.contains("known names: bad, stage1, stage2"))
        }
    }
}
