import Engine

/// What a run's steps measured, in order, with what happened between them.
public struct LossHistory: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var step: Int
        public var value: Float
        public var smoothed: Float
        public var learningRate: Double
        /// The gradient's norm before clipping.
        public var gradientNorm: Float?
    }

    /// The last step of an epoch.
    public struct EpochEnd: Sendable, Equatable {
        public var epoch: Int
        public var step: Int
    }

    public private(set) var points: [Point] = []
    /// The parameters that were changed live, and after which step.
    public private(set) var changes: [SteeredChange] = []
    public private(set) var epochEnds: [EpochEnd] = []
    /// How far the running average looks back.
    public private(set) var smoothing: Smoothing

    public init(smoothing: Smoothing = .steps50) { self.smoothing = smoothing }

    /// The history in a run's log.
    public init(_ history: RunHistory, smoothing: Smoothing = .steps50) {
        self.init(smoothing: smoothing)
        for step in history.steps {
            append(step: step.step, value: step.loss, learningRate: step.learningRate)
            measured(gradientNorm: Float(step.gradientNorm), step: step.step)
            if step.endsEpoch { epochEnded(step.epoch, step: step.step) }
        }
        changes = history.changes
    }

    /// This history and what of `other` came after it.
    func goingOn(with other: LossHistory) -> LossHistory {
        let last = points.last?.step ?? -1
        var whole = self
        for point in other.points where point.step > last {
            whole.append(step: point.step, value: point.value, learningRate: point.learningRate)
            if let norm = point.gradientNorm { whole.measured(gradientNorm: norm, step: point.step) }
        }
        // A change at the last step read is in the log already.
        whole.changes += other.changes.filter { $0.step > last }
        whole.epochEnds += other.epochEnds.filter { $0.step > last }
        return whole
    }

    /// Adds the loss of `step`; those of the same and later steps are of a time that was undone and go.
    mutating func append(step: Int, value: Float, learningRate: Double) {
        cut(after: step - 1)
        let smoothed = smoothing.average(points.last?.smoothed, value, after: points.count)
        points.append(Point(step: step, value: value, smoothed: smoothed, learningRate: learningRate))
    }

    mutating func measured(gradientNorm: Float, step: Int) {
        guard let last = points.indices.last, points[last].step == step else { return }
        points[last].gradientNorm = gradientNorm
    }

    mutating func changed(_ change: ParameterChange, step: Int) {
        changes.append(SteeredChange(step: step, change: change))
    }

    mutating func epochEnded(_ epoch: Int, step: Int) { epochEnds.append(EpochEnd(epoch: epoch, step: step)) }

    mutating func cut(after step: Int) {
        while let last = points.last, last.step > step { points.removeLast() }
        changes.removeAll { $0.step > step }
        epochEnds.removeAll { $0.step > step }
    }

    mutating func smooth(_ smoothing: Smoothing) {
        self.smoothing = smoothing
        var average: Float?
        for index in points.indices {
            average = smoothing.average(average, points[index].value, after: index)
            points[index].smoothed = average ?? points[index].value
        }
    }

    /// The point nearest to `step`.
    func point(nearest step: Int) -> Point? { index(nearest: step).map { points[$0] } }

    /// Where the point nearest to `step` is.
    func index(nearest step: Int) -> Int? {
        guard !points.isEmpty else { return nil }
        var (low, high) = (0, points.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if points[middle].step < step { low = middle + 1 } else { high = middle }
        }
        guard low > 0, step - points[low - 1].step < points[low].step - step else { return low }
        return low - 1
    }

    /// The epoch (from 1) that `step` belongs to.
    func epoch(of step: Int) -> Int {
        if let end = epochEnds.first(where: { $0.step >= step }) { return end.epoch }
        return (epochEnds.last?.epoch ?? 0) + 1
    }
}

/// How far a running average looks back, in steps.
public enum Smoothing: Int, Sendable, CaseIterable {
    case none = 1
    case steps10 = 10
    case steps50 = 50
    case steps200 = 200

    var next: Smoothing {
        let all = Smoothing.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// The average after `value`, the value number `count` from 0.
    func average(_ last: Float?, _ value: Float, after count: Int) -> Float {
        RunningAverage.next(last, value, after: count, memory: rawValue)
    }
}
