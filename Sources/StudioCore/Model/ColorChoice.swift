/// The table of colours while it is open: where the keys are in it, and the hexadecimal digits typed so far.
public struct ColorChoice: Sendable, Equatable {
    var place: InkPlace
    var typed = ""

    static let mostDigits = 6

    /// What Enter takes: the colour typed, or else the one under the cursor; nil while digits are missing.
    var color: Color? {
        switch typed.count {
        case 0: place.color
        // As in style sheets each of three digits counts twice.
        case 3: Color(hexadecimal: "#" + typed.flatMap { [$0, $0] })
        case Self.mostDigits: Color(hexadecimal: "#" + typed)
        default: nil
        }
    }

    /// Adds what can be a digit of a colour.
    mutating func type(_ text: String) {
        for character in text where character.isASCII && character.isHexDigit && typed.count < Self.mostDigits {
            typed.append(character.lowercased())
        }
    }
}

extension StudioModel {
    var colorObstacle: String? { drawsMask ? "a mask is white, black or between: ( and ) choose" : nil }

    /// Opens the table of colours, where the present one is.
    mutating func openColors() -> [Effect] {
        let place = InkTable.place(of: board.editor.color) ?? InkPlace(row: 0, column: 0)
        colorChoice = ColorChoice(place: place)
        return []
    }

    /// Draws with `color` from now on.
    mutating func take(_ color: Color) -> [Effect] {
        colorChoice = nil
        let wasGrey = board.editor.raster.channels == 1
        board.editor.take(color)
        if wasGrey, !color.isGrey, takenChannels == 1 {
            say("the drawing has colours now; this model makes grey pictures and takes it in grey")
        }
        return []
    }
}
