import Foundation
import Testing

@testable import Engine

@Suite struct NoiseComparisonTests {
    private static let ramp: Picture = {
        let pixels = (0..<784).map { index -> UInt8 in
            let (y, x) = (index / 28, index % 28)
            return UInt8((y * 7 + x * 2) % 256)
        }
        return Picture(width: 28, height: 28, channels: 1, pixels: pixels)
    }()

    @Test func aPlaceIsAStateOfItsProcess() throws {
        let schedule = NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        let ddpm = ForwardProcess(LoadedModel.tinyDDPM)
        #expect(try ddpm.state(at: .time(120)) == .init(level: schedule.level(120), time: 120))
        // The timestep whose σ is nearest.
        let nearest = try ddpm.state(at: .sigma(0.5))
        let step = Int(try #require(nearest.time))
        let distances = (-1...1).map { abs(schedule.sigma(at: Double(step + $0)) - 0.5) }
        #expect(distances[1] == distances.min() && abs(nearest.sigma - 0.5) < 0.02)
        let flow = ForwardProcess(Objective.flow)
        #expect(try flow.state(at: .time(0.25)) == .init(level: NoiseLevel(signal: 0.25, noise: 0.75), time: 0.25))
        #expect(abs(try flow.state(at: .sigma(3)).sigma - 3) < 1e-12)
        #expect(try ForwardProcess.adding.state(at: .sigma(0.4)).level == NoiseLevel(signal: 1, noise: 0.4))
        #expect(try ForwardProcess(NoiseSchedule(squaredCosine: 1000)).state(at: .time(999)).sigma > 50)
    }

    @Test func aPlaceOutsideIsAnError() {
        let cases: [(ForwardProcess, ForwardProcess.Place)] = [
            (ForwardProcess(LoadedModel.tinyDDPM), .time(300)), (ForwardProcess(LoadedModel.tinyDDPM), .time(-1)),
            (ForwardProcess(LoadedModel.tinyDDPM), .time(1.5)), (ForwardProcess(LoadedModel.tinyDDPM), .time(.nan)),
            (ForwardProcess(.flow), .time(1.1)), (ForwardProcess(.flow), .sigma(-1)), (.adding, .time(3)),
            (.adding, .sigma(.infinity)), (ForwardProcess(.denoise(sigma: 0.5)), .time(0)),
        ]
        for (process, place) in cases {
            #expect(throws: EngineFailure.self, "\(place)") { try process.state(at: place) }
        }
    }

    /// x_t = √ᾱ x_0 + √(1 − ᾱ) ε, the same ε everywhere, x_0 in −1…1 where a schedule is by itself.
    @Test func theNoisyRowIsTheForwardProcess() throws {
        let schedule = NoiseSchedule(squaredCosine: 1000)
        let comparison = try NoiseComparison(
            Self.ramp, process: ForwardProcess(schedule), places: [.time(250), .time(750)], seed: 6)
        var generator = Generator(seed: 6)
        let noise = generator.normal([1, 28, 28, 1]).array
        for (row, t) in zip(comparison.rows[0].images, [250, 750]) {
            let bar = schedule.alphaBar(t)
            let (signal, strength) = (bar.squareRoot(), (1 - bar).squareRoot())
            let expected = noise.indices.map { i -> Float in
                let clean = Double(Self.ramp.pixels[i]) / 127.5 - 1
                return Float(signal * clean + strength * Double(noise[i]))
            }
            #expect(Verification.largestDifference(row.array, expected) < 1e-5)
        }
        #expect(comparison.rows[0].decibels[0] > comparison.rows[0].decibels[1])
        #expect(comparison.grid.width == 2 * 30 - 2 && comparison.grid.height == 2 * 30 - 2)
    }

    @Test func blurringHelpsALittleAndIsMeasured() throws {
        var comparison = try NoiseComparison(
            Self.ramp, process: .adding, places: [.sigma(0), .sigma(0.5)], seed: 1)
        comparison.addGaussian(try GaussianBlur(kernel: 5, sigma: 1))
        #expect(comparison.rows[0].decibels[0] == .infinity)
        // −20 log₁₀ 0.5 = 6.02 dB, as near as 784 numbers tell.
        #expect(abs(comparison.rows[0].decibels[1] - 6.02) < 0.5)
        #expect(comparison.rows[1].decibels[1] > comparison.rows[0].decibels[1] + 2)
        #expect(comparison.rows[1].decibels[0] < 60)
    }

    private static func denoiser(
        _ model: LoadedModel, classes: [Int], guidance: Double, steps: Int
    ) throws -> NoiseComparison.Denoiser {
        let request = SamplingRequest(classes: classes, count: 1, steps: steps, sampler: "", guidance: guidance)
        return try NoiseComparison.Denoiser(SampledModel(model), request)
    }

    /// One step is the clean estimate of a sampling at that state; many from the noisiest state are that sampling.
    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM]) func oneAndManyStepsAreTheSamplersOwn(
        _ objective: Objective
    ) throws {
        let model = LoadedModel.tiny(objective)
        let place = ForwardProcess.Place.time(objective == .flow ? 0 : 299)
        var comparison = try NoiseComparison(
            Self.ramp, process: ForwardProcess(objective), places: [place], seed: 5)
        let denoiser = try Self.denoiser(model, classes: [3], guidance: 2, steps: 6)
        try comparison.addOneStep(denoiser)
        try comparison.beginIterative(denoiser)
        #expect(comparison.rows[2].images[0].array == comparison.rows[0].images[0].array)
        var shares = [comparison.share]
        while !comparison.isFinished {
            comparison.advance()
            shares.append(comparison.share)
        }
        var request = SamplingRequest(classes: [3], count: 1, steps: 6, sampler: "", guidance: 2, seed: 5)
        request.edit = .imageToImage(Self.ramp, start: .step(0))
        let run = try SamplingRun(request, model: model)
        #expect(Verification.largestDifference(run.state.array, comparison.rows[0].images[0].array) < 1e-5)
        run.advance()
        let estimate = try #require(run.estimate).array
        #expect(Verification.relativeError(comparison.rows[1].images[0].array, estimate) < 1e-4)
        #expect(Verification.relativeError(comparison.rows[2].images[0].array, run.finished()) < 1e-4)
        #expect(shares.count == 7 && shares.first == 0 && shares.last == 1 && shares == shares.sorted())
    }

    @Test func theCleanPictureStaysAndAOneStepModelHasNoWay() throws {
        var clean = try NoiseComparison(Self.ramp, process: ForwardProcess(.flow), places: [.time(1)], seed: 0)
        try clean.beginIterative(try Self.denoiser(.tiny(), classes: [], guidance: 5, steps: 4))
        #expect(clean.isFinished)
        #expect(clean.rows[1].decibels == [Double.infinity])
        let objective = Objective.denoise(sigma: 0.5)
        var noisy = try NoiseComparison(
            Self.ramp, process: ForwardProcess(objective), places: [.sigma(0.5)], seed: 0)
        let denoiser = try Self.denoiser(.tiny(objective, classes: 0), classes: [], guidance: 5, steps: 4)
        try noisy.addOneStep(denoiser)
        #expect(throws: EngineFailure.self) { try noisy.beginIterative(denoiser) }
        #expect(throws: EngineFailure.self) {
            try Self.denoiser(.tiny(), classes: [10], guidance: 5, steps: 4)
        }
        #expect(throws: EngineFailure.self) {
            let pure = LoadedModel.tiny(.denoisePureNoise, classes: 0)
            try noisy.addOneStep(Self.denoiser(pure, classes: [], guidance: 1, steps: 1))
        }
    }

    /// Prompts: one step is the first clean estimate of a sampling from there; many are that sampling, learned variance and thresholds too.
    @Test func promptsAreAPipelinesOwnWay() throws {
        let folder = Fixtures.path("text/if_tiny/stage1")
        let embeddings = Fixtures.path("text/if_tiny/prompt_embeds_dict.pth")
        let model = try OpenedModel(folder: folder, precision: .f32, reader: .file(embeddings))
        var request = SamplingRequest(count: 1, steps: 4, sampler: "", guidance: 3, seed: 5)
        request.prompts = ["a photo of a dog"]
        let picture = Picture(
            width: 16, height: 16, channels: 3, pixels: (0..<768).map { UInt8(truncatingIfNeeded: $0 * 5) })
        let denoiser = try NoiseComparison.Denoiser(model, request)
        var comparison = try NoiseComparison(picture, process: model.process, places: [.time(750)], seed: 5)
        try comparison.addOneStep(denoiser)
        try comparison.beginIterative(denoiser)
        while !comparison.isFinished { comparison.advance() }
        // A sampling of four steps is at 750, 500, 250 and 0, and so is the way in four from there.
        request.edit = .imageToImage(picture, start: .step(0))
        let run = try SamplingRun(request, model: model)
        #expect(run.time == 750)
        #expect(Verification.largestDifference(run.state.array, comparison.rows[0].images[0].array) < 1e-5)
        let network = try model.sampled(request).network
        run.advance()
        let said = try #require(run.output).value
        let estimate = network.prediction.clean(said, at: comparison.rows[0].images[0], network.level(at: 750))
        #expect(Verification.relativeError(comparison.rows[1].images[0].array, estimate.array) < 1e-4)
        #expect(Verification.relativeError(comparison.rows[2].images[0].array, run.finished()) < 1e-3)
        request.prompts = []
        #expect(throws: EngineFailure.self) { try NoiseComparison.Denoiser(model, request) }
    }
}
