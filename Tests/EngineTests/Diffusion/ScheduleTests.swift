import Foundation
import Testing

@testable import Engine

@Suite struct ScheduleTests {
    @Test func theCoursesScheduleIsItsFormula() {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        var product = 1.0
        for t in 0..<300 {
            product *= 1 - (1e-4 + (0.02 - 1e-4) * Double(t) / 299)
            #expect(abs(schedule.alphaBar(t) - product) < 1e-6)
        }
        #expect(schedule.alphaBar(-1) == 1)
    }

    @Test func theSquaredCosineIsItsFormula() {
        let schedule = NoiseSchedule(squaredCosine: 1000)
        func bar(_ t: Double) -> Double { pow(cos((t / 1000 + 0.008) / 1.008 * .pi / 2), 2) }
        for t in [0, 100, 500, 900] {
            let expected = bar(Double(t + 1)) / bar(0)
            #expect(abs(schedule.alphaBar(t) - expected) < 1e-5)
        }
    }

    @Test func stridedTimestepsEndAtZero() {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        #expect(schedule.strided(300) == Array((0..<300).reversed()))
        #expect(schedule.strided(2) == [299, 0])
        #expect(schedule.strided(1) == [299])
        let course = NoiseSchedule.strided(from: 990, by: 30)
        #expect(course.count == 34)
        #expect(course.prefix(2) == [990, 960] && course.last == 0)
    }

    @Test func spacingsAreThoseOfTheTable() {
        #expect(TimestepSpacing.leading.timesteps(10, of: 1000) == [900, 800, 700, 600, 500, 400, 300, 200, 100, 0])
        #expect(TimestepSpacing.trailing.timesteps(10, of: 1000) == [999, 899, 799, 699, 599, 499, 399, 299, 199, 99])
        #expect(TimestepSpacing.linspace.timesteps(4, of: 1000) == [999, 666, 333, 0])
        #expect(TimestepSpacing.linspace.timestepsWithoutLast(3, of: 1000) == [999, 666, 333])
        #expect(TimestepSpacing.linspace.timestepsWithoutLast(1, of: 1000) == [999])
    }

    @Test(arguments: [SigmaSpacing.karras, .exponential]) func sigmaSpacingsRunFromLargestToSmallest(
        _ spacing: SigmaSpacing
    ) throws {
        let schedule = NoiseSchedule(scaledLinear: 1000, betaStart: 0.00085, betaEnd: 0.012)
        let sigmas = try #require(spacing.sigmas(9, of: schedule))
        let (largest, smallest) = (schedule.sigma(at: 999), schedule.sigma(at: 0))
        #expect(abs(sigmas[0] / largest - 1) < 1e-9 && abs(sigmas[8] / smallest - 1) < 1e-9)
        let middle =
            spacing == .karras
            ? pow((pow(largest, 1 / 7.0) + pow(smallest, 1 / 7.0)) / 2, 7) : (largest * smallest).squareRoot()
        #expect(abs(sigmas[4] / middle - 1) < 1e-9)
        for (a, b) in zip(sigmas, sigmas.dropFirst()) { #expect(a > b) }
    }

    @Test func timestepOfSigmaUndoesSigma() {
        let schedule = NoiseSchedule(squaredCosine: 1000)
        for t in [0.0, 17, 500, 998] { #expect(abs(schedule.timestep(ofSigma: schedule.sigma(at: t)) - t) < 1e-6) }
        #expect(schedule.timestep(ofSigma: 1e-9) == 0)
        #expect(schedule.timestep(ofSigma: 1e9) == 999)
    }

    /// Whatever a network predicts, the other three follow, on any level with both image and noise.
    @Test(arguments: PredictionType.allCases, PredictionType.allCases)
    func predictionsConvert(_ from: PredictionType, _ to: PredictionType) {
        var generator = Generator(seed: 3)
        let image = generator.uniform([2, 5])
        let noise = generator.normal([2, 5])
        for level in [
            NoiseLevel(signal: 0.6, noise: 0.8), NoiseLevel(signal: 0.3, noise: 0.7), NoiseLevel(signal: 1, noise: 14),
        ] {
            let x = level.noised(image, with: noise)
            func truth(_ type: PredictionType) -> Tensor {
                switch type {
                case .noise: noise
                case .clean: image
                case .v: mix(level.signal, noise, -level.noise, image)
                case .flow: mix(1, image, -1, noise)
                }
            }
            let converted = from.convert(truth(from), to: to, at: x, level)
            #expect(Verification.relativeError(converted.array, truth(to).array) < 2e-4)
        }
    }

    @Test func thresholdingClipsOrRescales() {
        let x = Tensor([-3, 0.5, 1, 2, 0.1, 0.2, 0.3, -0.4], [2, 4])
        #expect(Thresholding.none.apply(x).array == x.array)
        #expect(Thresholding.clip(range: 1).apply(x).array == [-1, 0.5, 1, 1, 0.1, 0.2, 0.3, -0.4])
        // The 0.5 quantile of 0.5, 1, 2, 3 is 1.5; of the second picture it is below 1, which is no limit at all.
        let dynamic = Thresholding.dynamic(ratio: 0.5, ceiling: 10).apply(x).array
        let expected: [Float] = [-1, 0.5 / 1.5, 1 / 1.5, 1, 0.1, 0.2, 0.3, -0.4]
        #expect(Verification.largestDifference(dynamic, expected) < 1e-6)
        // The ceiling holds.
        #expect(Thresholding.dynamic(ratio: 1, ceiling: 2).apply(x).array[0] == -1)
        #expect(Thresholding.dynamic(ratio: 1, ceiling: 2).apply(x).array[1] == 0.25)
    }

    @Test func anUnknownSchedulerIsNamed() throws {
        let configuration = try JSONDecoder().decode(SchedulerConfiguration.self, from: Data("{}".utf8))
        let failure = #expect(throws: EngineFailure.self) {
            try configuration.sampler("PNDMScheduler", steps: 10, place: "scheduler_config.json")
        }
        #expect(failure?.found == "PNDMScheduler")
        #expect(throws: EngineFailure.self) { try configuration.sampler("DDPMScheduler", steps: 1001, place: "here") }
    }
}
