/// Bytes on their way to a terminal, and the control sequences they are made of.
struct TerminalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func text(_ text: String) { bytes += text.utf8 }

    mutating func glyph(_ glyph: Glyph) {
        if let scalar = glyph.scalar {
            if scalar.isASCII { bytes.append(UInt8(scalar.value)) } else { bytes += scalar.utf8 }
        } else {
            bytes += glyph.character.utf8
        }
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    /// `CSI` parameters final.
    mutating func control(_ parameters: Int..., then final: Unicode.Scalar) {
        beginControl()
        for value in parameters { parameter(value) }
        endControl(final)
    }

    /// The same piece by piece, for those that are written thousands of times.
    mutating func beginControl() {
        bytes.append(0x1B)
        bytes.append(Self.bracket)
    }

    mutating func parameter(_ value: Int) {
        if bytes.last != Self.bracket { bytes.append(UInt8(ascii: ";")) }
        number(value)
    }

    mutating func endControl(_ final: Unicode.Scalar) { bytes.append(UInt8(ascii: final)) }

    private static let bracket = UInt8(ascii: "[")

    /// Takes away the bytes `range`.
    mutating func remove(_ range: Range<Int>) { bytes.removeSubrange(range) }

    /// Sets or resets a private mode.
    mutating func mode(_ number: Int, _ isSet: Bool) { text("\u{1B}[?\(number)\(isSet ? "h" : "l")") }

    /// Moves the cursor to column `x`, row `y`, both from 0.
    mutating func move(_ x: Int, _ y: Int) {
        beginControl()
        if x > 0 || y > 0 {
            parameter(y + 1)
            parameter(x + 1)
        }
        endControl("H")
    }

    /// A number in decimal; written out by hand, for pictures hold hundreds of thousands.
    mutating func number(_ value: Int) {
        if value >= 10 { number(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: max(0, value) % 10))
    }
}
