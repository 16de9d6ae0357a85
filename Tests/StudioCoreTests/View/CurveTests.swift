import Engine
import Testing

@testable import StudioCore

@Suite struct CurveTests {
    /// A run at step 312 of epochs of 120 steps, its rate halved after step 200, with the loss in focus.
    static func run(_ width: Int = 100, _ height: Int = 30) -> StudioModel {
        var model = Scenes.training(width, height)
        model.losses = LossHistory()
        for step in 1...312 {
            let loss = 0.12 + 1.1 / Float(step) + 0.01 * Float(step * 7919 % 11 - 5) / 5
            model.losses.append(step: step, value: loss, learningRate: step <= 200 ? 1e-3 : 5e-4)
            model.losses.measured(gradientNorm: 0.5 + 10 / Float(step), step: step)
            if step % 120 == 0 { model.losses.epochEnded(step / 120, step: step) }
            if step == 200 { model.losses.changed(.learningRate(5e-4), step: step) }
        }
        model.focus = .loss
        return model
    }

    @Test func theHistoryOfAStepThatIsUndoneGoesWithIt() {
        var history = Self.run().losses
        #expect(history.epochEnds.map(\.step) == [120, 240] && history.changes.map(\.step) == [200])
        #expect(history.epoch(of: 120) == 1 && history.epoch(of: 121) == 2 && history.epoch(of: 312) == 3)
        history.append(step: 150, value: 1, learningRate: 1e-3)
        #expect(history.points.count == 150 && history.changes.isEmpty && history.epochEnds.map(\.step) == [120])
        #expect(history.points.last?.gradientNorm == nil)
    }

    @Test func smoothingIsTheRunningAverageOfItsLength() {
        var history = Self.run().losses
        let values = history.points.map(\.value)
        for smoothing in Smoothing.allCases {
            history.smooth(smoothing)
            var average = values[0]
            for (index, value) in values.enumerated().dropFirst() {
                let memory = min(max(1, Float(index) / 5), Float(smoothing.rawValue))
                average += (value - average) / memory
                #expect(abs(history.points[index].smoothed - average) < 1e-5)
            }
        }
        history.smooth(.none)
        #expect(history.points.allSatisfy { abs($0.smoothed - $0.value) < 1e-6 })
    }

    @Test func theNearestPointIsFound() {
        var history = LossHistory()
        for step in [10, 20, 40] { history.append(step: step, value: 1, learningRate: 1) }
        #expect([-5, 10, 14, 16, 29, 31, 99].map { history.point(nearest: $0)?.step } == [10, 10, 10, 20, 20, 40, 40])
        #expect(LossHistory().point(nearest: 3) == nil)
    }

    @Test func theCursorGoesAlongTheCurve() {
        var model = Self.run()
        expect(&model, .key(.left)) { $0.curve.cursor = 312 }
        expect(&model, .key(.left)) { $0.curve.cursor = 309 }
        expect(&model, .key(.shiftLeft)) { $0.curve.cursor = 278 }
        expect(&model, .key(.home)) { $0.curve.cursor = 1 }
        expect(&model, .key(.left)) { $0.curve.cursor = 1 }
        expect(&model, .key(.end)) { $0.curve.cursor = 312 }
        expect(&model, .key(.right)) { $0.curve.cursor = 312 }
        expect(&model, .key(.escape)) { $0.curve.cursor = nil }
    }

    @Test func theCursorTellsWhatWasMeasured() {
        var model = Self.run(120, 40)
        model.curve.cursor = 250
        let text = view(model).text
        #expect(text.contains("step 250  epoch 3  loss ") && text.contains("rate 5e-4  gradient 0.5400"))
        model.curve.cursor = 200
        #expect(view(model).text.contains("▲ learning rate 0.0005 after step 200"))
        model.curve.cursor = 180
        #expect(!view(model).text.contains("after step 200"))
    }

    @Test func zoomGoesInAroundTheCursorAndBackToAll() {
        var model = Self.run()
        model.curve.cursor = 100
        expect(&model, .key(.up)) { $0.curve.span = 156 }
        #expect(model.curve.shown(of: 1...312) == 22...177)
        expect(&model, .key(.up)) { $0.curve.span = 78 }
        #expect(model.curve.shown(of: 1...312) == 61...138)
        for _ in 0..<9 { Scenes.press(&model, .up) }
        #expect(model.curve.span == CurveView.leastSpan)
        expect(&model, .key(.down)) { $0.curve.span = 32 }
        expect(&model, .key(.character("0"))) { $0.curve.span = nil }
        Scenes.press(&model, .up, .down)
        #expect(model.curve.span == nil)
        model.curve = CurveView(span: 100)
        #expect(model.curve.shown(of: 1...312) == 213...312)
        model.curve.cursor = 2
        #expect(model.curve.shown(of: 1...312) == 1...100)
    }

    @Test func theCursorLeadsToTheSamplesOfItsTime() {
        var model = Self.run()
        Scenes.press(&model, .enter)
        #expect(model.messages.current?.text == "there is no cursor yet: ← puts one on the curve")
        model.curve.cursor = 140
        Scenes.press(&model, .enter)
        #expect(model.samples.current?.step == 150)
        #expect(view(model).text.contains("same seeds at step 150  held"))
    }

    @Test func rateAndGradientAreDrawnInstead() throws {
        var model = Self.run(80, 24)
        Scenes.press(&model, .character("z"), .character("y"))
        #expect(model.curve.quantity == .learningRate)
        try Golden.expect(model, "curve-rate-80x24")
        Scenes.press(&model, .character("y"))
        try Golden.expect(model, "curve-gradient-80x24")
        expect(&model, .key(.character("y"))) { $0.curve.quantity = .loss }
    }

    @Test func epochsChangesAndTheCursorAreMarked() throws {
        var model = Self.run(80, 24)
        Scenes.press(&model, .character("z"), .character("w"))
        #expect(model.losses.smoothing == .steps200)
        model.messages.dismiss(at: 0)
        model.curve.cursor = 200
        try Golden.expect(model, "curve-cursor-80x24", styles: true)
        model.curve.span = 78
        try Golden.expect(model, "curve-closer-80x24")
    }

    @Test func anotherRunStartsWithoutCursorAndZoom() {
        var model = Self.run()
        model.curve = CurveView(quantity: .gradientNorm, isLogarithmic: true, cursor: 7, span: 50)
        model.losses.smooth(.steps10)
        var status = TrainingStatus(
            recipe: Scenes.recipe("digits-flow-class"), output: "/runs/other", totalSteps: 10, totalEpochs: 1,
            learningRate: 0.01, precision: .float32)
        status.step = 0
        _ = update(&model, .engine(model.engine, [.trainingStarted(status)]))
        #expect(model.curve == CurveView(quantity: .gradientNorm, isLogarithmic: true))
        #expect(model.losses.points.isEmpty && model.losses.smoothing == .steps10)
    }

    @Test func withoutACurveItsKeysSayWhy() {
        var model = Scenes.fresh(100, 30)
        model.focus = .loss
        for key in [Key.left, .up, .home, .enter, .character("y"), .character("w"), .character("0")] {
            Scenes.press(&model, key)
            #expect(model.messages.current?.text == "there is no curve yet: t trains")
        }
    }
}
