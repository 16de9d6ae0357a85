/// How pictures are to be shown, as a person asks for it.
public enum GraphicsChoice: String, Sendable, CaseIterable {
    /// The best form the terminal says it has.
    case auto
    case kitty, sixel
    /// Block characters in the terminal's colours.
    case ansi
    /// Block characters without colour.
    case mono
}

/// Everything the choice of colours and graphics depends on.
public struct TerminalFacts: Sendable {
    public var answers: TerminalAnswers
    public var environment: [String: String]
    /// Colours by the terminal's description (terminfo).
    public var describedColors: Int
    /// Whether the locale's encoding is UTF-8.
    public var isUTF8: Bool
    /// The window's size in pixels and in cells as the system knows it; 0 where it does not.
    public var pixels: (width: Int, height: Int)
    public var cells: (width: Int, height: Int)

    public init(
        answers: TerminalAnswers, environment: [String: String], describedColors: Int, isUTF8: Bool,
        pixels: (width: Int, height: Int), cells: (width: Int, height: Int)
    ) {
        self.answers = answers
        self.environment = environment
        self.describedColors = describedColors
        self.isUTF8 = isUTF8
        self.pixels = pixels
        self.cells = cells
    }
}

extension TerminalCapabilities {
    /// What the terminal can show by its own answers, its description and the environment, and as the person wants it: the last counts
    /// most. `note` says in a line what was chosen, and why.
    public static func choose(
        _ facts: TerminalFacts, graphics choice: GraphicsChoice
    ) -> (capabilities: TerminalCapabilities, note: String) {
        let colors = colorDepth(facts, choice)
        let (graphics, note) = graphics(facts, choice, colors)
        let size = cellSize(facts)
        let registers = facts.answers.sixelRegisters.map { min(256, max(2, $0)) } ?? 256
        var capabilities = TerminalCapabilities(
            colors: colors, graphics: graphics, cellWidth: size.width, cellHeight: size.height, unicode: facts.isUTF8,
            sixelColors: registers)
        capabilities.signals = signals(facts)
        capabilities.isInTmux = !(facts.environment["TMUX"] ?? "").isEmpty
        // Older iTerm2 takes the bar for a notification.
        capabilities.hasProgress =
            capabilities.signals != .none && facts.answers.name?.hasPrefix("iTerm2") != true
        return (capabilities, note)
    }

    /// Terminals that answer nothing, or draw on a bare console, might print what they do not know.
    private static func signals(_ facts: TerminalFacts) -> Signals {
        let name = facts.environment["TERM"] ?? ""
        guard facts.answers.attributes != nil, !["linux", "vt", "cons", "dumb"].contains(where: name.hasPrefix) else {
            return .none
        }
        let isVTE = !(facts.environment["VTE_VERSION"] ?? "").isEmpty
        return isVTE || name.hasPrefix("rxvt") ? .osc777 : .osc9
    }

    private static func colorDepth(_ facts: TerminalFacts, _ choice: GraphicsChoice) -> ColorDepth {
        // https://no-color.org: any value but the empty one.
        if choice == .mono || !(facts.environment["NO_COLOR"] ?? "").isEmpty { return .mono }
        let variable = facts.environment["COLORTERM"] ?? ""
        if facts.answers.hasTrueColor || variable == "truecolor" || variable == "24bit" { return .trueColor }
        if facts.describedColors >= 1 << 24 { return .trueColor }
        if facts.describedColors >= 256 { return .indexed }
        return facts.describedColors >= 8 ? .sixteen : .mono
    }

    private static func graphics(
        _ facts: TerminalFacts, _ choice: GraphicsChoice, _ colors: ColorDepth
    ) -> (Graphics, String) {
        switch choice {
        case .kitty: return (.kitty, "kitty pictures, as asked for")
        case .sixel: return (.sixel, "sixel pictures, as asked for")
        case .mono: return (.mono, "blocks without colour, as asked for")
        case .ansi: return (.quadrants, "blocks in \(colors.words), as asked for")
        case .auto: break
        }
        if colors == .mono { return (.mono, "blocks without colour: there are no colours here") }
        if facts.answers.hasKitty { return (.kitty, "kitty pictures: the terminal has them") }
        if facts.answers.attributes?.dropFirst().contains(4) == true {
            return (.sixel, "sixel pictures: the terminal has them")
        }
        return (.quadrants, "blocks in \(colors.words): the terminal shows no pictures of its own")
    }

    private static func cellSize(_ facts: TerminalFacts) -> (width: Int, height: Int) {
        if let size = facts.answers.cellSize { return size }
        let (pixels, cells) = (facts.pixels, facts.cells)
        if pixels.width >= cells.width, pixels.height >= cells.height, cells.width > 0, cells.height > 0 {
            return (pixels.width / cells.width, pixels.height / cells.height)
        }
        return (8, 16)
    }
}

extension TerminalCapabilities.ColorDepth {
    fileprivate var words: String {
        switch self {
        case .mono: "black and white"
        case .sixteen: "16 colours"
        case .indexed: "256 colours"
        case .trueColor: "true colour"
        }
    }
}
