/// Drawing with the keyboard: a brush that the arrows move, a pen that is down or up, shapes between two corners.
public struct Editor: Sendable, Equatable {
    public enum Tool: String, Sendable, CaseIterable {
        case brush, line, rectangle, ellipse, flood

        /// Whether it is drawn between two corners.
        var isShape: Bool { self == .line || self == .rectangle || self == .ellipse }
    }

    public private(set) var drawing: Drawing
    /// The pixel under the brush.
    public private(set) var cursor: Point
    public private(set) var tool = Tool.brush
    /// The brush's width in pixels, of lines too.
    public private(set) var size = 2
    /// What is painted with; on a grey drawing as grey.
    public private(set) var color = Color.white
    /// Whether of a rectangle or an ellipse only the edge is painted, as wide as the brush.
    public private(set) var isHollow = false
    public private(set) var isErasing = false
    /// Whether the brush paints as it moves.
    public private(set) var isPenDown = false
    /// The first corner of the shape being drawn.
    public private(set) var anchor: Point?

    static let sizes = 1...32

    public init(_ raster: Raster) {
        drawing = Drawing(raster)
        cursor = Point(raster.width / 2, raster.height / 2)
    }

    public var raster: Raster { drawing.raster }

    /// What is to be seen: the drawing, with the shape that Space would finish.
    public var shown: Raster {
        guard let anchor else { return raster }
        var result = raster
        draw(from: anchor, to: cursor, on: &result)
        return result
    }

    /// The pixels that Space would paint where the brush is.
    public var footprint: Set<Point> {
        tool == .brush || tool == .line || (isHollow && tool.isShape)
            ? Set(Raster.disc(around: cursor, size: size)) : [cursor]
    }

    private var ink: [UInt8] {
        if isErasing { return [UInt8](repeating: 0, count: raster.channels) }
        return raster.channels == 1 ? [color.grey] : [color.red, color.green, color.blue]
    }

    /// Moves the brush, as far as there are pixels; with the pen down it paints on the way.
    public mutating func move(dx: Int, dy: Int) { move(to: Point(cursor.x + dx, cursor.y + dy)) }

    public mutating func move(to point: Point) {
        let old = cursor
        cursor = Point(min(max(0, point.x), raster.width - 1), min(max(0, point.y), raster.height - 1))
        guard isPenDown, cursor != old else { return }
        let (size, ink, new) = (size, ink, cursor)
        drawing.change { $0.stroke(from: old, to: new, size: size, ink: ink) }
    }

    /// Puts the pen down, or lifts it; sets a shape's first corner, or finishes it; fills.
    public mutating func press() {
        let (cursor, size, ink) = (cursor, size, ink)
        switch tool {
        case .brush:
            guard !isPenDown else { return lift() }
            drawing.beginStroke()
            drawing.change { $0.dab(at: cursor, size: size, ink: ink) }
            isPenDown = true
        case .flood: drawing.change { $0.flood(from: cursor, ink: ink) }
        case .line, .rectangle, .ellipse:
            guard let anchor else {
                self.anchor = cursor
                return
            }
            var result = raster
            draw(from: anchor, to: cursor, on: &result)
            drawing.change { $0 = result }
            self.anchor = nil
        }
    }

    /// Lifts the pen and lets a shape go that was begun.
    public mutating func lift() {
        drawing.endStroke()
        isPenDown = false
        anchor = nil
    }

    // MARK: The mouse

    /// The button went down at `point`.
    public mutating func grab(at point: Point) {
        lift()
        move(to: point)
        press()
    }

    /// The button went up: a stroke ends, a shape is finished.
    public mutating func release() {
        if anchor != nil { press() }
        lift()
    }

    private func draw(from start: Point, to end: Point, on raster: inout Raster) {
        switch tool {
        case .rectangle: raster.rectangle(from: start, to: end, border: isHollow ? size : nil, ink: ink)
        case .ellipse: raster.ellipse(from: start, to: end, border: isHollow ? size : nil, ink: ink)
        default: raster.stroke(from: start, to: end, size: size, ink: ink)
        }
    }

    // MARK: Settings

    public mutating func choose(_ tool: Tool) {
        lift()
        self.tool = tool
    }

    public mutating func resize(by amount: Int) {
        size = min(max(Self.sizes.lowerBound, size + amount), Self.sizes.upperBound)
    }

    public mutating func toggleEraser() { isErasing.toggle() }

    public mutating func toggleHollow() { isHollow.toggle() }

    /// Takes a darker or brighter shade of the colour, never none: that is the eraser's.
    public mutating func shade(by amount: Int) {
        let bright = Int(max(color.red, color.green, color.blue))
        color = color.bright(UInt8(min(max(1, bright + amount), 255)))
    }

    /// Paints with `color` from now on. A drawing that was grey is one in colour from then on where `color` is no grey.
    public mutating func take(_ color: Color) {
        self.color = color
        isErasing = false
        if !color.isGrey, raster.channels == 1 { change { $0 = Raster($0.picture.converted(channels: 3)) } }
    }

    /// Takes the colour of the pixel under the brush.
    public mutating func pick() {
        let pixel = Array(raster[cursor])
        color = raster.channels == 1 ? Color(pixel[0], pixel[0], pixel[0]) : Color(pixel[0], pixel[1], pixel[2])
        isErasing = false
    }

    // MARK: The whole drawing

    public mutating func change(_ body: (inout Raster) -> Void) {
        lift()
        drawing.change(body)
    }

    public mutating func undo() {
        lift()
        drawing.undo()
    }

    public mutating func redo() {
        lift()
        drawing.redo()
    }
}
