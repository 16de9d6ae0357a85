import Testing

@testable import Engine

@Suite struct TrajectoryTests {
    private static let request = SamplingRequest(
        classes: [3, 4], count: 2, steps: 6, sampler: "", guidance: 2, seed: 4)

    /// A branch with nothing changed is the original to the bit, whatever the sampler remembers; its past is not computed again.
    @Test(arguments: LoadedModel.tinyDDPM.samplers, [0, 1, 4, 6]) func aBranchUnchangedIsTheOriginal(
        _ sampler: String, _ index: Int
    ) throws {
        var request = Self.request
        request.sampler = sampler
        request.guiding.projection = ProjectedGuidance()
        let original = try SamplingRun(request, model: .tiny(LoadedModel.tinyDDPM))
        let end = original.finished()
        let branch = try original.branched(at: index)
        #expect(branch.momentCount == index + 1)
        #expect(branch.state.array == (try original.state(at: index).array))
        #expect(branch.finished() == end)
    }

    @Test func aSteeredRunIsReplayedFromItsLog() throws {
        let live = try SamplingRun(Self.request, model: .tiny(LoadedModel.tinyDDPM))
        live.advance()
        try live.apply(.guidance(3))
        try live.apply(.guidance(6))
        live.advance()
        live.advance()
        try live.apply(.classes([7]))
        try live.apply(.negativeClass(2))
        let end = live.finished()
        #expect(
            live.changes == [
                LoggedChange(step: 1, change: .guidance(6)), LoggedChange(step: 3, change: .classes([7])),
                LoggedChange(step: 3, change: .negativeClass(2)),
            ])
        var request = Self.request
        request.changes = live.changes
        let replayed = try SamplingRun(request, model: .tiny(LoadedModel.tinyDDPM))
        #expect(replayed.finished() == end)
        #expect(replayed.changes == live.changes)
        #expect(end != (try SamplingRun(Self.request, model: .tiny(LoadedModel.tinyDDPM)).finished()))
    }

    @Test func aBranchForgetsWhatCameLaterAndGoesItsOwnWay() throws {
        let original = try SamplingRun(Self.request, model: .tiny())
        for _ in 0..<2 { original.advance() }
        try original.apply(.guidance(9))
        let end = original.finished()
        let early = try original.branched(at: 1)
        #expect(early.changes.isEmpty && early.guidance == 2)
        #expect(early.finished() == (try SamplingRun(Self.request, model: .tiny()).finished()))
        #expect(try original.branched(at: 2).finished() == end)
        let other = try original.branched(at: 4)
        try other.apply(.guidance(0.5))
        #expect(other.finished() != end)
        #expect(original.state.array == end)
    }

    @Test func aChangeThatDoesNotFitChangesNothing() throws {
        let run = try SamplingRun(Self.request, model: .tiny())
        #expect(throws: EngineFailure.self) { try run.apply(.guidance(.nan)) }
        #expect(throws: EngineFailure.self) { try run.apply(.classes([10])) }
        #expect(run.changes.isEmpty && run.guidance == 2)
    }
}
