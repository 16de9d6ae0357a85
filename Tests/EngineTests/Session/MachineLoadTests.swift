import Foundation
import Testing

@testable import Engine

@Suite struct MachineLoadTests {
    /// The two networks whose operations are known from PyTorch's own count.
    @Test(arguments: [(64, 1.606e9), (128, 6.417e9)]) func anImagesOperations(_ hidden: Int, _ known: Double) {
        for classes in [0, 10] {
            let network = DigitUNetConfiguration(hidden: hidden, timeConditioned: classes > 0, classes: classes)
            #expect(abs(network.trainingOperations / known - 1) < 0.002, "\(network.trainingOperations)")
        }
    }

    /// Measured once: the second answer is the first one.
    @Test func thePeakIsMeasuredOnce() {
        let peak = MachineLoad.peak(.float32)
        #expect(peak > 1e8 && peak < 1e14)
        #expect(MachineLoad.peak(.float32) == peak)
    }

    @Test func memoryIsWhatIsHeld() throws {
        let before = try #require(MachineLoad.residentBytes)
        let block = [UInt8](repeating: 1, count: 64 << 20)
        let after = try #require(MachineLoad.residentBytes)
        #expect(before > 1 << 20 && after - before > 32 << 20 && block.count > 0)
    }

    /// A job tells its load from its fifth step on, and its memory from the first.
    @Test func aRunTellsItsLoad() throws {
        try Fixtures.withTemporaryFolder { folder in
            var snapshot = EngineSnapshot()
            let request = TrainingRequest(
                recipe: SmallSet.recipe(steps: 6), output: folder + "/run", sampleInterval: 0)
            let job = try TrainingJob(request, images: SmallSet.make(), snapshot: &snapshot)
            for step in 1...6 {
                _ = try job.advance(&snapshot)
                let status = try #require(snapshot.training)
                #expect((status.residentBytes ?? 0) > 1 << 20)
                #expect((status.utilization != nil) == (step >= 5))
            }
            let status = try #require(snapshot.training)
            let (images, utilization) = (try #require(status.imagesPerSecond), try #require(status.utilization))
            let operations = images * status.recipe.model.trainingOperations
            #expect(utilization > 0 && utilization == operations / MachineLoad.peak(.float32))
        }
    }
}
