/// A sampling as a whole: every state with all it takes to go on from there, and every change on the way.
///
/// Scrubbing, stepping, branching, replaying and exporting are readings of it.
struct Trajectory {
    /// One moment: before evaluation `state.step` of the network, or the end.
    struct Point {
        var state: SamplerState
        /// What projected guidance remembers.
        var momentum: [Tensor] = []
        var generator: Generator
        /// The parameters that were in force in the step that led here.
        var guidance: Guidance
        /// How often the step that led here was taken again (RePaint's resampling).
        var pass = 0
    }

    /// A moment in memory, or without its numbers, which are on disk.
    private enum Slot {
        case memory(Point)
        case disk(Point, SpilledTensors)
    }

    private var slots: [Slot]
    private let memory: TrajectoryMemory
    /// The moment sampling is at.
    private(set) var present: Point
    /// Changes by the step they were first in force.
    private(set) var changes: [LoggedChange] = []

    init(start: Point, memory: TrajectoryMemory) {
        slots = [.memory(start)]
        present = start
        self.memory = memory
    }

    var count: Int { slots.count }

    mutating func append(_ point: Point) {
        let tensors = point.tensors
        let bytes = tensors.reduce(0) { $0 + $1.count * MemoryLayout<Float>.stride }
        if let file = memory.keep(bytes), let spilled = try? SpilledTensors(tensors, in: file) {
            let none = Tensor(zeros: [1])
            slots.append(.disk(point.with(tensors.map { _ in none }), spilled))
        } else {
            slots.append(.memory(point))
        }
        present = point
    }

    /// The moment `index`.
    ///
    /// - Throws: ``EngineFailure`` where it is on disk and cannot be read.
    func point(_ index: Int) throws -> Point {
        switch slots[index] {
        case .memory(let point): point
        case .disk(let point, let spilled): point.with(try spilled.tensors())
        }
    }

    /// Puts a change down at the present step; a second one of the same kind there takes the first one's place.
    mutating func log(_ change: SamplingChange) {
        let step = present.state.step
        changes.removeAll { $0.step == step && $0.change.isSameKind(as: change) }
        changes.append(LoggedChange(step: step, change: change))
    }

    /// Takes `changes`, as far as they are in force by the present step, as what was changed until now.
    mutating func replaceLog(by changes: [LoggedChange]) {
        self.changes = changes.inOrder(through: present.state.step)
    }

    /// The trajectory up to the moment `index`, and the changes made until then.
    func prefix(through index: Int) throws -> Trajectory {
        var result = self
        result.present = try point(index)
        result.slots.removeSubrange((index + 1)...)
        result.changes.removeAll { $0.step > result.present.state.step }
        return result
    }
}

extension Trajectory.Point {
    /// Every tensor of the moment, in order.
    fileprivate var tensors: [Tensor] { state.tensors + momentum }

    /// The moment with `tensors` in the places of its own.
    fileprivate func with(_ tensors: [Tensor]) -> Self {
        var rest = tensors[...]
        var point = self
        point.state.take(&rest)
        point.momentum = point.momentum.map { _ in rest.removeFirst() }
        return point
    }
}

extension SamplerState {
    fileprivate var tensors: [Tensor] {
        [x] + [estimate, origin, slope].compactMap(\.self) + earlier + rows.flatMap(\.tensors)
    }

    /// Puts the first of `rest` in the places of its own.
    fileprivate mutating func take(_ rest: inout ArraySlice<Tensor>) {
        x = rest.removeFirst()
        if estimate != nil { estimate = rest.removeFirst() }
        if origin != nil { origin = rest.removeFirst() }
        if slope != nil { slope = rest.removeFirst() }
        earlier = earlier.map { _ in rest.removeFirst() }
        for index in rows.indices { rows[index].take(&rest) }
    }
}

/// Tensors on disk, as float32.
private struct SpilledTensors {
    private let file: SpillFile
    private let places: [(shape: Shape, extent: SpillFile.Extent)]

    init(_ tensors: [Tensor], in file: SpillFile) throws {
        self.file = file
        places = try tensors.map { tensor in
            (tensor.shape, try tensor.array.withUnsafeBytes { try file.write($0) })
        }
    }

    func tensors() throws -> [Tensor] {
        try places.map { shape, extent in
            var numbers = [Float](repeating: 0, count: shape.count)
            try numbers.withUnsafeMutableBytes { try file.read(extent, into: $0) }
            return Tensor(numbers, shape)
        }
    }
}

extension SamplingChange {
    public func isSameKind(as other: SamplingChange) -> Bool {
        switch (self, other) {
        case (.guidance, .guidance), (.classes, .classes), (.negativeClass, .negativeClass),
            (.prompts, .prompts), (.negativePrompt, .negativePrompt), (.sampler, .sampler), (.mask, .mask):
            true
        default: false
        }
    }
}
