import Engine

/// A grid of samplings as it is looked at.
public struct GridView: Sendable, Equatable {
    public var request: GridRequest
    /// Row by row.
    public var cells: [GridCell?]
    public var selected = 0
    public var hasEnded = false

    init(_ request: GridRequest) {
        self.request = request
        cells = Array(repeating: nil, count: request.columns * request.rows)
    }

    public var isFinished: Bool { cells.allSatisfy { $0?.isFinished == true } }
    var column: Int { selected % request.columns }
    var row: Int { selected / request.columns }

    mutating func select(column: Int, row: Int) {
        let column = min(max(0, column), request.columns - 1)
        selected = min(max(0, row), request.rows - 1) * request.columns + column
    }

    /// What tells cell `index` apart, as `guidance 5`, `seed 1`.
    func values(of index: Int, _ classNames: [String]) -> [(name: String, value: String)] {
        let places = [(request.x, index % request.columns), (request.y, index / request.columns)]
        return places.compactMap { axis, place in
            axis.map { ($0.parameter.title, $0.labels(classNames: classNames)[place]) }
        }
    }
}

extension StudioModel {
    var isFormingGrid: Bool { engine.activity == .formingGrid }

    /// What the engine tells of a grid.
    mutating func takeGrid(_ event: EngineEvent) {
        switch event {
        case .gridStarted(let request):
            grid = GridView(request)
            // One of the queue's does not come between a person and what they are at.
            if case .grid? = engine.queue.running?.work {} else { overlay = .grid }
        case .gridCell(let index, let cell):
            if grid?.cells.indices.contains(index) == true { grid?.cells[index] = cell }
        case .gridEnded: grid?.hasEnded = true
        default: break
        }
    }

    /// Takes the selected cell into the panes, and its sampling into the timeline.
    mutating func takeCell() -> [Effect] {
        guard let grid, let cell = try? grid.request.cells()[grid.selected] else { return [] }
        overlay = nil
        adopt(cell)
        let names = grid.values(of: grid.selected, classNames).map { "\($0.name) \($0.value)" }
        say("taken into the panes: \(names.joined(separator: ", "))")
        return [.engine(.openCell(grid.selected))]
    }

    /// Puts what `request` asks for into the panes, its live changes as they stand at the end.
    mutating func adopt(_ request: SamplingRequest) {
        let steering = request.steering()
        sampling.guidance = steering.guidance
        sampling.negative = steering.negativeClass
        if workspace != .illusions { sampling.classes = Set(steering.classes) }
        if readsText {
            prompts.take(request)
            if workspace == .illusions { prompts.second.set(request.otherPrompts.first ?? "") }
        }
        (sampling.steps, sampling.seed, sampling.count) = (request.steps, request.seed, request.count)
        sampling.eta = request.eta
        if let name = steering.sampler, sampledFacts.samplers.contains(name) { sampling.sampler = name }
        switch request.edit {
        case .imageToImage(_, .step(let step)): edits.start = step
        case .imageToImage(_, .strength(let strength)):
            edits.start = min(request.steps - 1, Int(((1 - strength) * Double(request.steps)).rounded()))
        case .inpaint(_, _, let resampling): edits.resampling = resampling
        case .none, .imageToImage, .anagram, .hybrid, .interpolate: break
        }
    }
}
