import Testing

@testable import Engine

@Suite struct EditTests {
    private static func picture(_ value: (Int, Int) -> UInt8) -> Picture {
        Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { value($0 / 28, $0 % 28) })
    }

    private static let ramp = picture { y, x in UInt8((y * 7 + x * 2) % 256) }
    private static let leftHalf = picture { _, x in x < 14 ? 255 : 0 }

    private static func request(_ edit: Edit, sampler: String = "", count: Int = 2) -> SamplingRequest {
        var request = SamplingRequest(classes: [3], count: count, steps: 6, sampler: sampler, guidance: 2, seed: 4)
        request.edit = edit
        return request
    }

    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM], [1, 3]) func inpaintingKeepsTheOutsideExactly(
        _ objective: Objective, _ resampling: Int
    ) throws {
        let edit = Edit.inpaint(Self.ramp, mask: Self.leftHalf, resampling: resampling)
        let run = try SamplingRun(Self.request(edit), model: .tiny(objective))
        let values = run.finished()
        #expect(run.momentCount == 1 + 6 * resampling - (resampling > 1 ? resampling - 1 : 0))
        for index in values.indices where index % 28 >= 14 {
            #expect(values[index] == Float(Self.ramp.pixels[index % 784]) / 255)
        }
        #expect(values.indices.contains { $0 % 28 < 14 && values[$0] != Float(Self.ramp.pixels[$0 % 784]) / 255 })
    }

    @Test func aMaskMustBeSomethingAndFit() {
        for mask in [Self.picture { _, _ in 0 }, Picture(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4])] {
            #expect(throws: EngineFailure.self) {
                try SamplingRun(Self.request(.inpaint(Self.ramp, mask: mask, resampling: 1)), model: .tiny())
            }
        }
        let remembering = Self.request(.inpaint(Self.ramp, mask: Self.leftHalf, resampling: 2), sampler: "flow-heun")
        #expect(throws: EngineFailure.self) { try SamplingRun(remembering, model: .tiny()) }
    }

    /// All white: everything is new, as in plain sampling but for the random numbers that noising the picture used up.
    @Test func anAllWhiteMaskIsPlainSampling() throws {
        let white = Self.picture { _, _ in 255 }
        let inpainted = try SamplingRun(
            Self.request(.inpaint(Self.ramp, mask: white, resampling: 1)), model: .tiny()
        ).finished()
        #expect(inpainted == (try SamplingRun(Self.request(.none), model: .tiny()).finished()))
    }

    @Test func imageToImageStartsWhereItIsTold() throws {
        let model = LoadedModel.tiny(LoadedModel.tinyDDPM)
        let run = try SamplingRun(Self.request(.imageToImage(Self.ramp, start: .step(4))), model: model)
        #expect(run.firstStep == 4 && run.step == 4)
        // x = √ᾱ image + √(1 − ᾱ) noise of the seed.
        var generator = Generator(seed: 4)
        let noise = generator.normal([2, 28, 28, 1]).array
        let expected = noise.indices.map {
            run.level.signal * Double(Self.ramp.pixels[$0 % 784]) / 255 + run.level.noise * Double(noise[$0])
        }
        #expect(Verification.largestDifference(run.state.array, expected.map { Float($0) }) < 1e-5)
        _ = run.finished()
        #expect(run.momentCount == 3)
        let heun = try SamplingRun(
            Self.request(.imageToImage(Self.ramp, start: .step(2)), sampler: "heun"), model: model)
        #expect(heun.firstStep == 4 && heun.totalSteps == 11)
        #expect(try EditStart.strength(1).firstSteps(of: 10) == [0])
        #expect(try EditStart.strength(0.25).firstSteps(of: 8) == [6])
        #expect(try EditStart.steps([3, 0]).firstSteps(of: 6) == [3, 0])
        for wrong in [EditStart.step(6), .step(-1), .steps([]), .steps([1, 6]), .strength(1.1), .strength(.nan)] {
            #expect(throws: EngineFailure.self) { try wrong.firstSteps(of: 6) }
        }
    }

    /// Every sampler begins afresh wherever an edit lets it begin.
    @Test(arguments: LoadedModel.tinyDDPM.samplers, [0, 1, 4, 5]) func everySamplerStartsOnTheWay(
        _ sampler: String, _ start: Int
    ) throws {
        let run = try SamplingRun(
            Self.request(.imageToImage(Self.ramp, start: .step(start)), sampler: sampler),
            model: .tiny(LoadedModel.tinyDDPM))
        #expect(run.finished().allSatisfy { $0.isFinite })
        #expect(run.momentCount == run.totalSteps - run.firstStep + 1)
    }

    /// A row of starts is what each start makes by itself, all from the noise of the same seed.
    @Test(arguments: [
        (Objective.flow, ""), (LoadedModel.tinyDDPM, "ddim"), (LoadedModel.tinyDDPM, "heun"),
        (.flow, "flow-heun"), (LoadedModel.tinyDDPM, "dpm++2m"), (LoadedModel.tinyDDPM, "dpm++2m-karras"),
        (LoadedModel.tinyDDPM, "unipc"),
    ])
    func aRowOfStartsIsWhatEachMakesByItself(_ objective: Objective, _ sampler: String) throws {
        let starts = [4, 1, 5, 0]
        let model = LoadedModel.tiny(objective)
        let row = try SamplingRun(
            Self.request(.imageToImage(Self.ramp, start: .steps(starts)), sampler: sampler, count: 8), model: model)
        #expect(row.firstStep == 0)
        let made = row.finished()
        for (index, start) in starts.enumerated() {
            let alone = try SamplingRun(
                Self.request(.imageToImage(Self.ramp, start: .step(start)), sampler: sampler, count: 2), model: model
            ).finished()
            // The second round has the second picture's noise.
            for round in 0..<2 {
                let place = (round * 4 + index) * 784
                let expected = Array(alone[round * 784..<(round + 1) * 784])
                #expect(Verification.relativeError(Array(made[place..<place + 784]), expected) < 1e-4)
            }
        }
    }

    @Test(arguments: AnagramView.allCases) func viewsAreUndone(_ view: AnagramView) {
        var generator = Generator(seed: 1)
        for (side, channels) in [(28, 1), (9, 3)] {
            let x = generator.uniform([2, side, side, channels])
            let seen = view.apply(toClean: x, range: 0...1)
            let back = view.undo(seen, range: 0...1)
            #expect(Verification.largestDifference(back.array, x.array) < 1e-6)
            #expect((seen.array == x.array) == (view == .identity))
            if view != .negative { #expect(seen.array.sorted() == x.array.sorted()) }
        }
    }

    @Test func quarterTurnsAreClockwise() {
        let x = Tensor([1, 2, 3, 4], [1, 2, 2, 1])
        #expect(AnagramView.rotate90.apply(toClean: x, range: 0...1).array == [3, 1, 4, 2])
        #expect(AnagramView.rotate270.apply(toClean: x, range: 0...1).array == [2, 4, 1, 3])
        #expect(AnagramView.flip.apply(toClean: x, range: 0...1).array == [3, 4, 1, 2])
    }

    /// Two equal prompts and no turning: an anagram of a picture with itself.
    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM]) func anAnagramOfTheSameIsPlain(_ objective: Objective)
        throws
    {
        let plain = try SamplingRun(Self.request(.none), model: .tiny(objective)).finished()
        let same = try SamplingRun(
            Self.request(.anagram(classes: [3], view: .identity)), model: .tiny(objective)
        ).finished()
        #expect(Verification.relativeError(same, plain) < 1e-3)
        let other = try SamplingRun(
            Self.request(.anagram(classes: [5], view: .rotate180)), model: .tiny(objective)
        ).finished()
        #expect(Verification.relativeError(other, plain) > 1e-3)
    }

    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM]) func aHybridOfTheSameIsPlain(_ objective: Objective) throws
    {
        let blur = try GaussianBlur(kernel: 9, sigma: 2)
        let plain = try SamplingRun(Self.request(.none), model: .tiny(objective)).finished()
        let same = try SamplingRun(
            Self.request(.hybrid(classes: [3], blur: blur)), model: .tiny(objective)
        ).finished()
        #expect(Verification.relativeError(same, plain) < 1e-3)
    }

    @Test func blurAndHighPassAddUpAndAFlatPictureStaysFlat() throws {
        var generator = Generator(seed: 2)
        let blur = try GaussianBlur(kernel: 7, sigma: 1.5)
        let x = generator.normal([2, 11, 6, 3])
        let low = blur.apply(x)
        #expect(Verification.largestDifference(mix(1, low, 1, blur.highPass(x)).array, x.array) < 1e-6)
        let flat = blur.apply(Tensor(repeating: 0.7, [1, 5, 4, 1])).array
        #expect(flat.allSatisfy { abs($0 - 0.7) < 1e-6 })
        // One bright point spreads as the product of two Gaussians.
        var values = [Float](repeating: 0, count: 121)
        values[60] = 1
        let spread = blur.apply(Tensor(values, [1, 11, 11, 1])).array
        #expect(abs(Double(spread[60]) - Double(spread[59]) * exp1(1 / 4.5)) < 1e-6)
        #expect(abs(spread.reduce(0, +) - 1) < 1e-5)
        for bad in [(4, 1.0), (0, 1), (3, 0), (3, .nan)] {
            #expect(throws: EngineFailure.self) { try GaussianBlur(kernel: bad.0, sigma: bad.1) }
        }
    }

    private func exp1(_ x: Double) -> Double { (0..<30).reversed().reduce(1.0) { 1 + $0 * x / Double($1 + 1) } }

    @Test func interpolationRunsFromSeedToSeed() throws {
        func start(_ request: SamplingRequest) throws -> [Float] {
            try SamplingRun(request, model: .tiny()).state.rows(0..<1).array
        }
        let run = try SamplingRun(Self.request(.interpolate(seed: 8), count: 3), model: .tiny())
        var other = Self.request(.none, count: 3)
        let first = try start(other)
        other.seed = 8
        #expect(Verification.largestDifference(run.state.rows(0..<1).array, first) < 1e-6)
        #expect(Verification.largestDifference(run.state.rows(2..<3).array, try start(other)) < 1e-6)
        // In the middle it is still noise of the same strength.
        let power = run.state.rows(1..<2).array.reduce(0) { $0 + $1 * $1 } / 784
        #expect(abs(power - 1) < 0.15)
    }

    @Test func aOneStepModelIsNotEdited() {
        let model = LoadedModel.tiny(.denoise(sigma: 0.5), classes: 0)
        var request = SamplingRequest(count: 1, steps: 1, sampler: "")
        request.edit = .imageToImage(Self.ramp, start: .step(0))
        #expect(throws: EngineFailure.self) { try SamplingRun(request, model: model) }
    }
}
