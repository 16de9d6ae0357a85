import Engine

/// Finding a learning rate.
extension CommandTable {
    static let findRate = Command(
        "find-rate", "find a rate", keys: [.character("f")], place: .window,
        help: "Finds a learning rate for the recipe: a hundred steps at rising rates, the weights thrown away.",
        unless: \.searchObstacle
    ) { model, _ in
        model.overlay = .learningRate
        return [.engine(.findLearningRate(model.recipe))]
    }

    static let search = [
        Command(
            "rate-take", "take it", keys: [.enter], place: .search, rank: 1,
            help: "Takes the proposed rate into the parameters.",
            unless: { $0.engine.learningRateSearch?.proposal == nil ? "there is no proposal yet" : nil }
        ) { model, _ in
            guard let proposal = model.engine.learningRateSearch?.proposal else { return [] }
            model.overlay = nil
            model.say("the learning rate is now \(Format.scientific(proposal.learningRate)): t trains with it")
            return model.set(.learningRate, to: proposal.learningRate)
        },
        Command(
            "rate-stop", "stop", keys: [.character("x")], place: .search,
            help: "Stops the search and proposes from what it has seen.",
            rankNow: { $0.isSearching ? 2 : nil }, unless: { $0.isSearching ? nil : "the search is over" }
        ) { _, _ in [.engine(.stop)] },
        Command(
            "rate-leave", "leave", keys: [.escape, .character("q"), .character("f")], keysTitle: "Esc q",
            place: .search, rank: 3, help: "Leaves the rate as it was, and ends the search."
        ) { model, _ in
            model.overlay = nil
            return model.isSearching ? [.engine(.stop)] : []
        },
    ]
}

extension StudioModel {
    var isSearching: Bool { engine.activity == .findingLearningRate }

    var searchObstacle: String? {
        if isSearching { return "a search is going already" }
        if isTraining { return "a run is going: x stops it and keeps what it has learned" }
        if isSampling { return "a sampling is going: x stops it" }
        return trainingObstacle
    }
}
