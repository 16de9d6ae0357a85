import Foundation
import Testing

@testable import Engine

/// Steering and branching through the engine's thread.
@Suite struct BranchTests {
    private static let request = SamplingRequest(classes: [3, 4], count: 2, steps: 6, guidance: 2, seed: 4)

    private func sampled() throws -> SessionListener {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.sample(Self.request))
        try listener.wait("the sampling's end") { $0.endings == 1 }
        return listener
    }

    @Test func aBranchWithNothingChangedIsTheOriginalAndItsPastIsNotComputedAgain() throws {
        let listener = try sampled()
        #expect(listener.snapshot.sampling?.evaluations == 6)
        let steering = SamplingSteering(guidance: 2, classes: [3, 4], negativeClass: nil)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 4, steering: steering)))
        try listener.wait("the branch's end") { $0.endings == 2 }
        #expect(listener.snapshot.sampling?.evaluations == 8)
        let (original, branch) = (listener.frames(of: 0), listener.frames(of: 1))
        #expect(original.count == 7 && branch.count == 2)
        #expect(branch == Array(original.suffix(2)))
        #expect(!listener.events.contains { if case .steered = $0 { true } else { false } })
    }

    @Test func aBranchGoesByWhatWasChangedAndIsLogged() throws {
        let listener = try sampled()
        let steering = SamplingSteering(guidance: 9, classes: [7], negativeClass: 1)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 3, steering: steering)))
        try listener.wait("the branch's end") { $0.endings == 2 }
        let changes: [EngineEvent] = [
            .steered(branch: 1, moment: 3, .guidance(9)), .steered(branch: 1, moment: 3, .classes([7])),
            .steered(branch: 1, moment: 3, .negativeClass(1)),
        ]
        for change in changes { #expect(listener.events.contains(change)) }
        #expect(listener.frames(of: 1).last?.state != listener.frames(of: 0).last?.state)
        // A branch of the branch shares both pasts.
        listener.session.send(.branch(BranchRequest(branch: 1, moment: 5, steering: steering)))
        try listener.wait("the second branch's end") { $0.endings == 3 }
        #expect(listener.snapshot.sampling?.evaluations == 6 + 3 + 1)
        #expect(listener.frames(of: 2).last == listener.frames(of: 1).last)
    }

    @Test func aBranchThatWasStoppedIsGoneOnWith() throws {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.sample(Self.request))
        listener.session.send(.step)
        try listener.wait("a step") { $0.frames(of: 0).count == 2 }
        listener.session.send(.stop)
        let steering = SamplingSteering(guidance: 9, classes: [3, 4], negativeClass: nil)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 1, steering: steering)))
        try listener.wait("the branch's end") { $0.endings == 1 }
        listener.session.send(.goOn(branch: 1))
        listener.session.send(.goOn(branch: 2))
        try listener.wait("two failures") { $0.failures.count == 2 }
        listener.session.send(.goOn(branch: 0))
        try listener.wait("the first branch's end") { $0.endings == 2 }
        #expect(listener.frames(of: 0).map(\.step) == Array(0...6) && listener.snapshot.sampling?.evaluations == 11)
        #expect(listener.frames(of: 0).last == (try sampled()).frames(of: 0).last)
    }

    @Test func theSamplerIsSteeredAndTheFramesKnowHowManyStepsThereWillBe() throws {
        let listener = try SessionListener(model: { .tiny() })
        listener.session.send(.sample(Self.request))
        listener.session.send(.step)
        try listener.wait("a step") { $0.frames(of: 0).count == 2 }
        listener.session.send(.steer(.sampler("flow-heun")))
        listener.session.send(.steer(.sampler("heun")))
        listener.session.send(.resume)
        try listener.wait("the end") { $0.endings == 1 }
        #expect(listener.failures.map(\.expected) == ["flow-euler or flow-heun"])
        #expect(listener.frames(of: 0).map(\.totalSteps) == [6, 6] + Array(repeating: 10, count: 9))
        #expect(listener.events.contains(.steered(branch: 0, moment: 1, .sampler("flow-heun"))))
        let last = try #require(listener.frames(of: 0).last)
        #expect(last.time == 1 && last.sigma == 0)
    }

    @Test func aFrameShowsWhatTheNetworkSaid() throws {
        let frames = try sampled().frames(of: 0)
        #expect(frames[0].prediction == nil && frames[0].estimate == nil && frames[0].difference == nil)
        let last = try #require(frames.last)
        #expect(last.prediction != nil && last.estimate != nil && last.difference != nil)
        #expect((last.differenceScale ?? 0) > 0 && last.sigma == 0 && frames[0].sigma == 1)
        #expect(last.tile == SamplingFrame.Size(width: 28, height: 28))
    }

    @Test func withoutGuidanceThereIsNoDifference() throws {
        let listener = try SessionListener(model: { .tiny() })
        var request = Self.request
        request.guidance = 1
        listener.session.send(.sample(request))
        try listener.wait("the sampling's end") { $0.endings == 1 }
        #expect(listener.frames(of: 0).allSatisfy { $0.difference == nil })
    }

    @Test func whatDoesNotFitIsRefusedAndChangesNothing() throws {
        let listener = try SessionListener(model: { .tiny() })
        let steering = SamplingSteering(guidance: 2, classes: [3], negativeClass: nil)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 0, steering: steering)))
        listener.session.send(.savePicture(branch: 0, path: "/nowhere/a.png"))
        try listener.wait("two failures") { $0.failures.count == 2 }
        listener.session.send(.sample(Self.request))
        try listener.wait("the sampling's end") { $0.endings == 1 }
        let wrong = SamplingSteering(guidance: 2, classes: [10], negativeClass: nil)
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 7, steering: steering)))
        listener.session.send(.branch(BranchRequest(branch: 1, moment: 0, steering: steering)))
        listener.session.send(.branch(BranchRequest(branch: 0, moment: 1, steering: wrong)))
        listener.session.send(.savePicture(branch: 4, path: "/nowhere/a.png"))
        try listener.wait("four failures more") { $0.failures.count == 6 }
        #expect(listener.snapshot.sampling?.evaluations == 6 && listener.snapshot.activity == .idle)
    }

    /// What went on learning cannot go on from what it made before.
    @Test func aModelThatLearnedOnIsNotBranched() throws {
        try Fixtures.withTemporaryFolder { folder in
            let listener = try SessionListener()
            listener.session.send(.train(.endless(in: folder)))
            listener.session.send(.sample(Self.request))
            try listener.wait("training going on") {
                $0.endings == 1 && $0.snapshot.activity == .training && $0.losses.count > 3
            }
            let steering = SamplingSteering(guidance: 2, classes: [3], negativeClass: nil)
            listener.session.send(.branch(BranchRequest(branch: 0, moment: 2, steering: steering)))
            try listener.wait("a failure") { $0.failures.count == 1 }
            #expect(listener.failures[0].what.contains("learned on"))
        }
    }
}

extension SessionListener {
    fileprivate var endings: Int {
        events.count { if case .samplingEnded(finished: true) = $0 { true } else { false } }
    }
}
