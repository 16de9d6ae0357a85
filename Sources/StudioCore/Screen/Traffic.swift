/// What goes to the terminal, and when more may: over a slow link, fewer frames.
public struct Traffic: Sendable {
    /// The most bytes a second; nil sends a frame whenever there is one.
    public let ceiling: Int?
    /// At most thirty frames a second.
    private static let frame = Duration.milliseconds(33)
    /// However much went at once, something is shown after this long.
    private static let mostDebt = Duration.seconds(5)
    /// Over how long the bytes a second are an average.
    private static let span = Duration.seconds(1)

    /// The frames of the last span: when, and how long.
    private var frames: [(at: ContinuousClock.Instant, bytes: Int)] = []

    public init(ceiling: Int?) { self.ceiling = ceiling }

    /// When the next frame may go that nobody pressed a key for; nil before the first.
    public private(set) var nextFrame: ContinuousClock.Instant?

    /// Takes in that a frame of `bytes` went.
    public mutating func sent(_ bytes: Int, at now: ContinuousClock.Instant) {
        frames.append((now, bytes))
        forget(before: now)
        // What keys had drawn is owed too: the debt of the past, and this frame's.
        let debt = max(.zero, nextFrame.map { now.duration(to: $0) } ?? .zero)
        let cost = ceiling.map { Duration.seconds(Double(bytes) / Double($0)) } ?? .zero
        nextFrame = now + max(Self.frame, min(debt + cost, Self.mostDebt))
    }

    /// The bytes that went in the last second.
    public mutating func rate(at now: ContinuousClock.Instant) -> Int {
        forget(before: now)
        return frames.reduce(0) { $0 + $1.bytes }
    }

    private mutating func forget(before now: ContinuousClock.Instant) {
        frames.removeAll { $0.at.duration(to: now) > Self.span }
    }
}
