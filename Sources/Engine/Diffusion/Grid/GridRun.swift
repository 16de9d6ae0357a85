/// A sampling that a grid may go on from, with its moments as pictures.
struct GridPast {
    var run: SamplingRun
    var frames: [SamplingFrame]
}

/// A grid being formed: one call of ``advance()`` an evaluation of some of its cells.
///
/// Cells that are the same until some step are one sampling until then, and leave it as branches: what they share is computed once. Cells
/// about to take a step at the same time are one batch, whatever their guidance, classes and seeds; those that are behind go first, so
/// that all form together. What goes together depends on the request alone, and so do the pictures, to the bit.
public final class GridRun {
    /// Cells that are the same so far.
    private struct Strand {
        /// As the first of its cells asks for.
        var run: SamplingRun
        var cells: [Int]
        /// Its moments, where they are kept.
        var frames: [SamplingFrame]
    }

    public let request: GridRequest
    /// Row by row.
    public let cells: [SamplingRequest]
    private var strands: [Strand] = []
    /// The strand of each cell.
    private var places: [Int]
    private let memory: TrajectoryMemory
    private let keepsFrames: Bool
    /// Samplings advanced by a step until now, and those it would be by now with nothing shared.
    public private(set) var evaluations = 0
    public private(set) var cellSteps = 0

    /// Pictures in one batch: more gain no speed, and a command is heard between two batches.
    private static let mostPicturesAtOnce = 64

    /// - Parameter weak: the model of `request.base.weakModel`.
    /// - Throws: ``EngineFailure`` where the axes or a cell do not fit the model.
    public convenience init(_ request: GridRequest, model: OpenedModel, weak: OpenedModel? = nil) throws {
        try self.init(request, model: model, weak: weak, memory: TrajectoryMemory(), keepsFrames: false, pasts: [])
    }

    /// - Parameters:
    ///   - memory: what its moments may take.
    ///   - keepsFrames: whether each moment is kept as pictures, too.
    ///   - pasts: samplings of the same model; where all cells are one of these until some step, they go on from there.
    convenience init(
        _ request: GridRequest, model: OpenedModel, weak: OpenedModel? = nil, memory: TrajectoryMemory,
        keepsFrames: Bool, pasts: [GridPast]
    ) throws {
        let sampled = try model.sampled(request.base)
        try self.init(
            request, of: sampled, weak: try weak?.network(guiding: sampled, for: request.base), memory: memory,
            keepsFrames: keepsFrames, pasts: pasts)
    }

    private init(
        _ request: GridRequest, of model: SampledModel, weak: (any ConditionedNetwork)?, memory: TrajectoryMemory,
        keepsFrames: Bool, pasts: [GridPast]
    ) throws {
        self.request = request
        self.memory = memory
        self.keepsFrames = keepsFrames
        cells = try request.cells()
        places = []
        for cell in cells { try model.validate(cell) }
        // All at once: a text encoder reads its weights once.
        for network in [model.network, weak].compactMap(\.self) {
            try network.prepare(cells.flatMap(\.promptForms))
        }
        for (index, cell) in cells.enumerated() {
            let beginning = cell.beginning
            if let place = strands.firstIndex(where: { cells[$0.cells[0]].beginning == beginning }) {
                strands[place].cells.append(index)
                places.append(place)
            } else {
                let run = try SamplingRun(cell, of: model, weak: weak, memory: memory)
                places.append(strands.count)
                strands.append(
                    Strand(run: run, cells: [index], frames: keepsFrames ? [SamplingFrame(run, memory)] : []))
            }
        }
        try goOn(from: pasts)
    }

    /// Takes up the sampling that all cells share the most steps with. Strands of several beginnings are computed as batches from the
    /// first step on, and stay that: what goes together shows in the last bits.
    private func goOn(from pasts: [GridPast]) throws {
        guard strands.count == 1 else { return }
        let shared = pasts.map { past in cells.map { past.sharedSteps(with: $0) }.min() ?? 0 }
        guard let best = shared.indices.max(by: { shared[$0] < shared[$1] }), shared[best] > 0 else { return }
        strands[0].run = try pasts[best].run.branched(at: shared[best], as: cells[0])
        if keepsFrames { strands[0].frames = Array(pasts[best].frames.prefix(shared[best] + 1)) }
        cellSteps = cells.count * shared[best]
    }

    public var isFinished: Bool { strands.allSatisfy(\.run.isFinished) }

    /// Steps of all cells together.
    public var totalCellSteps: Int {
        strands.reduce(0) { $0 + $1.cells.count * ($1.run.totalSteps - $1.run.firstStep) }
    }

    /// The sampling of a cell as far as it is; others may be in it, too.
    public func run(of cell: Int) -> SamplingRun { strands[places[cell]].run }

    /// The moments of a cell so far; none where they are not kept.
    func frames(of cell: Int) -> [SamplingFrame] { strands[places[cell]].frames }

    /// The sampling of a cell, that goes on by itself.
    ///
    /// - Throws: ``EngineFailure`` where its last moment is on disk and cannot be read.
    func branch(of cell: Int) throws -> SamplingRun {
        let run = run(of: cell)
        return try run.branched(at: run.momentCount - 1, as: cells[cell])
    }

    /// One evaluation of the cells that are furthest behind.
    ///
    /// - Returns: the cells that went on.
    /// - Throws: ``EngineFailure`` where a moment is on disk and cannot be read.
    public func advance() throws -> [Int] {
        let going = try divided(furthestBehind)
        SamplingRun.advance(going.map { strands[$0].run })
        for index in going {
            evaluations += 1
            cellSteps += strands[index].cells.count
            if keepsFrames { strands[index].frames.append(SamplingFrame(strands[index].run, memory)) }
        }
        return going.flatMap { strands[$0].cells }
    }

    /// The strands with the least share done that are at the same time as the first of them.
    private var furthestBehind: [Int] {
        let unfinished = strands.indices.filter { !strands[$0].run.isFinished }
        // a/b < c/d as a d < c b: exact.
        func isBefore(_ a: SamplingRun, _ b: SamplingRun) -> Bool { a.step * b.totalSteps < b.step * a.totalSteps }
        guard let first = unfinished.min(by: { isBefore(strands[$0].run, strands[$1].run) }) else { return [] }
        let leader = strands[first].run
        let mates = unfinished.filter {
            let run = strands[$0].run
            return run.step * leader.totalSteps == leader.step * run.totalSteps && run.time == leader.time
        }
        return Array(mates.prefix(atOnce))
    }

    private var atOnce: Int { max(1, Self.mostPicturesAtOnce / request.base.count) }

    /// The strands `indices`, each divided where its cells are not the same in the step that follows.
    private func divided(_ indices: [Int]) throws -> [Int] {
        var result: [Int] = []
        for index in indices {
            let strand = strands[index]
            let (step, total) = (strand.run.step, strand.run.totalSteps)
            var parts: [(force: SamplingInForce, cells: [Int])] = []
            for cell in strand.cells {
                let force = cells[cell].inForce(at: step, of: total)
                if let part = parts.firstIndex(where: { $0.force == force }) {
                    parts[part].cells.append(cell)
                } else {
                    parts.append((force, [cell]))
                }
            }
            strands[index].cells = parts[0].cells
            result.append(index)
            for part in parts.dropFirst() {
                let run = try strand.run.branched(at: strand.run.momentCount - 1, as: cells[part.cells[0]])
                for cell in part.cells { places[cell] = strands.count }
                result.append(strands.count)
                strands.append(Strand(run: run, cells: part.cells, frames: strand.frames))
            }
        }
        return Array(result.prefix(atOnce))
    }
}

extension GridPast {
    /// How many steps of it are what `request` asks for, too.
    func sharedSteps(with request: SamplingRequest) -> Int {
        var asked = run.request
        asked.changes = run.changes
        // An interval is counted in the steps there were to be, which another sampler may have changed.
        let isPlain = run.changes.allSatisfy { if case .sampler = $0.change { false } else { true } }
        guard isPlain || asked.guiding.interval == nil && request.guiding.interval == nil else { return 0 }
        // Where steps are taken again, moments are no steps.
        guard asked.beginning == request.beginning, run.momentCount == run.step - run.firstStep + 1 else { return 0 }
        let steps = run.firstStep..<run.step
        let other = steps.first { step in
            asked.inForce(at: step, of: run.totalSteps) != request.inForce(at: step, of: run.totalSteps)
        }
        return (other ?? run.step) - run.firstStep
    }
}
