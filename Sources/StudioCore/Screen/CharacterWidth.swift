extension Character {
    /// The cells it takes: 2 for East Asian wide characters and pictographs, 0 for marks without a letter and for controls, 1 otherwise.
    public var cellWidth: Int {
        // Most cells of most screens: asked first, for a whole screen is asked of every frame.
        if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
        guard let first = unicodeScalars.first else { return 0 }
        if first.isDrawing { return 1 }
        let value = first.value
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
        if first.properties.isEmojiPresentation || Self.isWide(value) { return 2 }
        // A sign that is text by itself and a picture with the variation selector.
        if unicodeScalars.contains("\u{FE0F}"), first.properties.isEmoji { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator, .paragraphSeparator:
            return 0
        default: return 1
        }
    }

    /// The blocks that Unicode's East Asian Width calls wide or full-width.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wide.contains { $0.contains(value) }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x17000...0x18CFF, 0x1AFF0...0x1B2FF, 0x20000...0x3FFFD,
    ]
}

extension Unicode.Scalar {
    /// Of the blocks that frames, bars, blocks and braille curves are drawn with: one column, and never a picture.
    var isDrawing: Bool { (0x2500...0x259F).contains(value) || (0x2800...0x28FF).contains(value) }
}
