import Foundation
import Testing

@testable import Engine

@Suite struct PipelineExportTests {
    private static let folders = ["pixels/plain", "pixels/classes", "text/if_tiny/stage1", "text/if_tiny/stage2"]

    private static func tensors(_ folder: String) throws -> [String: [Float]] {
        let weights = try PipelineFolder(folder).unetWeights()
        return Dictionary(
            uniqueKeysWithValues: try weights.names.map { ($0, try weights.stored($0).tensor().array) })
    }

    /// What is written opens here with the same numbers, whole and in shards, under diffusers' present names and places.
    @Test(arguments: folders) func whatIsWrittenIsThePipeline(_ name: String) throws {
        let original = Fixtures.path(name)
        try Fixtures.withTemporaryFolder { folder in
            for (path, bytes) in [(folder + "/whole", 1 << 40), (folder + "/cut", 100_000)] {
                try PipelineFolder(original).export(to: path, type: .float32, shardBytes: bytes) { _ in }
                #expect(try Self.tensors(path) == Self.tensors(original))
                let names = try FileManager.default.contentsOfDirectory(atPath: path + "/unet")
                #expect(names.contains("config.json"))
                #expect(names.contains("diffusion_pytorch_model.safetensors.index.json") == (bytes < 1 << 40))
                #expect(try PipelineFolder(path).index.kind == PipelineFolder(original).index.kind)
                _ = try PipelineFolder(path).scheduler()
            }
            let written = try SafetensorsFile(path: folder + "/whole/unet/diffusion_pytorch_model.safetensors")
            #expect(written.metadata == ["format": "pt"])
            #expect(!written.names.contains { $0.contains("proj_attn") || $0.contains(".query.") })
            guard name.hasSuffix("stage1") else { return }
            let prompts = ["a photo of a dog"]
            let made = try [original, folder + "/whole", folder + "/cut"].map { path in
                try PromptEncoder(try PipelineFolder(path), cache: folder + "/" + UUID().uuidString)
                    .embeddings(of: prompts)[prompts[0]]?.array
            }
            #expect(made[0] != nil && made[0] == made[1] && made[1] == made[2])
        }
    }

    @Test func bfloat16IsHalfTheSizeAndNear() throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = Fixtures.path("text/if_tiny/stage1")
            try PipelineFolder(original).export(to: folder + "/a", type: .bfloat16) { _ in }
            let weights = try PipelineFolder(folder + "/a").unetWeights()
            let full = try PipelineFolder(original).unetWeights()
            for name in weights.names {
                let stored = try weights.stored(name)
                #expect(stored.type == .BF16)
                let wanted = try full.stored(name).tensor().array
                #expect(Verification.relativeError(stored.tensor().array, wanted) < 0.004, "\(name)")
            }
        }
    }

    @Test func nothingThatIsThereIsOverwritten() throws {
        try Fixtures.withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            let failure = #expect(throws: EngineFailure.self) {
                try PipelineFolder(Fixtures.path("pixels/plain")).export(to: folder, type: .float32) { _ in }
            }
            #expect(failure?.what == "something is in that folder")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }
}
