import Testing

@testable import Engine

@Suite struct SamplerTests {
    /// A straight flow from any noise to one image: Euler is exact in any number of steps, and so is every clean estimate.
    @Test(arguments: [1, 3, 10]) func flowEulerFollowsAStraightFlowExactly(_ steps: Int) {
        var generator = Generator(seed: 1)
        let noise = generator.normal([2, 4, 4, 1])
        let image = generator.uniform([2, 4, 4, 1])
        let velocity = mix(1, image, -1, noise)
        let sampler = FlowEuler(steps: steps)
        var x = noise
        for index in 0..<steps {
            let result = sampler.step(index, x, generator: &generator) { _, _ in velocity }
            x = result.state
            #expect(Verification.largestDifference(result.estimate.array, image.array) < 1e-5)
        }
        #expect(Verification.largestDifference(x.array, image.array) < 1e-5)
    }

    /// A network that knows the image says exactly the noise: both samplers end in that image.
    @Test(arguments: [1, 7, 300]) func ddpmAndDDIMEndInTheImageTheNetworkKnows(_ steps: Int) {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        for sampler in [DDPM(schedule: schedule, steps: steps), DDIM(schedule: schedule, steps: steps)] as [any Sampler]
        {
            var generator = Generator(seed: 2)
            let image = generator.uniform([1, 4, 4, 1])
            var x = generator.normal([1, 4, 4, 1])
            for index in 0..<steps {
                x =
                    sampler.step(index, x, generator: &generator) { x, time in
                        let bar = schedule.alphaBar(Int((time * 300).rounded()))
                        return mix(1 / (1 - bar).squareRoot(), x, -(bar / (1 - bar)).squareRoot(), image)
                    }.state
            }
            #expect(Verification.largestDifference(x.array, image.array) < 1e-4)
        }
    }

    @Test func stridedTimestepsEndAtZero() {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        #expect(schedule.strided(300) == Array((0..<300).reversed()))
        #expect(schedule.strided(2) == [299, 0])
        #expect(schedule.strided(1) == [299])
    }

    @Test func guidanceExtrapolates() {
        let c = Tensor([1, 2], [2])
        let u = Tensor([0, 4], [2])
        func combined(_ scale: Double) -> [Float] {
            ClassifierFreeGuidance(scale: scale).combine(conditional: c, unconditional: u).array
        }
        #expect(combined(0) == [0, 4])
        #expect(combined(1) == [1, 2])
        #expect(combined(3) == [3, -2])
    }
}
