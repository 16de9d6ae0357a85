/// A raster with everything it was before: every change can be undone, and done again until another one is made.
public struct Drawing: Sendable, Equatable {
    public private(set) var raster: Raster
    private var past: [Raster] = []
    private var future: [Raster] = []
    /// What the stroke being drawn began from; nil between strokes.
    private var strokeStart: Raster?

    public init(_ raster: Raster) { self.raster = raster }

    public var canUndo: Bool { !past.isEmpty || (strokeStart.map { $0 != raster } ?? false) }
    public var canRedo: Bool { !future.isEmpty }

    /// Makes a change that undo takes back by itself, or with the rest of the stroke it is part of. One that changes nothing leaves no mark.
    public mutating func change(_ body: (inout Raster) -> Void) {
        let before = raster
        body(&raster)
        guard raster != before else { return }
        future = []
        if strokeStart == nil { past.append(before) }
    }

    /// The changes until ``endStroke()`` are one.
    public mutating func beginStroke() {
        endStroke()
        strokeStart = raster
    }

    public mutating func endStroke() {
        if let strokeStart, strokeStart != raster { past.append(strokeStart) }
        strokeStart = nil
    }

    public mutating func undo() {
        endStroke()
        guard let last = past.popLast() else { return }
        future.append(raster)
        raster = last
    }

    public mutating func redo() {
        endStroke()
        guard let next = future.popLast() else { return }
        past.append(raster)
        raster = next
    }
}
