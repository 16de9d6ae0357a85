import Testing

@testable import Engine

@Suite struct GuidanceTests {
    private static var c: Tensor { Tensor([1, 2, -1, 3], [2, 2]) }
    private static var u: Tensor { Tensor([0, 4, 1, 1], [2, 2]) }
    private static var x: Tensor { Tensor([0.5, -0.5, 2, 1], [2, 2]) }

    private static func combined(_ guidance: Guidance, momentum: Tensor? = nil) -> [Float] {
        let place = GuidancePlace(
            x: x, level: NoiseLevel(signal: 0.6, noise: 0.8), prediction: .noise, scale: guidance.scale)
        return guidance.combine(c, u, at: place, momentum: momentum).value.array
    }

    @Test func classifierFreeGuidanceExtrapolates() {
        #expect(Self.combined(Guidance(scale: 0)) == [0, 4, 1, 1])
        #expect(Self.combined(Guidance(scale: 1)) == [1, 2, -1, 3])
        #expect(Self.combined(Guidance(scale: 3)) == [3, -2, -5, 7])
    }

    @Test func rescalingGivesTheConditionalContrastBack() {
        var guidance = Guidance(scale: 3)
        guidance.rescale = 1
        // Guided pictures (3, −2) and (−5, 7) have deviations 2.5 and 6, the conditional ones 0.5 and 2.
        let expected: [Float] = [0.6, -0.4, -5.0 / 3, 7.0 / 3]
        #expect(Verification.largestDifference(Self.combined(guidance), expected) < 1e-6)
        guidance.rescale = 0.5
        let half: [Float] = [1.8, -1.2, -10.0 / 3, 14.0 / 3]
        #expect(Verification.largestDifference(Self.combined(guidance), half) < 1e-6)
    }

    @Test func anIntervalHoldsInItsPartOfTheRun() throws {
        var guidance = Guidance(scale: 5)
        guidance.interval = GuidanceInterval(start: 0.25, end: 0.5)
        #expect([0, 0.24, 0.25, 0.5, 0.51, 1].map(guidance.scale(at:)) == [1, 1, 5, 5, 1, 1])
        guidance.interval = GuidanceInterval(start: 0.6, end: 0.5)
        #expect(throws: EngineFailure.self) { try guidance.validate() }
    }

    /// All of the parallel part kept, no limit, no momentum: projected guidance is classifier-free guidance.
    @Test func projectionThatKeepsAllIsPlain() {
        var guidance = Guidance(scale: 4)
        let plain = Self.combined(guidance)
        guidance.projection = ProjectedGuidance(parallel: 1, norm: 0, momentum: 0)
        #expect(Verification.relativeError(Self.combined(guidance), plain) < 1e-5)
    }

    /// What projected guidance adds is at right angles to the conditional clean estimate, and no longer than allowed.
    @Test func projectionAddsOnlyWhatIsOrthogonal() {
        var guidance = Guidance(scale: 4)
        guidance.projection = ProjectedGuidance(parallel: 0, norm: 0.5, momentum: 0)
        let level = NoiseLevel(signal: 0.6, noise: 0.8)
        let clean = PredictionType.noise.clean(Self.c, at: Self.x, level).array
        let guided = PredictionType.noise.clean(Tensor(Self.combined(guidance), [2, 2]), at: Self.x, level).array
        for picture in 0..<2 {
            let added = (2 * picture..<2 * picture + 2).map { Double(guided[$0] - clean[$0]) }
            let base = (2 * picture..<2 * picture + 2).map { Double(clean[$0]) }
            #expect(abs(added[0] * base[0] + added[1] * base[1]) < 1e-4)
            #expect((added[0] * added[0] + added[1] * added[1]).squareRoot() <= 3 * 0.5 + 1e-5)
        }
    }

    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM]) func scaleOneIsConditionalAndZeroUnconditional(
        _ objective: Objective
    ) throws {
        let model = LoadedModel.tiny(objective)
        func pictures(_ classes: [Int], _ guidance: Double) throws -> [Float] {
            try SamplingRun(
                SamplingRequest(classes: classes, count: 2, steps: 4, sampler: "", guidance: guidance, seed: 3),
                model: model
            ).finished()
        }
        let conditional = try pictures([3], 1)
        let unconditional = try pictures([], 1)
        // Of another batch size, so other roundings.
        #expect(Verification.relativeError(try pictures([3], 0), unconditional) < 1e-4)
        #expect(conditional != unconditional)
        #expect(try pictures([3], 2) != conditional)
    }

    /// A model guided by itself differs from itself by nothing.
    @Test func autoguidanceByTheSameModelChangesNothing() throws {
        let model = LoadedModel.tiny()
        let request = SamplingRequest(classes: [3], count: 2, steps: 4, guidance: 7, seed: 3)
        let alone = SamplingRequest(classes: [3], count: 2, steps: 4, guidance: 1, seed: 3)
        let guided = try SamplingRun(request, model: model, weak: model).finished()
        let plain = try SamplingRun(alone, model: model).finished()
        #expect(Verification.relativeError(guided, plain) < 1e-4)
        let other = try SamplingRun(request, model: model, weak: .tiny(seed: 9)).finished()
        #expect(Verification.relativeError(other, plain) > 1e-3)
    }

    @Test func guidanceOutOfRangeIsNamed() {
        for scale in [Double.nan, .infinity] {
            #expect(throws: EngineFailure.self) { try Guidance(scale: scale).validate() }
        }
        var guidance = Guidance(scale: 2)
        guidance.rescale = 1.5
        #expect(throws: EngineFailure.self) { try guidance.validate() }
    }
}
