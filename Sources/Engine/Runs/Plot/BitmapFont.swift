/// Letters of five by seven pixels for the labels of plots and grids; lower case is drawn as upper case (but σ as σ), what is not here as
/// a box.
enum BitmapFont {
    static let width = 5
    static let height = 7
    /// From one letter to the next.
    static let advance = 6

    /// A letter's rows from the top, the leftmost pixel in bit 4.
    static func rows(_ character: Character) -> [UInt8] {
        let upper = character.uppercased().first ?? character
        return glyphs[upper] ?? [31, 17, 17, 17, 17, 17, 31]
    }

    private static let glyphs: [Character: [UInt8]] = [
        " ": [0, 0, 0, 0, 0, 0, 0], ".": [0, 0, 0, 0, 0, 12, 12], ",": [0, 0, 0, 0, 12, 4, 8],
        "-": [0, 0, 0, 14, 0, 0, 0], "+": [0, 4, 4, 31, 4, 4, 0], ":": [0, 12, 12, 0, 12, 12, 0],
        "/": [1, 1, 2, 4, 8, 16, 16], "_": [0, 0, 0, 0, 0, 0, 31], "=": [0, 0, 31, 0, 31, 0, 0],
        "(": [2, 4, 8, 8, 8, 4, 2], ")": [8, 4, 2, 2, 2, 4, 8], "%": [24, 25, 2, 4, 8, 19, 3],
        "#": [10, 10, 31, 10, 31, 10, 10], "*": [0, 21, 14, 31, 14, 21, 0], "'": [4, 4, 8, 0, 0, 0, 0],
        "0": [14, 17, 19, 21, 25, 17, 14], "1": [4, 12, 4, 4, 4, 4, 14], "2": [14, 17, 1, 6, 8, 16, 31],
        "3": [30, 1, 1, 14, 1, 1, 30], "4": [2, 6, 10, 18, 31, 2, 2], "5": [31, 16, 30, 1, 1, 17, 14],
        "6": [6, 8, 16, 30, 17, 17, 14], "7": [31, 1, 2, 4, 8, 8, 8], "8": [14, 17, 17, 14, 17, 17, 14],
        "9": [14, 17, 17, 15, 1, 2, 12], "A": [14, 17, 17, 31, 17, 17, 17], "B": [30, 17, 17, 30, 17, 17, 30],
        "C": [14, 17, 16, 16, 16, 17, 14], "D": [30, 17, 17, 17, 17, 17, 30], "E": [31, 16, 16, 30, 16, 16, 31],
        "F": [31, 16, 16, 30, 16, 16, 16], "G": [14, 17, 16, 23, 17, 17, 15], "H": [17, 17, 17, 31, 17, 17, 17],
        "I": [14, 4, 4, 4, 4, 4, 14], "J": [7, 2, 2, 2, 2, 18, 12], "K": [17, 18, 20, 24, 20, 18, 17],
        "L": [16, 16, 16, 16, 16, 16, 31], "M": [17, 27, 21, 21, 17, 17, 17], "N": [17, 25, 21, 19, 17, 17, 17],
        "O": [14, 17, 17, 17, 17, 17, 14], "P": [30, 17, 17, 30, 16, 16, 16], "Q": [14, 17, 17, 17, 21, 18, 13],
        "R": [30, 17, 17, 30, 20, 18, 17], "S": [15, 16, 16, 14, 1, 1, 30], "T": [31, 4, 4, 4, 4, 4, 4],
        "U": [17, 17, 17, 17, 17, 17, 14], "V": [17, 17, 17, 17, 17, 10, 4], "W": [17, 17, 17, 21, 21, 21, 10],
        "X": [17, 17, 10, 4, 10, 17, 17], "Y": [17, 17, 10, 4, 4, 4, 4], "Z": [31, 1, 2, 4, 8, 16, 31],
        "Σ": [0, 0, 15, 18, 17, 17, 14],
    ]

    /// The pixels of a line of `text`.
    static func width(_ text: String) -> Int { max(0, text.count * advance - 1) }

    /// Calls `put` with each pixel of `text`, whose upper left corner is (`x`, `y`).
    static func draw(_ text: String, x: Int, y: Int, put: (_ x: Int, _ y: Int) -> Void) {
        for (index, character) in text.enumerated() {
            for (row, bits) in rows(character).enumerated() {
                for column in 0..<width where bits >> (width - 1 - column) & 1 == 1 {
                    put(x + index * advance + column, y + row)
                }
            }
        }
    }

    /// `text` in grey on black, in the middle of `width` pixels, with a pixel above and below.
    static func label(_ text: String, width: Int) -> Picture {
        var sheet = Sheet(width: width, height: height + 2, channels: 1)
        sheet.write(text, x: (width - self.width(text)) / 2, y: 1)
        return sheet.picture
    }
}
