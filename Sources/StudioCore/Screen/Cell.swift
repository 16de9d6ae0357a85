/// A colour as themes and pictures give it; the terminal device brings it down to what it can show.
public struct Color: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

/// How a cell's character looks; nil colours are the terminal's own.
public struct Style: Sendable, Hashable {
    public struct Attributes: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let reverse = Attributes(rawValue: 16)
    }

    public var foreground: Color?
    public var background: Color?
    public var attributes: Attributes

    public init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    public static let plain = Style()
}

/// One place on the screen. A wide character takes two: the second holds ``Cell/continuation``.
public struct Cell: Sendable, Hashable {
    var glyph: Glyph
    public var style: Style

    public var character: Character {
        get { glyph.character }
        set { glyph = Glyph(newValue) }
    }

    public init(_ character: Character = " ", _ style: Style = .plain) { self.init(glyph: Glyph(character), style) }

    init(glyph: Glyph, _ style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }

    /// The right half of a wide character.
    public static let continuation: Character = "\u{0}"
    /// A part of a placed picture that nothing covers; blank as text.
    public static let picture: Character = "\u{1}"
}

/// A rectangle of cells; may be empty.
public struct Rect: Sendable, Hashable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }
}
