import Testing

@testable import Engine

@Suite struct KeptCheckpointsTests {
    private func steps(_ kept: [KeptCheckpoint]) -> [Int] { KeptCheckpoints.kept(kept).map(\.step) }

    @Test func theLastTwoAndTheBestStay() {
        let checkpoints = (1...9).map { KeptCheckpoint(step: $0, validationLoss: $0 == 4 ? 0.1 : 0.5) }
        #expect(steps(checkpoints) == [4, 8, 9])
        #expect(steps([]) == [] && steps([KeptCheckpoint(step: 3)]) == [3])
    }

    @Test func everyEpochStaysUpToTheLimit() {
        let few = (1...20).map { KeptCheckpoint(step: $0, epoch: $0 % 2 == 0 ? $0 / 2 : nil) }
        #expect(steps(few) == [2, 4, 6, 8, 10, 12, 14, 16, 18, 19, 20])
    }

    /// Epoch by epoch as a run does it: never more than the limit, the first and the newest always there, no gap much wider than another.
    @Test func beyondTheLimitTheyAreThinnedEvenly() {
        var kept: [KeptCheckpoint] = []
        for epoch in 1...100 {
            kept = KeptCheckpoints.kept(kept + [KeptCheckpoint(step: epoch * 10, epoch: epoch)])
            // The limit and the newest two.
            #expect(kept.count <= KeptCheckpoints.epochLimit + 1)
            #expect(kept.first?.epoch == 1 && kept.last?.epoch == epoch)
        }
        let gaps = zip(kept, kept.dropFirst()).map { $1.step - $0.step }
        #expect((gaps.max() ?? 0) <= 300, "\(kept.map(\.step))")
    }
}
