import Foundation
import Testing

@testable import Engine

@Suite struct WeightFilesTests {
    private let stage = Fixtures.path("text/if_tiny/stage1")

    /// A copy of the first stage, its files as they may be changed.
    private func withCopy<R>(_ body: (String) throws -> R) throws -> R {
        try Fixtures.withTemporaryFolder { folder in
            try FileManager.default.copyItem(atPath: stage, toPath: folder + "/stage1")
            return try body(folder + "/stage1")
        }
    }

    private func shard(_ folder: String, _ number: Int) -> String {
        "\(folder)/unet/diffusion_pytorch_model.fp16-0000\(number)-of-00007.safetensors"
    }

    @Test func shardsAreTheSameAsOneFile() throws {
        let shards = try WeightFiles(folder: stage + "/unet", base: "diffusion_pytorch_model")
        try Fixtures.withTemporaryFolder { folder in
            let tensors = try shards.names.map { ($0, try shards.stored($0).tensor()) }
            try Safetensors.write(tensors, metadata: [:], to: folder + "/diffusion_pytorch_model.safetensors")
            let one = try WeightFiles(folder: folder, base: "diffusion_pytorch_model")
            #expect(one.names == shards.names && one.byteCount == 2 * shards.byteCount)
            for name in one.names {
                #expect(one.shape(of: name) == shards.shape(of: name))
                #expect(try one.stored(name).tensor().array == shards.stored(name).tensor().array, "\(name)")
            }
        }
    }

    @Test func aVariantIsTakenWhereItIsAskedForOrTheOnlyOne() throws {
        #expect(
            try WeightFiles(folder: stage + "/unet", base: "diffusion_pytorch_model", variant: "fp16").names.count > 100
        )
        let failure = #expect(throws: EngineFailure.self) {
            try WeightFiles(folder: stage + "/unet", base: "diffusion_pytorch_model", variant: "bf16")
        }
        #expect(failure?.expected == "diffusion_pytorch_model.bf16.safetensors")
    }

    @Test func aMissingShardIsNamed() throws {
        try withCopy { folder in
            try FileManager.default.removeItem(atPath: shard(folder, 3))
            let failure = #expect(throws: EngineFailure.self) { try PipelineFolder(folder).unet() }
            #expect(failure?.expected?.contains("00003-of-00007") == true)
        }
    }

    @Test func halfAShardIsRefused() throws {
        try withCopy { folder in
            let url = URL(fileURLWithPath: shard(folder, 2))
            let data = try Data(contentsOf: url)
            for count in [0, 7, 100, data.count / 2, data.count - 1] {
                try data.prefix(count).write(to: url)
                let failure = #expect(throws: EngineFailure.self) { try PipelineFolder(folder).unet() }
                #expect(failure?.place == url.path, "\(count) bytes")
            }
        }
    }

    @Test func aPointerOfGitIsToldWhatItIs() throws {
        try withCopy { folder in
            let pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + String(repeating: "0", count: 64)
                + "\nsize 1024\n"
            try Data(pointer.utf8).write(to: URL(fileURLWithPath: shard(folder, 1)))
            let failure = #expect(throws: EngineFailure.self) { try PipelineFolder(folder).unet() }
            #expect(failure?.what == "this is a pointer of \(pointer.utf8.count) bytes, not the file itself")
            #expect(failure?.hint == "run git lfs pull in that folder")
        }
    }

    @Test func anIndexThatLeadsOutOrLiesIsRefused() throws {
        for (map, found) in [
            (#"{"conv_in.bias": "../../secret.safetensors"}"#, "../../secret.safetensors"),
            (#"{"conv_in.bias": "/etc/passwd"}"#, "/etc/passwd"),
            (#"{"nothing": "diffusion_pytorch_model.fp16-00001-of-00007.safetensors"}"#, "nothing is not in"),
        ] {
            try withCopy { folder in
                let path = folder + "/unet/diffusion_pytorch_model.safetensors.index.fp16.json"
                try Data(#"{"weight_map": \#(map)}"#.utf8).write(to: URL(fileURLWithPath: path))
                let failure = #expect(throws: EngineFailure.self) { try PipelineFolder(folder).unet() }
                #expect(failure?.place == path && failure?.found?.contains(found) == true)
            }
        }
    }

    /// The header is held against the configuration before a number is read: every tensor that does not fit is named.
    @Test func whatIsMissingMisshapenOrTooMuchIsListed() throws {
        let full = try WeightFiles(folder: stage + "/unet", base: "diffusion_pytorch_model")
        try Fixtures.withTemporaryFolder { folder in
            try FileManager.default.copyItem(atPath: stage + "/model_index.json", toPath: folder + "/model_index.json")
            try FileManager.default.createDirectory(atPath: folder + "/unet", withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: stage + "/unet/config.json", toPath: folder + "/unet/config.json")
            var tensors = try full.names.filter { $0 != "conv_in.bias" }.map { ($0, try full.stored($0).tensor()) }
            let place = try #require(tensors.firstIndex { $0.0 == "conv_out.bias" })
            tensors[place].1 = Tensor(zeros: [7])
            tensors.append(("extra", Tensor(zeros: [1])))
            try Safetensors.write(tensors, metadata: [:], to: folder + "/unet/diffusion_pytorch_model.safetensors")
            let failure = #expect(throws: EngineFailure.self) { try PipelineFolder(folder).unet() }
            for problem in [
                "conv_in.bias is missing", "conv_out.bias is [7] and should be [6]", "extra is not part of the network",
            ] { #expect(failure?.found?.contains(problem) == true) }
        }
    }

    @Test func aFolderWithOnlyPicklesSaysWhyNot() throws {
        try Fixtures.withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/diffusion_pytorch_model.bin"))
            let failure = #expect(throws: EngineFailure.self) {
                try WeightFiles(folder: folder, base: "diffusion_pytorch_model")
            }
            #expect(failure?.found == "diffusion_pytorch_model.bin" && failure?.hint?.contains("safetensors") == true)
        }
    }
}
