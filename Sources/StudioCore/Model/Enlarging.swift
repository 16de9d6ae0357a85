import Engine

/// Making large pictures of the finished ones.
extension StudioModel {
    /// The second stages that can be opened.
    var enlargers: [SavedModel] { models.filter { $0.facts.enlarges && $0.trouble == nil } }

    var enlargeObstacle: String? {
        if enlargers.isEmpty { return "there is no second stage here: a folder such as models/IF-II-L-v1.0 is one" }
        if let saveObstacle { return saveObstacle }
        guard let request = engine.sampling?.request else { return nothingSampled }
        if request.enlargement != nil { return "these pictures are enlarged already" }
        return request.prompts.isEmpty ? "a second stage wants a prompt, and these pictures have none" : nil
    }

    /// Asks for large pictures of the selected branch, told the prompts it ended with; guidance, steps, sampler and seed are the panes'.
    mutating func enlarge(with stage: SavedModel) -> [Effect] {
        guard let small = branchRequest(through: .max) else { return [] }
        let steering = small.steering()
        let facts = stage.facts
        var request = SamplingRequest(
            model: stage.folder, count: small.count, steps: min(sampling.steps, facts.mostSteps ?? .max),
            sampler: sampling.sampler.flatMap { facts.samplers.contains($0) ? $0 : nil } ?? facts.samplers[0],
            guidance: sampling.guidance, seed: sampling.seed)
        if request.sampler == DDIM.name { request.eta = sampling.eta }
        (request.prompts, request.negativePrompt) = (steering.prompts, steering.negativePrompt)
        // What was said of the prompts is kept by their encoder: the first stage's, where the second has none.
        request.reader = small.reader
        if small.reader == .ownEncoder, !facts.hasEncoder, let first = small.model { request.reader = .encoder(first) }
        say("\(stage.name) makes \(facts.side)×\(facts.side) of them")
        return [.engine(.enlarge(EnlargeRequest(branch: tree.selected, request: request)))]
    }
}

extension CommandTable {
    static let enlarging = [
        Command(
            "enlarge", "enlarge", keys: [.character("E")], place: .sampling,
            help: "Makes large pictures of the branch's finished ones, with the second stage of a pipeline.",
            rankNow: { $0.enlargeObstacle == nil ? 14 : nil }, unless: \.enlargeObstacle
        ) { model, _ in
            let stages = model.enlargers
            return stages.count == 1 ? model.enlarge(with: stages[0]) : model.open(.enlargers, at: 0)
        }
    ]
}
