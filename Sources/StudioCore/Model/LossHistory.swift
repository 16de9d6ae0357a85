/// The losses of a run in order, and their running average.
public struct LossHistory: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var step: Int
        public var value: Float
        public var smoothed: Float
    }

    public private(set) var points: [Point] = []

    /// The average's memory, in steps.
    static let memory: Float = 50

    public init() {}

    /// Adds the loss of `step`; those of the same and later steps are of a time that was undone and go.
    mutating func append(step: Int, value: Float) {
        cut(after: step - 1)
        guard let last = points.last else {
            points.append(Point(step: step, value: value, smoothed: value))
            return
        }
        // A plain mean at first, so that one high first loss does not linger.
        let weight = 1 / min(Float(points.count + 1), Self.memory)
        let smoothed = value.isFinite ? last.smoothed + weight * (value - last.smoothed) : last.smoothed
        points.append(Point(step: step, value: value, smoothed: smoothed))
    }

    mutating func cut(after step: Int) {
        while let last = points.last, last.step > step { points.removeLast() }
    }
}
