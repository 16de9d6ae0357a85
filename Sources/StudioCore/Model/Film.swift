import Engine

/// Pictures in the order they came, of which one is looked at: the newest, until the person goes back.
public struct Film<Frame: Sendable & Equatable>: Sendable, Equatable {
    public private(set) var frames: [Frame] = []
    /// The frame held on to; nil follows the newest.
    public private(set) var held: Int?

    public init(_ frames: [Frame] = []) { self.frames = frames }

    public var index: Int { held ?? max(0, frames.count - 1) }
    public var current: Frame? { frames.isEmpty ? nil : frames[index] }
    public var isFollowing: Bool { held == nil }

    mutating func append(_ frame: Frame) { frames.append(frame) }

    /// Drops the frames that are not wanted any more, and follows.
    mutating func keep(where isWanted: (Frame) -> Bool) {
        frames.removeAll { !isWanted($0) }
        held = nil
    }

    mutating func move(by offset: Int) { move(to: index + offset) }

    /// Looks at frame `index`, as near as there is one; at the newest it follows again.
    mutating func move(to index: Int) {
        let last = frames.count - 1
        guard last >= 0 else { return }
        held = index >= last ? nil : max(0, index)
    }
}

/// What a model under training made of the fixed seeds.
public struct SampleFrame: Sendable, Equatable {
    public var step: Int
    public var picture: Picture
    /// The same by the averaged weights, where an average is kept.
    public var averaged: Picture?
}
