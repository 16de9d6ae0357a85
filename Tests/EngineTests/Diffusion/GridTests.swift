import Testing

@testable import Engine

@Suite struct GridTests {
    private static var ddpm: LoadedModel { .tiny(LoadedModel.tinyDDPM) }

    private static func base(_ edit: Edit = .none, sampler: String = "", count: Int = 1) -> SamplingRequest {
        var request = SamplingRequest(classes: [3], count: count, steps: 6, sampler: sampler, guidance: 2, seed: 4)
        request.edit = edit
        return request
    }

    private static func grid(_ base: SamplingRequest, _ x: String?, _ y: String?) throws -> GridRequest {
        GridRequest(base, x: try x.map { try GridAxis($0) }, y: try y.map { try GridAxis($0) })
    }

    /// Every cell is what it is by itself, whatever it was computed together with.
    private func expectCellsAreTheirOwn(_ request: GridRequest, _ model: LoadedModel) throws -> GridRun {
        let run = try GridRun(request, model: OpenedModel(model))
        while !run.isFinished { _ = try run.advance() }
        for (index, cell) in run.cells.enumerated() {
            let alone = try SamplingRun(cell, model: model)
            #expect(
                Verification.relativeError(run.run(of: index).state.array, alone.finished()) < 1e-4, "cell \(index)")
        }
        return run
    }

    @Test func axesAreRead() throws {
        #expect(try GridAxis("guidance=1,3, 5.5").values == ["1", "3", "5.5"])
        #expect(try GridAxis("seed=0:10:2").values == ["0", "2", "4", "6", "8", "10"])
        let shares = try GridAxis("eta=0:1:0.1").values
        #expect(shares.count == 11 && shares[3] == "0.3" && shares[10] == "1")
        #expect(try GridAxis("steps=50:10:-20,5").values == ["50", "30", "10", "5"])
        #expect(try GridAxis("guidance-interval=0:1,0.2:0.5").values == ["0:1", "0.2:0.5"])
        let later = try GridAxis("12:guidance=2,8")
        #expect(later.parameter == GridParameter(.guidance, step: 12) && later.text == "12:guidance=2,8")
        for wrong in [
            "", "guidance", "=1", "speed=1", "guidance=", "guidance=1,,2", "seed=0:10:0", "seed=0:10:-1",
            "seed=0:100000:1", "12:steps=3", "-1:guidance=3", "a:guidance=3", "1:2:guidance=3", "seed=1:2:x",
        ] {
            #expect(throws: EngineFailure.self, "\(wrong)") { try GridAxis(wrong) }
        }
    }

    @Test func whatCannotVaryIsToldWithWhatCan() throws {
        let failure = #expect(throws: EngineFailure.self) { try GridAxis("speed=1") }
        #expect(failure?.expected?.contains("guidance, guidance-rescale") == true && failure?.found == "speed")
        let cases: [(String?, String?, String)] = [
            (nil, nil, "needs an axis"), ("seed=1", "seed=2", "both axes"), ("start=1,2", nil, "cannot vary here"),
            ("6:guidance=1", nil, "after the last step"), ("seed=1:30:1", "steps=1:30:1", "too many cells"),
            ("guidance=a", nil, "no value for guidance"), ("guidance=nan", nil, "no value"), ("eta=2", nil, "no value"),
            ("seed=-1", nil, "no value"), ("steps=0", nil, "no value"), ("2:class=x", nil, "no value for 2:class"),
        ]
        for (x, y, words) in cases {
            let failure = #expect(throws: EngineFailure.self) { try Self.grid(Self.base(), x, y).cells() }
            #expect(failure?.what.contains(words) == true, "\(x ?? "") \(y ?? ""): \(failure?.sentence ?? "")")
        }
        for (x, model) in [("class=10", LoadedModel.tiny()), ("sampler=ddim", .tiny()), ("sampler=nothing", Self.ddpm)]
        {
            #expect(throws: EngineFailure.self) {
                try GridRun(try Self.grid(Self.base(), x, nil), model: OpenedModel(model))
            }
        }
    }

    /// Guidance, classes and seeds differ and are one batch all the same: a round a step.
    @Test(arguments: [Objective.flow, LoadedModel.tinyDDPM]) func whatGoesTogetherIsOneBatch(_ objective: Objective)
        throws
    {
        let request = try Self.grid(Self.base(count: 2), "guidance=1.5,3,5", "seed=4,9")
        let run = try GridRun(request, model: OpenedModel(.tiny(objective)))
        var rounds: [[Int]] = []
        while !run.isFinished { rounds.append(try run.advance().sorted()) }
        #expect(rounds == Array(repeating: Array(0..<6), count: 6))
        #expect(run.evaluations == 36 && run.cellSteps == 36 && run.totalCellSteps == 36)
        _ = try expectCellsAreTheirOwn(request, .tiny(objective))
    }

    @Test func cellsAreWhatTheyAreByThemselves() throws {
        let model = Self.ddpm
        let picture = Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { UInt8($0 % 251) })
        let mask = Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { $0 % 28 < 14 ? 255 : 0 })
        var random = Self.base(sampler: "ddim")
        random.guiding.projection = ProjectedGuidance()
        let all = model.card.objective.samplers.joined(separator: ",")
        _ = try expectCellsAreTheirOwn(Self.grid(Self.base(), "sampler=\(all)", "seed=1,2"), model)
        _ = try expectCellsAreTheirOwn(Self.grid(Self.base(), "steps=3,6", "class=1,7"), model)
        _ = try expectCellsAreTheirOwn(Self.grid(random, "eta=0,0.5,1", "guidance=1,4"), model)
        _ = try expectCellsAreTheirOwn(
            Self.grid(Self.base(.imageToImage(picture, start: .step(0))), "start=0,2,5", "seed=1,2"), model)
        _ = try expectCellsAreTheirOwn(
            Self.grid(Self.base(.imageToImage(picture, start: .strength(1))), "strength=0.2:1:0.4", nil), model)
        _ = try expectCellsAreTheirOwn(
            Self.grid(Self.base(.inpaint(picture, mask: mask, resampling: 1)), "resampling=1,2", "guidance=2,3"), model)
        _ = try expectCellsAreTheirOwn(
            Self.grid(Self.base(.anagram(classes: [5], view: .flip)), "guidance=1,3", "negative=none,2"), model)
    }

    /// Four steps are the same for all, and the class does not matter before its step: 4 + 2·(1 + 1·…) evaluations in place of 36.
    @Test func whatCellsHaveInCommonIsComputedOnce() throws {
        let later = try expectCellsAreTheirOwn(Self.grid(Self.base(), "4:guidance=3,5,9", nil), Self.ddpm)
        #expect(later.evaluations == 4 + 3 * 2 && later.cellSteps == 18)
        let both = try expectCellsAreTheirOwn(Self.grid(Self.base(), "4:guidance=3,5,9", "2:class=1,7"), Self.ddpm)
        #expect(both.evaluations == 2 + 2 * 2 + 6 * 2 && both.cellSteps == 36)
        // Progress 0, 0.2, 0.4, … 1: the first two steps are outside of all intervals, the next is in one only.
        let interval = try expectCellsAreTheirOwn(
            Self.grid(Self.base(), "guidance-interval=0.3:1,0.5:1,0.5:0.9", nil), Self.ddpm)
        #expect(interval.evaluations == 1 + 1 + 2 + 2 + 2 + 3)
        // Without guidance no negative is asked for.
        var plain = Self.base()
        plain.guidance = 1
        let negative = try expectCellsAreTheirOwn(Self.grid(plain, "negative=none,1,2", nil), Self.ddpm)
        #expect(negative.evaluations == 6)
    }

    @Test func aChangeBeforeAnEditStartsHoldsFromItsStart() throws {
        let picture = Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { UInt8($0 % 251) })
        let request = try Self.grid(Self.base(.imageToImage(picture, start: .step(3))), "2:guidance=1,8", nil)
        let run = try expectCellsAreTheirOwn(request, Self.ddpm)
        #expect(run.run(of: 0).state.array != run.run(of: 1).state.array)
    }

    /// Nothing of a sampling that is there already is computed again, and the cells are the same to the bit.
    @Test func aGridGoesOnFromWhatIsThere() throws {
        let done = try SamplingRun(Self.base(), model: Self.ddpm)
        done.advance()
        try done.apply(.guidance(6))
        _ = done.finished()
        var base = Self.base()
        base.changes = done.changes
        let request = try Self.grid(base, "4:guidance=3,9", nil)
        let memory = TrajectoryMemory()
        let past = GridPast(run: done, frames: [])
        let run = try GridRun(
            request, model: OpenedModel(Self.ddpm), memory: memory, keepsFrames: false, pasts: [past])
        let fresh = try GridRun(request, model: OpenedModel(Self.ddpm))
        while !run.isFinished { _ = try run.advance() }
        while !fresh.isFinished { _ = try fresh.advance() }
        #expect(run.evaluations == 4 && fresh.evaluations == 8 && run.cellSteps == 12)
        for cell in 0..<2 { #expect(run.run(of: cell).state.array == fresh.run(of: cell).state.array) }
        #expect(run.run(of: 0).changes == fresh.run(of: 0).changes)
        // Another seed has nothing in common.
        var other = base
        other.seed = 5
        #expect(past.sharedSteps(with: other) == 0 && past.sharedSteps(with: base) == 6)
        #expect(past.sharedSteps(with: Self.base()) == 1)
    }

    @Test func manyPicturesAreSomeAtATime() throws {
        let run = try GridRun(Self.grid(Self.base(count: 20), "seed=1:5:1", nil), model: OpenedModel(.tiny()))
        for expected in [[0, 1, 2], [3, 4], [0, 1, 2]] { #expect(try run.advance() == expected) }
    }

    @Test func aGridIsOnePictureWithItsAxes() throws {
        let run = try GridRun(Self.grid(Self.base(), "guidance=1,12.25", "seed=0,1,2"), model: OpenedModel(.tiny()))
        while !run.isFinished { _ = try run.advance() }
        let picture = run.picture(classNames: [])
        // Columns as wide as 12.25 needs; two lines of names above, the word seed beside.
        #expect(picture.width == 29 + 2 * 29 + 2 && picture.height == 23 + 3 * 28 + 2 * 2 && picture.channels == 1)
        for (index, cell) in run.cells.indices.enumerated() {
            let (x, y) = (29 + index % 2 * 31, 23 + index / 2 * 30)
            let tile = run.picture(of: cell)
            for row in 0..<28 {
                let start = (y + row) * picture.width + x
                #expect(Array(picture.pixels[start..<start + 28]) == Array(tile.pixels[row * 28..<(row + 1) * 28]))
            }
        }
        #expect(try run.film(classNames: []).count == 7)
        #expect(run.states.shape == [6, 28, 28, 1])
        #expect(
            try Self.grid(Self.base(), "class=1,9", nil).labels(classNames: ["T-shirt", "trouser"]).columns == [
                "trouser", "9",
            ])
    }
}
