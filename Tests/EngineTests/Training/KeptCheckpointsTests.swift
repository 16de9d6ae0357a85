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
        #expect(KeptCheckpoints.kept(few, epochLimit: 10).map(\.step) == [2, 4, 6, 8, 10, 12, 14, 16, 18, 19, 20])
        #expect(steps(few).filter { $0 % 2 == 0 }.count == KeptCheckpoints.usualEpochLimit)
    }

    @Test func aLimitOfNoneOrOneKeepsTheNewest() {
        let epochs = (1...9).map { KeptCheckpoint(step: $0, epoch: $0, validationLoss: $0 == 4 ? 0.1 : 0.5) }
        for limit in 0...2 {
            let kept = KeptCheckpoints.kept(epochs, epochLimit: limit).map(\.step)
            #expect(kept == (limit == 2 ? [1, 4, 8, 9] : [4, 8, 9]), "\(limit)")
        }
    }

    /// Epoch by epoch as a run does it: never more than the limit, the first and the newest always there, no gap much wider than another.
    @Test func beyondTheLimitTheyAreThinnedEvenly() {
        var kept: [KeptCheckpoint] = []
        for epoch in 1...100 {
            kept = KeptCheckpoints.kept(kept + [KeptCheckpoint(step: epoch * 10, epoch: epoch)], epochLimit: 10)
            // The limit and the newest two.
            #expect(kept.count <= 10 + 1)
            #expect(kept.first?.epoch == 1 && kept.last?.epoch == epoch)
        }
        let gaps = zip(kept, kept.dropFirst()).map { $1.step - $0.step }
        #expect((gaps.max() ?? 0) <= 300, "\(kept.map(\.step))")
    }
}
