import Testing

@testable import Engine

@Suite struct SamplerTests {
    /// Every state of diffusers' samplers, from the recorded numbers.
    @Test func everySamplerIsThatOfDiffusers() throws {
        var lines: [VerificationLine] = []
        try Verification.verifySamplers(path: Fixtures.path("reference/samplers.json")) { lines.append($0) }
        #expect(lines.count == 28)
        for line in lines { #expect(line.passed, "\(line)") }
    }

    /// A straight flow from any noise to one image: Euler is exact in any number of steps, and so is every clean estimate.
    @Test(arguments: [1, 3, 10]) func flowEulerFollowsAStraightFlowExactly(_ steps: Int) {
        var generator = Generator(seed: 1)
        let noise = generator.normal([2, 4, 4, 1])
        let image = generator.uniform([2, 4, 4, 1])
        let velocity = mix(1, image, -1, noise)
        let sampler = FlowEuler(steps: steps)
        var state = SamplerState(x: noise)
        for _ in 0..<steps {
            state = sampler.step(state, generator: &generator) { _, _ in NetworkOutput(velocity) }
            #expect(Verification.largestDifference(state.estimate?.array ?? [], image.array) < 1e-5)
        }
        #expect(Verification.largestDifference(state.x.array, image.array) < 1e-5)
    }

    /// A network that knows the image says exactly the noise: every sampler ends in that image, in any number of steps.
    @Test(arguments: Objective.ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02).samplers, [1, 7, 100])
    func everySamplerEndsInTheImageTheNetworkKnows(_ name: String, _ steps: Int) throws {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        let sampler = try Objective.ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02).sampler(name, steps: steps)
        var generator = Generator(seed: 2)
        let image = generator.uniform([1, 4, 4, 1])
        let noise = generator.normal([1, 4, 4, 1])
        var state = SamplerState(x: mix(sampler.initialScale, noise, 0, noise))
        for _ in sampler.times {
            state = sampler.step(state, generator: &generator) { x, time in
                let level = NoiseLevel.variancePreserving(sigma: schedule.sigma(at: time))
                return NetworkOutput(PredictionType.noise(ofClean: image, at: x, level))
            }
        }
        #expect(state.step == sampler.times.count)
        #expect(Verification.largestDifference(state.x.array, image.array) < 2e-4)
    }

    /// Each of Heun's evaluations is a step: 2n − 1 of them, each at the time of the state it is shown.
    @Test func heunTellsEachEvaluation() {
        let sampler = FlowHeun(steps: 4)
        let expected: [Double] = [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75]
        #expect(sampler.times == expected)
        #expect(sampler.levels.count == 8)
        #expect(sampler.levels.last == .clean)
    }
}
