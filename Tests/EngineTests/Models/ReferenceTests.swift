import Foundation
import Testing

@testable import Engine

/// The engine against PyTorch's numbers (Tests/Fixtures/reference, written by make_reference.py there).
@Suite struct ReferenceTests {
    @Test(arguments: ["mnist_unet_denoiser", "mnist_unet_time", "mnist_unet_class"])
    func digitUNetAgreesWithPyTorch(_ name: String) throws {
        var lines: [VerificationLine] = []
        try Verification.verifyDigitUNet(folder: Fixtures.path("reference"), name: name) { lines.append($0) }
        #expect(lines.count > 100)
        for line in lines {
            #expect(line.passed, "\(line.name): \(line.error ?? .nan) > \(line.tolerance) \(line.note ?? "")")
        }
    }

    @Test func aChangedWeightFails() throws {
        try Fixtures.withTemporaryFolder { folder in
            let name = "mnist_unet_time"
            let files = FileManager.default
            try files.copyItem(atPath: Fixtures.path("reference/\(name).json"), toPath: "\(folder)/\(name).json")
            let original = try SafetensorsFile(path: Fixtures.path("reference/\(name).safetensors"))
            let tensors = try original.names.map { key in
                let value = try original.tensor(key).copy()
                if key == "before.final.conv1.conv.weight" { value.scale(by: 1.01) }
                return (key, value)
            }
            try Safetensors.write(tensors, metadata: [:], to: "\(folder)/\(name).safetensors")
            let passed = try Verification.run(folder: folder) { _ in }
            #expect(!passed)
        }
    }

    /// `torch.manual_seed(0)` and the network's construction: the same weights to the bit, or nearly (multiplication order).
    @Test(arguments: [("mnist_unet_denoiser", false, 0), ("mnist_unet_time", true, 0), ("mnist_unet_class", true, 10)])
    func initialWeightsArePyTorchs(_ name: String, _ time: Bool, _ classes: Int) throws {
        let file = try SafetensorsFile(path: Fixtures.path("reference/\(name).safetensors"))
        var generator = Generator(seed: 0)
        let network = DigitUNet(.init(hidden: 8, timeConditioned: time, classes: classes), generator: &generator)
        for (key, parameter) in network.parameters {
            let error = Verification.relativeError(parameter.value.array, try file.tensor("before.\(key)").array)
            #expect(error < 1e-6, "\(key): \(error)")
        }
    }

    @Test func aReferenceWithoutItsNumbersIsAFailure() throws {
        try Fixtures.withTemporaryFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/if_tiny", withIntermediateDirectories: true)
            let failure = #expect(throws: EngineFailure.self) { try Verification.run(folder: folder) { _ in } }
            #expect(failure?.place?.hasSuffix("if_tiny/expected.safetensors") == true)
        }
    }
}
