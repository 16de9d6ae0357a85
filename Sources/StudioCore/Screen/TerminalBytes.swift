/// Bytes on their way to a terminal, and the control sequences they are made of.
struct TerminalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func text(_ text: String) { bytes += text.utf8 }

    mutating func character(_ character: Character) { bytes += character.utf8 }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    /// `CSI` parameters final.
    mutating func control(_ parameters: [Int] = [], _ final: Character) {
        text("\u{1B}[")
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { text(";") }
            number(parameter)
        }
        character(final)
    }

    /// Sets or resets a private mode.
    mutating func mode(_ number: Int, _ isSet: Bool) { text("\u{1B}[?\(number)\(isSet ? "h" : "l")") }

    /// Moves the cursor to column `x`, row `y`, both from 0.
    mutating func move(_ x: Int, _ y: Int) {
        if x == 0, y == 0 { control([], "H") } else { control([y + 1, x + 1], "H") }
    }

    /// A number in decimal; written out by hand, for pictures hold hundreds of thousands.
    mutating func number(_ value: Int) {
        if value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(max(0, value)))
            return
        }
        number(value / 10)
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
