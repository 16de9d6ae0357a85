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

    private(set) var points: [Point]
    /// Changes by the step they were first in force.
    private(set) var changes: [LoggedChange] = []

    init(start: Point) { points = [start] }

    /// The moment sampling is at.
    var present: Point { points[points.count - 1] }

    mutating func append(_ point: Point) { points.append(point) }

    /// Puts a change down at the present step; a second one of the same kind there takes the first one's place.
    mutating func log(_ change: SamplingChange) {
        let step = present.state.step
        changes.removeAll { $0.step == step && $0.change.isSameKind(as: change) }
        changes.append(LoggedChange(step: step, change: change))
    }

    /// The trajectory up to the moment `index`, and the changes made until then.
    func prefix(through index: Int) -> Trajectory {
        var result = self
        result.points.removeSubrange((index + 1)...)
        result.changes.removeAll { $0.step > points[index].state.step }
        return result
    }
}

extension SamplingChange {
    func isSameKind(as other: SamplingChange) -> Bool {
        switch (self, other) {
        case (.guidance, .guidance), (.classes, .classes), (.negativeClass, .negativeClass): true
        default: false
        }
    }
}
