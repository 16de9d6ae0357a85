import Engine
import Testing

@testable import StudioCore

@Suite struct TimelineTests {
    private func tell(_ model: inout StudioModel, _ events: EngineEvent...) {
        _ = update(&model, .engine(model.engine, events))
    }

    @Test func aBranchIsAskedForWithWhatStandsInThePanes() {
        var model = Scenes.sampled(120, 40)
        Scenes.press(&model, .home, .character("]"), .character("]"))
        model.sampling.guidance = 7.5
        model.sampling.classes = [3]
        let steering = SamplingSteering(
            guidance: 7.5, classes: [3], negativeClass: nil, sampler: "flow-euler")
        expect(
            &model, .key(.character("b")),
            effects: [.engine(.branch(BranchRequest(branch: 0, moment: 2, steering: steering)))])
        Scenes.press(&model, .end)
        #expect(Scenes.press(&model, .character("b")).isEmpty)
        #expect(model.messages.current?.text == "this is the end: go back ([) to where the branch is to begin")
    }

    @Test func aBranchSharesItsPastAndIsLookedAt() {
        var model = Scenes.sampled(120, 40)
        tell(&model, .steered(branch: 0, moment: 5, .guidance(6)), .steered(branch: 0, moment: 30, .guidance(2)))
        tell(&model, .branched(SamplingBranch(id: 1, parent: 0, moment: 20)))
        #expect(model.tree.selected == 1 && model.trajectory.frames.count == 21)
        #expect(model.trajectory.frames == Array(model.tree.branches[0].film.frames.prefix(21)))
        #expect(model.shownMarks == [SamplingTree.Mark(moment: 5, change: .guidance(6))])
        tell(&model, .frame(branch: 1, Scenes.frame(step: 21, shade: 9)))
        #expect(model.trajectory.current?.step == 21 && model.tree.branches[0].film.frames.count == 51)
        // The same change again at the same moment takes the first one's place.
        tell(&model, .steered(branch: 1, moment: 21, .guidance(3)), .steered(branch: 1, moment: 21, .guidance(4)))
        #expect(model.shownMarks.map(\.change) == [.guidance(6), .guidance(4)])
    }

    @Test func theTimelinesKeysScrubSelectAndFindChanges() {
        var model = Scenes.branched(120, 40)
        model.focus = .timeline
        expect(&model, .key(.left)) { $0.trajectory.move(to: 49) }
        expect(&model, .key(.shiftLeft)) { $0.trajectory.move(to: 39) }
        expect(&model, .key(.up)) { $0.tree.select(1) }
        #expect(model.trajectory.index == 39)
        expect(&model, .key(.pageUp)) { $0.trajectory.move(to: 34) }
        expect(&model, .key(.pageUp)) { $0.trajectory.move(to: 20) }
        expect(&model, .key(.pageDown)) { $0.trajectory.move(to: 34) }
        expect(&model, .key(.up)) { $0.tree.select(0) }
        expect(&model, .key(.up))
    }

    @Test func twoBranchesAreComparedAtOneMoment() throws {
        var model = Scenes.branched(120, 40)
        expect(&model, .key(.character("c"))) {
            $0.tree.compared = 2
            $0.say("branch 3 is held: ↑↓ in the timeline takes the other")
        }
        model.tree.select(1)
        let frame = try #require(model.trajectory.current)
        let parts = try #require(model.comparison(at: frame))
        #expect(parts.map(\.title) == ["branch 3", "branch 2", "difference"])
        #expect(view(model).text.contains("branch 3") && view(model).text.contains("difference"))
        Scenes.press(&model, .character("c"))
        #expect(model.tree.compared == nil && model.comparison(at: frame) == nil)
    }

    @Test func equalPicturesDifferByMidGrey() {
        let picture = Scenes.picture(6, 4, shade: 3)
        #expect(picture.difference(from: picture)?.pixels == [UInt8](repeating: 127, count: 24))
        let black = Picture(width: 1, height: 1, channels: 1, pixels: [0])
        let white = Picture(width: 1, height: 1, channels: 1, pixels: [255])
        #expect(black.difference(from: white)?.pixels == [255] && white.difference(from: black)?.pixels == [0])
        #expect(picture.difference(from: black) == nil)
    }

    @Test func playingMovesWithTheClockAndStopsAtTheEnds() {
        var model = Scenes.sampled(120, 40)
        expect(&model, .key(.character("."))) {
            $0.tree.playing = 1
            $0.trajectory.move(to: 0)
        }
        for time in 1...3 { _ = update(&model, .tick(Double(time))) }
        #expect(model.trajectory.index == 3 && model.isPlaying)
        expect(&model, .key(.character("."))) { $0.tree.playing = 0 }
        expect(&model, .key(.character(","))) { $0.tree.playing = -1 }
        for time in 4...9 { _ = update(&model, .tick(Double(time))) }
        #expect(model.trajectory.index == 0 && !model.isPlaying)
    }

    @Test func whatIsShownGoesRound() {
        var model = Scenes.sampled(120, 40)
        for parts in [PreviewParts.all, .state, .estimate, .prediction, .difference, .pair] {
            expect(&model, .key(.character("v"))) { $0.parts = parts }
            #expect(!view(model).pictures.isEmpty, "\(parts)")
        }
        model.parts = .difference
        Scenes.press(&model, .home)
        #expect(view(model).text.contains("the network has said nothing yet"))
    }

    @Test func classesAndTheNegativeAreSteeredWhilePicturesForm() {
        var model = Scenes.sampling(120, 40)
        model.focus = .prompt
        expect(
            &model, .key(.character(" ")), effects: [.engine(.steer(.classes([1, 2, 3, 4, 5, 6, 7, 8, 9])))]
        ) { $0.sampling.classes.remove(0) }
        Scenes.press(&model, .down)
        expect(&model, .key(.right), effects: [.engine(.steer(.negativeClass(0)))]) { $0.sampling.negative = 0 }
        model = Scenes.sampled(120, 40)
        model.focus = .prompt
        expect(&model, .key(.character(" "))) { $0.sampling.classes.remove(0) }
    }

    @Test func theMouseScrubsOnTheStripAndTakesBranches() throws {
        var model = Scenes.branched(120, 40)
        let inner = try #require(Layout(model).places[.timeline]?.inner)
        let geometry = TimelineGeometry(model, in: inner)
        #expect(geometry.thumbHeight >= 2 && geometry.moments.first == 0 && geometry.moments.last == 50)
        expect(&model, .mouse(x: geometry.column(17), y: inner.y, button: 1)) {
            $0.focus = .timeline
            $0.isDragging = true
            $0.trajectory.move(to: 17)
        }
        expect(&model, .mouseMoved(x: geometry.column(23), y: 2)) { $0.trajectory.move(to: 23) }
        expect(&model, .mouseReleased) { $0.isDragging = false }
        expect(&model, .mouseMoved(x: geometry.column(3), y: inner.y))
        expect(&model, .mouse(x: geometry.column(40), y: geometry.line(0), button: 1)) {
            $0.isDragging = true
            $0.tree.select(0)
            $0.trajectory.move(to: 40)
        }
    }

    /// Every moment has a column and is found again from it as nearly as columns tell.
    @Test(arguments: [20, 31, 76, 117, 200], [1, 7, 50, 999]) func columnsAndMomentsAgree(_ width: Int, _ steps: Int) {
        var model = Scenes.sampled(120, 40)
        model.tree.lastMoment = max(steps, 50)
        let last = model.tree.lastMoment
        for height in [1, 4, 9] {
            let rect = Rect(x: 3, y: 2, width: width, height: height)
            let geometry = TimelineGeometry(model, in: rect)
            let wrong = (0...last).filter { moment in
                let column = geometry.column(moment)
                return column < rect.x || column >= rect.x + rect.width
                    || geometry.column(geometry.moment(column)) != column
            }
            #expect(wrong.isEmpty)
            let thumbs = geometry.moments.indices.map(geometry.thumb)
            #expect(thumbs.allSatisfy { $0.x >= rect.x && $0.x + $0.width <= rect.x + rect.width })
        }
    }

    /// What is looked at, from the first moment to the last: as many parts in every frame, and no pixel blurred.
    @Test func aBranchIsWrittenAsAGIFAsItIsLookedAt() throws {
        var model = Scenes.branched(120, 40)
        func frames() throws -> [Picture] {
            guard case .engine(.saveAnimation(let frames, ""))? = Scenes.press(&model, .character("M")).first else {
                throw EngineFailure("no animation")
            }
            return frames
        }
        let pair = try frames()
        #expect(pair.count == model.trajectory.frames.count && Set(pair.map(\.width)) == [2 * (148 * 2 + 8)])
        let state = try #require(model.trajectory.frames.last).state.picture
        let row: [UInt8] = state.pixels[0..<148].flatMap { [$0, $0] }
        #expect(Array(pair[50].pixels[0..<296]) == row)
        model.parts = .state
        #expect(try frames()[50].width == 4 * 148)
        model.tree.select(1)
        model.tree.compared = 0
        #expect(try frames().allSatisfy { $0.width == 3 * 148 + 2 * 8 })
        tell(&model, .animationSaved(path: "/pictures/a.gif"))
        #expect(model.messages.log.last?.message.text == "saved as /pictures/a.gif")
        var empty = Scenes.stocked(120, 40, .illusions)
        #expect(Scenes.press(&empty, .character("M")).isEmpty)
        #expect(empty.messages.current?.text == "there is nothing sampled yet: s makes it")
    }

    @Test func savingAsksForTheSelectedBranch() {
        var model = Scenes.branched(120, 40)
        model.tree.select(1)
        expect(&model, .key(.character("w")), effects: [.engine(.savePicture(branch: 1, path: ""))])
        tell(&model, .pictureSaved(path: "/pictures/a.png", command: "studio sample"))
        #expect(model.messages.current?.text == "saved as /pictures/a.png")
        var going = Scenes.sampling(120, 40)
        #expect(Scenes.press(&going, .character("w")).isEmpty)
        #expect(going.messages.current?.text == "the pictures are not finished yet")
    }

    @Test func theSamplerIsTurnedWhilePicturesForm() {
        var model = Scenes.sampling(120, 40)
        model.focus = .parameters
        model.field = .sampler
        #expect(Scenes.press(&model, .right) == [.engine(.steer(.sampler("flow-heun")))])
        #expect(model.sampling.sampler == "flow-heun")
        #expect(model.isLive(.sampler) && !model.isLive(.steps))
        tell(&model, .steered(branch: 0, moment: 23, .sampler("flow-heun")))
        // From here on two evaluations a step: 23 + 2 · 27 − 1.
        var frame = Scenes.frame(step: 24)
        frame.totalSteps = 76
        tell(&model, .frame(branch: 0, frame))
        #expect(model.tree.lastMoment == 76 && view(model).text.contains("step 24 of 76"))
        model.focus = .timeline
        model.trajectory.move(to: 23)
        #expect(view(model).text.contains("from here on sampler flow-heun"))
    }

    @Test func theMaskIsLiveWhileItIsInpaintedBy() throws {
        var model = Scenes.stocked(120, 40, .inpaint)
        let read = ReadPicture(
            picture: Scenes.picture(28, 28, shade: 1), source: .file("a.png"),
            purpose: PicturePurpose.inpainted.rawValue)
        tell(&model, .pictureRead(read))
        Scenes.press(&model, .character(" "), .right, .right, .character(" "))
        let request = model.workspaceRequest
        var snapshot = EngineSnapshot()
        snapshot.activity = .sampling
        snapshot.sampling = SamplingStatus(request: request, time: 0, guidance: 5)
        _ = update(&model, .engine(snapshot, [.samplingStarted(request)]))
        Scenes.press(&model, .character(" "))
        let effects = Scenes.press(&model, .down)
        let drawn = ChangedMask(model.mask.editor.raster.picture)
        #expect(effects == [.engine(.steer(.mask(drawn)))])
        guard case .inpaint(_, let mask, _) = request.edit else { return #expect(Bool(false)) }
        #expect(drawn.picture != mask)
        model.engine.activity = .idle
        #expect(Scenes.press(&model, .down).isEmpty)
    }

    @Test func aStoppedBranchGoesOnAndItsParametersAreTaken() {
        var model = Scenes.sampling(120, 40)
        model.focus = .timeline
        expect(&model, .key(.enter)) { $0.say("a sampling is going: x stops it") }
        model.engine.activity = .idle
        tell(&model, .samplingEnded(finished: false), .branched(SamplingBranch(id: 1, parent: 0, moment: 10)))
        tell(&model, .steered(branch: 1, moment: 10, .guidance(8)))
        for step in 11...50 { tell(&model, .frame(branch: 1, Scenes.frame(step: step))) }
        #expect(model.tree.branches.map(\.isFinished) == [false, true])
        Scenes.press(&model, .escape, .enter)
        #expect(model.messages.current?.text == "the branch is finished: b branches off before its end")
        Scenes.press(&model, .escape)
        #expect(view(model).text.contains("leaves branch 1 after step 10: guidance 8.0"))
        Scenes.press(&model, .character("p"))
        #expect(model.sampling.guidance == 8)
        Scenes.press(&model, .up)
        #expect(Scenes.press(&model, .enter) == [.engine(.goOn(branch: 0))])
        Scenes.press(&model, .character("p"))
        #expect(model.sampling.guidance == 5)
    }
}
