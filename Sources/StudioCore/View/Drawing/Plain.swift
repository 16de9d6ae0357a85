/// What stands for a character where the locale shows ASCII only.
enum Plain {
    static func character(for character: Character) -> Character {
        if character.isASCII { return character }
        if let known = table[character] { return known }
        guard let scalar = character.unicodeScalars.first?.value else { return " " }
        if (0x2800...0x28FF).contains(scalar) { return braille(UInt8(scalar - 0x2800)) }
        return "?"
    }

    private static func braille(_ dots: UInt8) -> Character {
        switch dots.nonzeroBitCount {
        case 0: " "
        case 1, 2: "."
        case 3, 4: ":"
        default: "#"
        }
    }

    private static let table: [Character: Character] = [
        "╭": "+", "╮": "+", "╰": "+", "╯": "+", "─": "-", "│": "|", "┤": "+", "├": "+", "┬": "+", "┴": "+", "┼": "+",
        "└": "+", "━": "=", "╸": "-", "·": "-", "…": "~", "–": "-", "—": "-", "×": "x", "←": "<", "→": ">", "↑": "^",
        "↓": "v", "‹": "<", "›": ">", "▸": ">", "▾": "v", "●": "*", "○": "o", "■": "#", "□": ".", "✓": "*", "▏": "|",
        "▕": "|", "★": "*",
        "┊": ":",
        "σ": "s", "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#", "⏸": "=", "▲": "^",
        "▼": "v", "�": "?", "“": "\"", "”": "\"", "’": "'",
    ]
}
