import Engine

/// A key as the terminal device names it.
public enum Key: Sendable, Hashable {
    case character(Character)
    /// Control with a lower-case letter.
    case control(Character)
    case up, down, left, right
    case shiftLeft, shiftRight, shiftUp, shiftDown
    case enter, escape, tab, backTab, backspace, delete
    case home, end, pageUp, pageDown
    case function(Int)
}

/// What the terminal can show, asked of it at start.
public struct TerminalCapabilities: Sendable, Equatable {
    public enum ColorDepth: Int, Sendable, Comparable {
        case mono = 1
        case sixteen = 16
        case indexed = 256
        case trueColor = 16_777_216
        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    public enum Graphics: String, Sendable, CaseIterable {
        case kitty, sixel, quadrants, halfBlocks, mono
    }

    /// How the terminal is told of what happens while nobody looks: by the bell alone, or by one of two control strings as well.
    public enum Signals: Sendable, Equatable {
        case none, osc9, osc777
    }

    public var colors: ColorDepth
    public var graphics: Graphics
    /// A cell's size in pixels.
    public var cellWidth: Int
    public var cellHeight: Int
    /// Whether the locale shows characters beyond ASCII.
    public var unicode: Bool
    /// Colours that one sixel picture may have.
    public var sixelColors: Int
    public var signals = Signals.osc9
    /// Whether the terminal takes a bar of progress for its tab or the task bar.
    public var hasProgress = true
    public var isInTmux = false

    public init(
        colors: ColorDepth = .trueColor, graphics: Graphics = .quadrants, cellWidth: Int = 8, cellHeight: Int = 16,
        unicode: Bool = true, sixelColors: Int = 256
    ) {
        self.colors = colors
        self.graphics = graphics
        self.cellWidth = cellWidth
        self.cellHeight = cellHeight
        self.unicode = unicode
        self.sixelColors = sixelColors
    }
}

/// What happened, told to `update`.
public enum Event: Sendable, Equatable {
    case key(Key)
    /// Text pasted between bracketed-paste marks.
    case paste(String)
    /// A button pressed over a cell: 1 the left one, 4 and 5 the wheel up and down.
    case mouse(x: Int, y: Int, button: Int)
    /// The mouse moved with its left button down; the button went up.
    case mouseMoved(x: Int, y: Int)
    case mouseReleased
    case resized(width: Int, height: Int)
    /// The terminal's window got the keyboard, or lost it.
    case focused(Bool)
    /// The engine has something new: its latest snapshot and the events since the last one.
    case engine(EngineSnapshot, [EngineEvent])
    /// Something in the program wrote to its error output, which the window covers.
    case wrote(String)
    /// The clock, in seconds since the program started; at most a few times a second, for what fades or blinks.
    case tick(Double)
}

/// What `update` wants done; the program carries it out.
public enum Effect: Sendable, Equatable {
    case engine(EngineCommand)
    /// Leaves the program: the engine is told to quit, which saves a run that is going, and is waited for.
    case quit
    /// As after Ctrl-Z.
    case suspend
    /// Draws everything anew.
    case redraw
    /// Tells a person who looks elsewhere.
    case notify(String)
    /// Puts a text on the terminal's clipboard.
    case copy(String)
}
