/// A search for a learning rate as the engine's thread does it.
final class LearningRateSearchJob: Job {
    private let finder: LearningRateFinder

    init(_ recipe: Recipe, images: ImageSet, snapshot: inout EngineSnapshot) throws {
        finder = try LearningRateFinder(recipe: recipe, images: images)
        snapshot.learningRateSearch = LearningRateSearchStatus(recipe: recipe, totalPoints: LearningRateFinder.count)
    }

    var activity: EngineSnapshot.Activity { .findingLearningRate }
    var isFinished: Bool { finder.isFinished }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let point = try finder.advance()
        snapshot.learningRateSearch?.points = finder.points
        return point.map { [.learningRatePoint($0)] } ?? []
    }

    /// Proposes from what was found, also where it was stopped before its end.
    func end(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let proposal = try finder.proposal()
        snapshot.learningRateSearch?.proposal = proposal
        return [.learningRateFound(proposal)]
    }
}
