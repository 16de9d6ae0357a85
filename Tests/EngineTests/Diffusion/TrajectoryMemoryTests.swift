import Foundation
import Testing

@testable import Engine

@Suite struct TrajectoryMemoryTests {
    private static let request = SamplingRequest(
        classes: [3, 4], count: 2, steps: 6, sampler: "", guidance: 2, seed: 4)

    /// What every sampler remembers of a moment comes back from the disk to the bit.
    @Test(arguments: LoadedModel.tinyDDPM.samplers) func aTrajectoryOnDiskIsTheSame(_ sampler: String) throws {
        var request = Self.request
        request.sampler = sampler
        request.guiding.projection = ProjectedGuidance()
        let kept = try SamplingRun(request, model: .tiny(LoadedModel.tinyDDPM))
        let memory = TrajectoryMemory(limit: 0)
        let spilled = try SamplingRun(
            request, model: OpenedModel(.tiny(LoadedModel.tinyDDPM)), memory: memory)
        let end = kept.finished()
        #expect(spilled.finished() == end)
        #expect(memory.used > 0)
        for index in 0..<kept.momentCount {
            #expect(try spilled.state(at: index).array == kept.state(at: index).array)
            #expect(try spilled.branched(at: index).finished() == end)
        }
    }

    @Test func picturesGoToDiskOnceMemoryIsFull() {
        let picture = Picture(width: 5, height: 4, channels: 1, pixels: (0..<20).map { UInt8($0 * 11) })
        let memory = TrajectoryMemory(limit: 45)
        let stored = (0..<4).map { _ in StoredPicture(picture, memory) }
        #expect(stored.map(\.isOnDisk) == [false, false, true, true])
        #expect(stored.allSatisfy { $0.picture == picture })
        #expect(stored[0] == stored[2] && stored[2] == stored[3])
        let other = Picture(width: 5, height: 4, channels: 1, pixels: [UInt8](repeating: 1, count: 20))
        #expect(stored[2] != StoredPicture(other, memory))
    }

    /// A program that is killed leaves nothing behind: the file has no name from the start.
    @Test func theFileHasNoName() throws {
        try Fixtures.withTemporaryFolder { folder in
            let file = try SpillFile(in: folder)
            let extent = try [UInt8(1), 2, 3].withUnsafeBytes { try file.write($0) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            var back = [UInt8](repeating: 0, count: 3)
            try back.withUnsafeMutableBytes { try file.read(extent, into: $0) }
            #expect(back == [1, 2, 3])
        }
    }

    @Test func withoutRoomOnDiskMemoryHasToDo() {
        #expect(throws: EngineFailure.self) { try SpillFile(in: "/nowhere/at/all") }
    }
}
