import Engine

/// Sixel pictures: bands of six lines, each drawn once for every colour in it.
enum Sixel {
    /// `picture` as one sixel sequence, pixel for pixel; pixels below a last band are left as they are.
    ///
    /// Sixel gives colours in percent: greys are exact to that where the terminal has registers for them, and so are pictures of few
    /// colours; others are brought down to `colors`.
    /// - Parameter colors: the registers to use, at least 2.
    static func encode(_ picture: Picture, colors: Int) -> [UInt8] {
        let palette = SixelPalette(picture, limit: max(2, min(colors, 256)))
        var output = TerminalBytes()
        output.text("\u{1B}P0;1;0q\"1;1;\(picture.width);\(picture.height)")
        for (register, color) in palette.colors.enumerated() where palette.isUsed[register] {
            output.text("#\(register);2;\(color.red);\(color.green);\(color.blue)")
        }
        var band = Band(width: picture.width, colors: palette.colors.count)
        for top in stride(from: 0, to: picture.height, by: 6) {
            if top > 0 { output.text("-") }
            band.fill(palette.registers, top: top, lines: min(6, picture.height - top))
            band.write(to: &output)
        }
        output.text("\u{1B}\\")
        return output.bytes
    }

    /// Six lines: for every colour a bit for each of the six pixels of a column.
    private struct Band {
        let width: Int
        private var bits: [UInt8]
        /// The columns each colour lies in; empty where it is not in the band.
        private var extent: [Range<Int>]

        init(width: Int, colors: Int) {
            self.width = width
            bits = [UInt8](repeating: 0, count: width * colors)
            extent = Array(repeating: 0..<0, count: colors)
        }

        mutating func fill(_ registers: [UInt8], top: Int, lines: Int) {
            for line in 0..<lines {
                let start = (top + line) * width
                let bit = UInt8(1) << UInt8(line)
                for x in 0..<width {
                    let register = Int(registers[start + x])
                    bits[register * width + x] |= bit
                    let range = extent[register]
                    extent[register] =
                        range.isEmpty ? x..<x + 1 : min(range.lowerBound, x)..<max(range.upperBound, x + 1)
                }
            }
        }

        /// Writes the band and empties it.
        mutating func write(to output: inout TerminalBytes) {
            var isFirst = true
            for register in extent.indices where !extent[register].isEmpty {
                if !isFirst { output.text("$") }
                isFirst = false
                output.text("#")
                output.number(register)
                let range = extent[register]
                run(0, range.lowerBound, to: &output)
                var x = range.lowerBound
                while x < range.upperBound {
                    let value = bits[register * width + x]
                    var end = x
                    while end < range.upperBound, bits[register * width + end] == value {
                        bits[register * width + end] = 0
                        end += 1
                    }
                    run(value, end - x, to: &output)
                    x = end
                }
                extent[register] = 0..<0
            }
        }

        /// `count` columns with the same bits.
        private func run(_ value: UInt8, _ count: Int, to output: inout TerminalBytes) {
            let character = 63 + value
            if count > 3 {
                output.text("!")
                output.number(count)
                output.raw([character])
            } else {
                for _ in 0..<count { output.raw([character]) }
            }
        }
    }
}
