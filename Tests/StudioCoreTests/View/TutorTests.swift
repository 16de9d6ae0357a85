import Engine
import Testing

@testable import StudioCore

/// The tutor: what it asks for, and what it says once that is done.
@Suite struct TutorTests {
    /// Sends an event that changes nothing, so that the tutor looks.
    private func look(_ model: inout StudioModel) { _ = update(&model, .tick(model.now)) }

    private func seen(_ model: StudioModel) throws -> String {
        let tutor = try #require(model.tutor)
        return tutor.seen[tutor.lesson] ?? ""
    }

    private func lesson(_ title: String) -> Tutor {
        Tutor(lesson: Lesson.all.firstIndex { $0.title.hasPrefix(title) } ?? -1)
    }

    /// A sampling that ended, with pictures that are white as far as `white` says.
    private func ended(_ model: inout StudioModel, _ request: SamplingRequest, white: Double) {
        let (side, count) = (28, request.count)
        let shades = (0..<side * side).map { UInt8(Double($0) < white * Double(side * side) ? 255 : 10) }
        let picture = PictureGrid.compose(
            (0..<count).map { index in
                Picture(
                    width: side, height: side, channels: 1, pixels: shades.map { $0 == 255 ? 255 : $0 + UInt8(index) })
            }, columns: count)
        var frame = SamplingFrame(
            step: request.steps, totalSteps: request.steps, time: 1, sigma: 0, guidance: request.guidance,
            state: StoredPicture(picture), tile: .init(width: side, height: side))
        frame.estimate = StoredPicture(picture)
        var snapshot = EngineSnapshot()
        snapshot.sampling = SamplingStatus(request: request, time: 1, guidance: request.guidance)
        _ = update(
            &model,
            .engine(
                snapshot, [.samplingStarted(request), .frame(branch: 0, frame), .samplingEnded(finished: true)]))
    }

    @Test(arguments: [(100, 30), (80, 24), (60, 20)]) func cells(_ width: Int, _ height: Int) throws {
        var model = try NoiseLabTests.compared(width, height)
        model.tutor = Tutor()
        try Golden.expect(model, "tutor-\(width)x\(height)")
        look(&model)
        #expect(model.tutor?.isDone == true)
        try Golden.expect(model, "tutor-done-\(width)x\(height)")
        Scenes.press(&model, .function(7))
        #expect(view(model).text.contains("✓ Lesson 1 of 11: Noise, little by little"))
    }

    @Test func theKeysGoThroughTheLessonsAndSendTheTutorAway() {
        var model = Scenes.stocked(100, 30)
        #expect(Scenes.press(&model, .function(7)).isEmpty && model.tutor == nil)
        Scenes.press(&model, .function(3))
        #expect(model.tutor?.lesson == 0)
        Scenes.press(&model, .function(4))
        #expect(model.messages.current?.text == "there is no lesson before")
        for _ in Lesson.all { Scenes.press(&model, .function(3)) }
        #expect(model.tutor?.lesson == Lesson.all.count - 1)
        #expect(model.messages.current?.text == "this is the last lesson")
        Scenes.press(&model, .function(4), .function(8))
        #expect(model.tutor == nil)
    }

    /// Every name between bars is a command's.
    @Test func everyKeyNamedIsACommand() {
        for lesson in Lesson.all {
            let names = lesson.task.split(separator: "|", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            #expect(!names.isEmpty)
            for name in names { #expect(CommandTable.all.contains { $0.id == name }, "\(name) in \(lesson.title)") }
        }
        #expect(Lessons.titles.count == Lesson.all.count)
    }

    @Test func theNoiseLabIsReadInFigures() throws {
        var model = try NoiseLabTests.compared(120, 40)
        model.tutor = lesson("Why blurring")
        look(&model)
        #expect(try seen(model).isEmpty)
        model.focus = .comparison
        Scenes.press(&model, .right, .right, .right)
        #expect(try seen(model).contains("Blurring brings 14.0 dB to 13.0 dB"))
        model.tutor = lesson("One step")
        look(&model)
        #expect(try seen(model).isEmpty)
        Scenes.press(&model, .end)
        #expect(try seen(model).contains("One step: 8.0 dB"))
        // A denoiser's own lesson waits for a denoiser.
        model.tutor = lesson("Beyond")
        look(&model)
        #expect(try seen(model).isEmpty)
        model.engine.model?.objective = .denoise(sigma: 0.5)
        look(&model)
        #expect(try seen(model).contains("At σ 0.4, near what it learned") || seen(model).contains("At σ 0.6"))
    }

    @Test func guidanceWaitsForAllFour() throws {
        var model = Scenes.stocked(120, 40, .generate)
        model.tutor = lesson("Guidance")
        for (guidance, white) in [(0.0, 0.1), (1, 0.12), (7, 0.2)] {
            ended(&model, SamplingRequest(classes: [3], count: 2, steps: 4, guidance: guidance), white: white)
            #expect(try seen(model).isEmpty)
        }
        ended(&model, SamplingRequest(classes: [3], count: 2, steps: 4, guidance: 30), white: 0.5)
        #expect(try seen(model).contains("White: 10 % of the pixels at 0, 12 % at 1, 20 % at 7, 50 % at 30."))
    }

    @Test func editsAndClassesAreSeenWhenTheyEnd() throws {
        var model = Scenes.stocked(120, 40, .generate)
        model.tutor = lesson("Asking")
        ended(&model, SamplingRequest(classes: [3], count: 3, steps: 4), white: 0.2)
        #expect(try seen(model).isEmpty)
        ended(&model, SamplingRequest(classes: Array(0..<10), count: 10, steps: 4), white: 0.2)
        #expect(try seen(model).contains("Two pictures of one class differ by"))
        model.tutor = lesson("Inpainting")
        var request = SamplingRequest(classes: [3], count: 1, steps: 4)
        let mask = Picture(
            width: 28, height: 28, channels: 1, pixels: (0..<784).map { $0 < 392 ? UInt8(255) : 0 })
        request.edit = .inpaint(Scenes.picture(28, 28, shade: 3), mask: mask, resampling: 1)
        ended(&model, request, white: 0.2)
        #expect(try seen(model).hasPrefix("50 % was made new"))
        model.tutor = lesson("Two pictures")
        request.edit = .anagram(classes: [9], view: .rotate180)
        ended(&model, request, white: 0.2)
        #expect(try seen(model).contains("turned half around"))
    }

    @Test func trainingIsReadFromItsLosses() throws {
        var model = Scenes.training(120, 40)
        model.tutor = lesson("Learning")
        look(&model)
        #expect(try seen(model).isEmpty)
        model.engine.training?.smoothedLoss = 0.12
        look(&model)
        #expect(try seen(model).contains("to 0.12 in 312 steps"))
        var blob = Scenes.training(120, 40, recipe: "digits-denoiser-noise")
        blob.tutor = lesson("The blob")
        look(&blob)
        #expect(try seen(blob).contains("from the mean of all digits"))
    }

    @Test func scrubbingShowsHowEarlyThePictureIsKnown() throws {
        var model = Scenes.sampling(120, 40)
        model.engine.activity = .idle
        model.tutor = lesson("From noise")
        look(&model)
        #expect(try seen(model).isEmpty)
        Scenes.press(&model, .home)
        #expect(try seen(model).isEmpty)
        Scenes.press(&model, .character("]"))
        #expect(try seen(model).hasPrefix("At step 1 of 23"))
    }
}
