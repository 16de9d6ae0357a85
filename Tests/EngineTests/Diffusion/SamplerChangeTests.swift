import Foundation
import Testing

@testable import Engine

/// Samplers and masks that change while pictures form.
@Suite struct SamplerChangeTests {
    private static let request = SamplingRequest(
        classes: [3, 4], count: 2, steps: 6, sampler: "", guidance: 2, seed: 4)
    private static let ddpm = LoadedModel.tinyDDPM
    private static let ramp = Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { UInt8($0 % 251) })

    private static func mask(_ isWhite: (Int) -> Bool) -> Picture {
        Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { isWhite($0 % 28) ? 255 : 0 })
    }

    /// Whatever changes into whatever, wherever: it ends, and its log makes the same bits again, as do its branches.
    @Test(arguments: ddpm.samplers, ddpm.samplers) func everySamplerGivesWayToEvery(_ from: String, _ to: String) throws
    {
        for step in [0, 1, 4, 5] {
            var request = Self.request
            request.sampler = from
            let live = try SamplingRun(request, model: .tiny(Self.ddpm))
            for _ in 0..<step { live.advance() }
            try live.apply(.sampler(to))
            let end = live.finished()
            #expect(end.allSatisfy { $0.isFinite } && live.momentCount == live.totalSteps + 1)
            #expect(live.level.noise == 0 && live.time == 0)
            request.changes = live.changes
            let replayed = try SamplingRun(request, model: .tiny(Self.ddpm))
            #expect(replayed.finished() == end)
            for moment in [step, step + 1] {
                #expect(try live.branched(at: moment).finished() == end, "\(from) \(to) at \(step), moment \(moment)")
            }
        }
    }

    /// A network that knows the image says exactly the noise: both samplers lead there, and the state between is the same one in both
    /// their spaces.
    @Test(arguments: ddpm.samplers, ddpm.samplers) func whatIsKnownIsReachedByBoth(_ from: String, _ to: String) throws
    {
        var generator = Generator(seed: 1)
        let noise = generator.normal([2, 4, 4, 1])
        let image = generator.uniform([2, 4, 4, 1])
        guard case .ddpm(let timesteps, let start, let end) = Self.ddpm else { return }
        let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
        let before = try Self.ddpm.sampler(from, steps: 8)
        for place in [0, 1, 4, 7] {
            let sampler = try Self.ddpm.sampler(to, eta: 0, after: before, at: place)
            var state = SamplerState(x: mix(sampler.initialScale, noise, 0, noise))
            while state.step < sampler.times.count {
                state = sampler.step(state, generator: &generator) { x, time in
                    let level = NoiseLevel.variancePreserving(sigma: schedule.sigma(at: time))
                    return NetworkOutput(PredictionType.clean.convert(image, to: .noise, at: x, level))
                }
            }
            #expect(Verification.largestDifference(state.x.array, image.array) < 2e-3, "\(from) to \(to) at \(place)")
        }
    }

    @Test func twoStagesChangeTheNumberOfSteps() throws {
        let run = try SamplingRun(Self.request, model: .tiny())
        for _ in 0..<2 { run.advance() }
        try run.apply(.sampler("flow-heun"))
        #expect(run.totalSteps == 2 + 2 * 4 - 1 && run.samplerName == "flow-euler")
        // In the middle of a step: the Euler step's result is gone on from.
        for _ in 0..<3 { run.advance() }
        try run.apply(.sampler("flow-euler"))
        #expect(run.totalSteps == 5 + 2)
        _ = run.finished()
        #expect(run.time == 1 && run.momentCount == 8)
    }

    /// Tried one after another at one step, the last counts, and is what the log says.
    @Test func theLastOfSeveralAtOneStepCounts() throws {
        var request = Self.request
        request.sampler = "euler"
        let run = try SamplingRun(request, model: .tiny(Self.ddpm))
        for _ in 0..<3 { run.advance() }
        for name in ["ddpm", "heun", "dpm++2m-karras", "ddim"] { try run.apply(.sampler(name)) }
        #expect(run.changes == [LoggedChange(step: 3, change: .sampler("ddim"))])
        let end = run.finished()
        request.changes = run.changes
        #expect(try SamplingRun(request, model: .tiny(Self.ddpm)).finished() == end)
    }

    @Test func whatCannotRunThePredictionIsRefusedAndSaysWhichCan() throws {
        let run = try SamplingRun(Self.request, model: .tiny())
        run.advance()
        let failure = #expect(throws: EngineFailure.self) { try run.apply(.sampler("ddim")) }
        #expect(failure?.expected == "flow-euler or flow-heun" && run.changes.isEmpty && run.totalSteps == 6)
        var request = Self.request
        request.changes = [LoggedChange(step: 2, change: .sampler("unipc"))]
        #expect(throws: EngineFailure.self) { try SamplingRun(request, model: .tiny()) }
        // Where steps are taken again, one that remembers cannot.
        request = Self.request
        request.edit = .inpaint(Self.ramp, mask: Self.mask { $0 < 14 }, resampling: 2)
        let inpainting = try SamplingRun(request, model: .tiny(Self.ddpm))
        inpainting.advance()
        #expect(throws: EngineFailure.self) { try inpainting.apply(.sampler("unipc")) }
        try inpainting.apply(.sampler("ddim"))
        // A row's pictures that wait for their start wait with the first sampler.
        request.edit = .imageToImage(Self.ramp, start: .steps([0, 4]))
        let row = try SamplingRun(request, model: .tiny(Self.ddpm))
        row.advance()
        #expect(throws: EngineFailure.self) { try row.apply(.sampler("ddim")) }
        while row.step < 4 { row.advance() }
        try row.apply(.sampler("ddim"))
        #expect(row.finished().allSatisfy { $0.isFinite })
    }

    /// From the step of the change on the new mask says what is kept; the log makes the same bits.
    @Test(arguments: [1, 2]) func theMaskChangesOnTheWay(_ resampling: Int) throws {
        var request = Self.request
        request.edit = .inpaint(Self.ramp, mask: Self.mask { $0 < 14 }, resampling: resampling)
        let run = try SamplingRun(request, model: .tiny(Self.ddpm))
        while run.step < 3 { run.advance() }
        try run.apply(.mask(ChangedMask(Self.mask { $0 < 6 })))
        let end = run.finished()
        for index in end.indices where index % 28 >= 6 {
            #expect(end[index] == Float(Self.ramp.pixels[index % 784]) / 255)
        }
        request.changes = run.changes
        #expect(try SamplingRun(request, model: .tiny(Self.ddpm)).finished() == end)
        #expect(try run.branched(at: run.momentCount - 2).finished() == end)
        // A branch from before has the first mask again.
        let early = try run.branched(at: 1)
        var plain = request
        plain.changes = []
        #expect(early.finished() == (try SamplingRun(plain, model: .tiny(Self.ddpm)).finished()))
        let steering = SamplingSteering(guidance: 2, classes: [3, 4], negativeClass: nil, mask: Self.mask { $0 < 6 })
        #expect(early.changes(to: steering).count == 1 && run.changes(to: steering).isEmpty)
    }

    @Test func aMaskNeedsAnInpaintingAndSomethingToMakeNew() throws {
        let run = try SamplingRun(Self.request, model: .tiny())
        #expect(throws: EngineFailure.self) { try run.apply(.mask(ChangedMask(Self.mask { $0 < 6 }))) }
        var request = Self.request
        request.edit = .inpaint(Self.ramp, mask: Self.mask { $0 < 14 }, resampling: 1)
        let inpainting = try SamplingRun(request, model: .tiny())
        #expect(throws: EngineFailure.self) { try inpainting.apply(.mask(ChangedMask(Self.mask { _ in false }))) }
        #expect(inpainting.changes.isEmpty)
        let small = Picture(width: 2, height: 2, channels: 1, pixels: [255, 255, 255, 255])
        #expect(throws: EngineFailure.self) { try inpainting.apply(.mask(ChangedMask(small))) }
    }

    @Test func changesAreWrittenAndRead() throws {
        let mask = Self.mask { $0 < 6 }
        for argument in ["12:sampler=dpm++2m", "3:mask=a b.png"] {
            #expect(try LoggedChange(argument: argument) { _ in mask }.argument == argument)
        }
        #expect(throws: EngineFailure.self) { try LoggedChange(argument: "3:mask=a.png") }
        #expect(throws: EngineFailure.self) { try LoggedChange(argument: "3:sampler=") }
        // In a recipe stand the mask's digest and file, not its pixels.
        let change = LoggedChange(step: 3, change: .mask(ChangedMask(mask, file: "a.png")))
        let data = try JSONEncoder().encode(change)
        #expect(data.count < 300)
        #expect(try JSONDecoder().decode(LoggedChange.self, from: data) == change)
    }
}
