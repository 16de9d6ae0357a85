import Engine

/// Colours as people draw with them.
extension Color {
    static let white = Color(255, 255, 255)

    var isGrey: Bool { red == green && green == blue }

    /// What it is in a grey picture.
    var grey: UInt8 { Picture.grey(red, green, blue) }

    /// `#rrggbb`.
    var hexadecimal: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The hue as a part of the circle from red over yellow, 0…1; saturation and value 0…1.
    init(hue: Double, saturation: Double, value: Double) {
        func channel(_ offset: Double) -> UInt8 {
            let place = (hue * 6 + offset).truncatingRemainder(dividingBy: 6)
            let share: Double = max(0, min(place, 4 - place, 1))
            let part: Double = 255 * value * (1 - saturation * share)
            return UInt8(part.rounded())
        }
        self.init(channel(5), channel(3), channel(1))
    }

    /// The same colour with its brightest part at `value`, the others in proportion.
    func bright(_ value: UInt8) -> Color {
        let most = Int(max(red, green, blue))
        guard most > 0 else { return Color(value, value, value) }
        func scaled(_ part: UInt8) -> UInt8 {
            let product = Int(part) * Int(value)
            return UInt8((2 * product + most) / (2 * most))
        }
        return Color(scaled(red), scaled(green), scaled(blue))
    }
}

/// The colours to choose from: a row of greys from white to black, then hues in full, pale and dark.
enum InkTable {
    static let columns = 16
    static let rows: [[Color]] = [
        (0..<columns).map { column in
            let shade = UInt8(255 - 17 * column)
            return Color(shade, shade, shade)
        }, hues(saturation: 1, value: 1), hues(saturation: 0.45, value: 1), hues(saturation: 1, value: 0.55),
    ]

    private static func hues(saturation: Double, value: Double) -> [Color] {
        (0..<columns).map { Color(hue: Double($0) / Double(columns), saturation: saturation, value: value) }
    }

    /// Where `color` is in the table; nil where it is not.
    static func place(of color: Color) -> InkPlace? {
        for (row, colors) in rows.enumerated() {
            if let column = colors.firstIndex(of: color) { return InkPlace(row: row, column: column) }
        }
        return nil
    }
}

/// A place in the table of colours.
struct InkPlace: Equatable, Sendable {
    var row: Int
    var column: Int

    var color: Color { InkTable.rows[row][column] }

    /// Moves, around the ends.
    mutating func move(dx: Int, dy: Int) {
        column = (column + dx + InkTable.columns) % InkTable.columns
        row = (row + dy + InkTable.rows.count) % InkTable.rows.count
    }
}
