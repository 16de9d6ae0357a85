/// The losses of a run in order, and their running average.
public struct LossHistory: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var step: Int
        public var value: Float
        public var smoothed: Float
    }

    public private(set) var points: [Point] = []

    /// The average's memory, in steps: a fifth of the run while that is less, so that the high first losses do not linger.
    private static func memory(after count: Int) -> Float { min(max(1, Float(count) / 5), 50) }

    public init() {}

    /// Adds the loss of `step`; those of the same and later steps are of a time that was undone and go.
    mutating func append(step: Int, value: Float) {
        cut(after: step - 1)
        guard let last = points.last else {
            points.append(Point(step: step, value: value, smoothed: value))
            return
        }
        let weight = 1 / Self.memory(after: points.count)
        let smoothed = value.isFinite ? last.smoothed + weight * (value - last.smoothed) : last.smoothed
        points.append(Point(step: step, value: value, smoothed: smoothed))
    }

    mutating func cut(after step: Int) {
        while let last = points.last, last.step > step { points.removeLast() }
    }
}
