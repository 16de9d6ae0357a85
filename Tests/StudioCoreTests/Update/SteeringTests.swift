import Engine
import Testing

@testable import StudioCore

@Suite struct SteeringTests {
    @Test func guidanceWhileSamplingIsObeyedAtOnce() {
        var model = Scenes.sampling(100, 30)
        expect(&model, .key(.right), effects: [.engine(.steer(.guidance(5.5)))]) { $0.sampling.guidance = 5.5 }
        expect(&model, .key(.left), effects: [.engine(.steer(.guidance(5)))]) { $0.sampling.guidance = 5 }
        expect(&model, .key(.shiftRight), effects: [.engine(.steer(.guidance(5.1)))]) { $0.sampling.guidance = 5.1 }
        expect(&model, .key(.right), effects: [.engine(.steer(.guidance(5.5)))]) { $0.sampling.guidance = 5.5 }
        model.focus = .preview
        expect(&model, .key(.character("+")), effects: [.engine(.steer(.guidance(6)))]) { $0.sampling.guidance = 6 }
        expect(&model, .key(.character("-")), effects: [.engine(.steer(.guidance(5.5)))]) {
            $0.sampling.guidance = 5.5
        }
    }

    @Test func guidanceAtRestIsOnlyKept() {
        var model = Scenes.stocked(100, 30, .generate)
        expect(&model, .key(.right)) { $0.sampling.guidance = 5.5 }
    }

    @Test func guidanceStaysInItsRange() {
        var model = Scenes.sampling(100, 30)
        model.sampling.guidance = 30
        expect(&model, .key(.right))
        model.sampling.guidance = 0.2
        expect(&model, .key(.left), effects: [.engine(.steer(.guidance(0)))]) { $0.sampling.guidance = 0 }
        expect(&model, .key(.left))
    }

    @Test func theLearningRateAndTheSampleIntervalAreLiveWhileTraining() {
        var model = Scenes.training(100, 30)
        model.field = .learningRate
        model.recipe.optimizer.learningRate = 0.01
        expect(&model, .key(.left), effects: [.engine(.change(.learningRate(0.005)))]) {
            $0.recipe.optimizer.learningRate = 0.005
        }
        model.field = .sampleInterval
        expect(&model, .key(.right), effects: [.engine(.change(.sampleInterval(60)))]) { $0.sampleInterval = 60 }
        model.field = .batch
        expect(&model, .key(.right), effects: [.engine(.change(.batch(128)))]) { $0.recipe.batch = 128 }
        model.field = .hidden
        expect(&model, .key(.right)) { $0.recipe.model.hidden = 128 }
    }

    @Test func arrowsWalkTheFields() {
        for workspace in Workspace.allCases where ![.gallery, .models].contains(workspace) {
            var model = Scenes.stocked(100, 30, workspace)
            model.focus = .parameters
            expect(&model, .key(.up))
            for field in workspace.row.fields.dropFirst() { expect(&model, .key(.down)) { $0.field = field } }
            expect(&model, .key(.down))
        }
    }

    @Test func aNumberIsTypedAndTaken() {
        var model = Scenes.sampling(100, 30)
        expect(&model, .key(.enter)) { $0.input = "" }
        for (key, text) in [("1", "1"), ("2", "12"), (".", "12."), ("5", "12.5")] {
            expect(&model, .key(.character(Character(key)))) { $0.input = text }
        }
        expect(&model, .key(.enter), effects: [.engine(.steer(.guidance(12.5)))]) {
            $0.input = nil
            $0.sampling.guidance = 12.5
        }
    }

    @Test func escapeLeavesTheValue() {
        var model = Scenes.stocked(100, 30, .generate)
        Scenes.press(&model, .enter)
        expect(&model, .key(.character("8"))) { $0.input = "8" }
        expect(&model, .key(.backspace)) { $0.input = "" }
        expect(&model, .key(.character("s")))
        expect(&model, .key(.escape)) { $0.input = nil }
        #expect(model.sampling.guidance == 5)
    }

    @Test(arguments: [
        (FieldID.guidance, "31", "above 30"), (.guidance, "-1", "below 0"),
        (.guidance, "1e", "this is not a number yet"),
        (.steps, "0", "below 1"), (.steps, "2.5", "a whole number is wanted"), (.count, "257", "above 256"),
        (.learningRate, "0", "below 1e-8"), (.hidden, "2000", "above 1,024"), (.dropout, "1.5", "above 1"),
        (.batch, "1e400", "this is not a number yet"),
    ])
    func aNumberIsCheckedAsItIsTyped(_ field: FieldID, _ text: String, _ complaint: String) {
        var model = Scenes.stocked(100, 30, field.isOfSampling ? .generate : .train)
        model.field = field
        let before = model.value(of: field)
        Scenes.press(&model, .enter)
        for character in text { Scenes.press(&model, .character(character)) }
        #expect(model.inputComplaint == complaint)
        #expect(view(model).text.contains(complaint))
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.input == text && model.value(of: field) == before)
        #expect(model.messages.current?.text == complaint)
    }

    @Test func pastingFillsANumberOnly() {
        var model = Scenes.stocked(100, 30, .generate)
        expect(&model, .paste("7"))
        Scenes.press(&model, .enter)
        expect(&model, .paste(" 7.5\u{1B}[A\n")) { $0.input = "7.5" }
    }

    @Test func deleteTakesTheRecipesValue() {
        var model = Scenes.stocked(100, 30)
        model.field = .learningRate
        Scenes.press(&model, .right, .right)
        #expect(model.isChanged(.learningRate))
        expect(&model, .key(.delete)) { $0.recipe.optimizer.learningRate = $0.originalRecipe.optimizer.learningRate }
        #expect(!model.isChanged(.learningRate))
    }

    @Test func aFieldThatCannotChangeSaysWhy() {
        var model = Scenes.stocked(100, 30, .generate)
        model.sampling.classes = []
        #expect(Scenes.press(&model, .right).isEmpty && model.sampling.guidance == 5)
        #expect(model.messages.current?.text == "guidance needs a class: pick one in the prompt")
        model.workspace = .train
        model.field = .epochs
        model.recipe.steps = 600
        Scenes.press(&model, .right)
        #expect(model.messages.current?.text.hasPrefix("the number of steps decides") == true)
    }

    @Test func ladders() {
        let decades = Domain.Stepping.decades
        #expect(decades.next(from: 0.01, direction: -1, isShifted: false, smallest: 1e-8) == 0.005)
        #expect(decades.next(from: 0.003, direction: 1, isShifted: false, smallest: 1e-8) == 0.005)
        #expect(decades.next(from: 0.003, direction: -1, isShifted: true, smallest: 1e-8) == 0.001)
        #expect(decades.next(from: 1e-8, direction: -1, isShifted: false, smallest: 1e-8) == 1e-8)
        let doubling = Domain.Stepping.doubling
        #expect(doubling.next(from: 48, direction: 1, isShifted: false, smallest: 1) == 64)
        #expect(doubling.next(from: 1, direction: -1, isShifted: false, smallest: 1) == 1)
        let adding = Domain.Stepping.adding(0.5, shifted: 0.1)
        #expect(adding.next(from: 0.3, direction: 1, isShifted: false, smallest: 0) == 0.5)
        #expect(adding.next(from: 0.2, direction: 1, isShifted: true, smallest: 0) == 0.3)
    }

    @Test func everyFieldRoundTripsItsRange() {
        for id in FieldID.allCases {
            for end in [\ClosedRange<Double>.lowerBound, \.upperBound] {
                var model = Scenes.stocked(100, 30)
                let value = model.domain(of: id).range[keyPath: end]
                _ = model.set(id, to: value)
                #expect(model.value(of: id) == value, "\(id)")
                #expect(!model.text(of: id).isEmpty)
            }
        }
    }
}
