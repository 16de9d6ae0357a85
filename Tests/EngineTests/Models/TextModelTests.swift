import Foundation
import Testing

@testable import Engine

/// Small pipelines of DeepFloyd IF's architecture against diffusers and transformers (Tests/Fixtures/text, written by make_text.py there):
/// sharded half-precision weights, every option another than in the reference folder.
@Suite struct TextModelTests {
    private let folder = Fixtures.path("text/if_tiny")

    @Test func thePipelinesAgreeWithDiffusers() throws {
        var lines: [VerificationLine] = []
        try Verification.verifyTextModel(folder: folder) { lines.append($0) }
        #expect(lines.count > 50)
        // A whole run may drift as far as rounding takes it, and no further.
        for line in lines {
            #expect(
                line.passed || line.name.contains("/run.") && line.isWithinDrift,
                "\(line.name): \(line.error ?? .nan) > \(line.tolerance)")
        }
    }

    @Test func bfloat16IsNearFloat32() throws {
        let network = try PipelineFolder(folder + "/stage1").unet()
        var numbers = TestNumbers(50)
        let (x, text) = (numbers.tensor([2, 16, 16, 3]), numbers.tensor([2, 77, 48]))
        let exact = network(x, times: [10, 900], text: text, .inference()).array
        let again = try PipelineFolder(folder + "/stage1").unet()
        let rounded = again(x, times: [10, 900], text: text, .inference(computeType: .bfloat16)).array
        #expect(relativeDifference(rounded, exact) < 0.05)
        #expect(relativeDifference(rounded, exact) > 1e-4)
    }

    @Test func everyWeightIsReadOnceAndNoneBeforeItIsUsed() throws {
        let network = try PipelineFolder(folder + "/stage1").unet()
        #expect(network.parameters.allSatisfy { $0.parameter.stored != nil })
        let first = network.parameters[0].parameter
        #expect(first.value.storage === first.value.storage)
    }

    /// The network's slope along random directions, against its own values.
    @Test func theWholeNetworkHasTheRightSlope() throws {
        let network = try PipelineFolder(folder + "/stage1").unet()
        var numbers = TestNumbers(51)
        let (x, text) = (numbers.tensor([1, 8, 8, 3]), numbers.tensor([1, 5, 48]))
        checkGradients(of: [x, text], tolerance: 1e-2) { inputs in
            network(inputs[0], times: [300], text: inputs[1], .inference())
        }
    }

    @Test func distancesFallIntoTheirBuckets() throws {
        let positions = T5Positions(try T5Configuration.read(folder + "/stage1/text_encoder/config.json"))
        // 16 buckets to 40 tokens: exact up to 3, then logarithmic.
        #expect((-3...0).map(positions.bucket) == [3, 2, 1, 0])
        #expect((1...4).map(positions.bucket) == [9, 10, 11, 12])
        #expect(positions.bucket(-40) == 7 && positions.bucket(1000) == 15)
        for distance in 1..<60 { #expect(positions.bucket(distance) >= positions.bucket(distance - 1)) }
    }
}
