/// A terminal without a window: takes what a program writes and knows what would be seen. For tests and benchmarks; it shares no code
/// with what writes to real terminals.
public struct VirtualTerminal: Sendable {
    public enum Color: Sendable, Hashable {
        /// The terminal's own.
        case standard
        case indexed(Int)
        case rgb(UInt8, UInt8, UInt8)
    }

    /// How characters are drawn from now on.
    public struct Pen: Sendable, Hashable {
        public var foreground = Color.standard
        public var background = Color.standard
        /// SGR numbers that are on: 1 bold, 2 dim, 3 italic, 4 underlined, 7 reversed.
        public var attributes: Set<Int> = []
        public init() {}
    }

    public struct Cell: Sendable, Hashable {
        /// Empty in the second cell of a wide character.
        public var text = " "
        public var pen = Pen()
        public init(_ text: String = " ", _ pen: Pen = Pen()) {
            self.text = text
            self.pen = pen
        }
    }

    public let personality: Personality
    public private(set) var width: Int
    public private(set) var height: Int
    public internal(set) var cells: [Cell]
    public internal(set) var cursor = (x: 0, y: 0)
    public internal(set) var pen = Pen()
    /// Private modes that are set, such as 25 (cursor shown), 1049 (alternate screen), 2004 (bracketed paste).
    public internal(set) var modes: Set<Int> = [7, 25]
    /// The window's title, the bar of progress (`state;percent` of OSC 9;4), what was notified, and how often the bell rang.
    public internal(set) var title = ""
    public internal(set) var progress: String?
    public internal(set) var notifications: [String] = []
    public internal(set) var bells = 0
    /// What was copied (OSC 52).
    public internal(set) var clipboard: String?
    var savedTitles: [String] = []
    /// Sequences that were not understood.
    public internal(set) var unknown: [String] = []
    /// Bytes to be sent back to the program: answers to its questions.
    var answers: [UInt8] = []
    public internal(set) var pictures: PictureLayer

    /// The character after the last column waits here for the next line.
    var wrapIsPending = false
    var scrollRegion: ClosedRange<Int>
    private var savedScreen: (cells: [Cell], cursor: (x: Int, y: Int))?
    private var parser = ControlParser()

    public init(width: Int, height: Int, personality: Personality = Personality()) {
        self.width = max(1, width)
        self.height = max(1, height)
        self.personality = personality
        cells = Array(repeating: Cell(), count: self.width * self.height)
        scrollRegion = 0...(self.height - 1)
        pictures = PictureLayer(cellWidth: personality.cellWidth, cellHeight: personality.cellHeight)
    }

    /// Takes what the program wrote, in pieces of any size.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let token = parser.take(byte) { obey(token) }
        }
    }

    /// The answers to the questions that came; each is given once.
    public mutating func takeAnswers() -> [UInt8] {
        defer { answers = [] }
        return answers
    }

    /// The text of row `y`.
    public func row(_ y: Int) -> String { cells[y * width..<(y + 1) * width].map(\.text).joined() }

    /// The whole text, a line a row.
    public var text: String { (0..<height).map(row).joined(separator: "\n") }

    public var isCursorShown: Bool { modes.contains(25) }
    public var isAlternateScreen: Bool { modes.contains(1049) }

    /// Changes the size as a window manager does: what is outside is lost.
    public mutating func resize(width: Int, height: Int) {
        let (width, height) = (max(1, width), max(1, height))
        var moved = Array(repeating: Cell(), count: width * height)
        for y in 0..<min(height, self.height) {
            for x in 0..<min(width, self.width) { moved[y * width + x] = cells[y * self.width + x] }
        }
        (self.width, self.height, cells) = (width, height, moved)
        scrollRegion = 0...(height - 1)
        cursor = (min(cursor.x, width - 1), min(cursor.y, height - 1))
        wrapIsPending = false
    }

    private mutating func obey(_ token: ControlParser.Token) {
        switch token {
        case .text(let scalar): write(scalar)
        case .control(let byte): obey(control: byte)
        case .escape(let intermediates, let final): obey(escape: intermediates, final)
        case .sequence(let sequence): obey(sequence)
        case .string(let kind, let body): obey(string: kind, body)
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        let width = Self.width(of: scalar)
        if width == 0 {
            // Joins the character before the cursor.
            let x = wrapIsPending ? cursor.x : cursor.x - 1
            guard x >= 0 else { return }
            let lead = cells[index(x, cursor.y)].text.isEmpty && x > 0 ? x - 1 : x
            cells[index(lead, cursor.y)].text.unicodeScalars.append(scalar)
            return
        }
        if wrapIsPending || cursor.x + width > self.width {
            cursor.x = 0
            lineFeed()
        }
        wrapIsPending = false
        put(Cell(String(scalar), pen), at: cursor.x)
        if width == 2, cursor.x + 1 < self.width { put(Cell("", pen), at: cursor.x + 1) }
        if cursor.x + width >= self.width {
            cursor.x = self.width - 1
            wrapIsPending = true
        } else {
            cursor.x += width
        }
    }

    /// Puts a cell on the cursor's row; half a wide character that loses its other half becomes blank.
    private mutating func put(_ cell: Cell, at x: Int) {
        let old = cells[index(x, cursor.y)]
        if old.text.isEmpty, !cell.text.isEmpty, x > 0 { cells[index(x - 1, cursor.y)].text = " " }
        if x + 1 < width, cells[index(x + 1, cursor.y)].text.isEmpty, !old.text.isEmpty {
            cells[index(x + 1, cursor.y)].text = " "
        }
        cells[index(x, cursor.y)] = cell
        pictures.erase(x: x, y: cursor.y)
    }

    func index(_ x: Int, _ y: Int) -> Int { y * width + x }

    mutating func lineFeed() {
        if cursor.y == scrollRegion.upperBound {
            scroll()
        } else if cursor.y + 1 < height {
            cursor.y += 1
        }
    }

    private mutating func scroll() {
        for y in scrollRegion where y < scrollRegion.upperBound {
            for x in 0..<width { cells[index(x, y)] = cells[index(x, y + 1)] }
        }
        for x in 0..<width { cells[index(x, scrollRegion.upperBound)] = Cell(" ", blank) }
        pictures.scroll()
    }

    /// The pen of erased cells: only the background is kept.
    var blank: Pen {
        var blank = Pen()
        blank.background = pen.background
        return blank
    }

    mutating func erase(_ range: Range<Int>) {
        for index in range {
            cells[index] = Cell(" ", blank)
            pictures.erase(x: index % width, y: index / width)
        }
    }

    mutating func enterAlternateScreen(_ isAlternate: Bool) {
        if isAlternate, savedScreen == nil {
            savedScreen = (cells, cursor)
            erase(0..<cells.count)
        } else if !isAlternate, let saved = savedScreen {
            savedScreen = nil
            let count = min(saved.cells.count, cells.count)
            erase(0..<cells.count)
            pictures.removeAll()
            if saved.cells.count == cells.count { cells[..<count] = saved.cells[..<count] }
            cursor = (min(saved.cursor.x, width - 1), min(saved.cursor.y, height - 1))
        }
    }

    /// The cells that terminals give a scalar.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
