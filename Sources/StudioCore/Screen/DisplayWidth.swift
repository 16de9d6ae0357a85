/// How many columns characters take on a terminal.
enum DisplayWidth {
    /// 1, or 2 for wide characters (East Asian, emoji), or 0 for those without a column of their own: ``shown(_:)`` puts others in their
    /// places.
    static func of(_ character: Character) -> Int {
        if isOrdinary(character) { return 1 }
        let scalars = character.unicodeScalars
        guard let first = scalars.first, !isUnfit(first), !isMark(first) else { return 0 }
        // A variation selector asks for the emoji form, and two flags' letters make one flag.
        if scalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    static func of(_ glyph: Glyph) -> Int {
        if let scalar = glyph.scalar, isOrdinary(scalar) { return 1 }
        return of(glyph.character)
    }

    static func of(_ text: String) -> Int {
        isPlain(text) ? text.utf8.count : shown(text).reduce(0) { $0 + of($1) }
    }

    /// The characters as they may stand on a terminal: nothing that moves the cursor, reorders text or hides is passed through.
    ///
    /// Control characters become their pictures (␛ for Escape), reordering and invisible ones �, a mark with no letter gets a space.
    static func shown(_ text: String) -> [Character] {
        if isPlain(text) { return text.utf8.map { Character(Unicode.Scalar($0)) } }
        var result: [Character] = []
        for character in text {
            if isOrdinary(character) {
                result.append(character)
                continue
            }
            let scalars = character.unicodeScalars
            guard let first = scalars.first else { continue }
            if scalars.contains(where: isUnfit) {
                result += scalars.filter { $0 != "\u{FE0F}" }.map(fit)
            } else if isMark(first) {
                result.append(Character(" " + String(character)))
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// Printable ASCII alone, which is most text: a column a byte.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    /// Printable ASCII, or of the blocks that frames, bars and curves are drawn with: nearly everything, so it is asked first.
    private static func isOrdinary(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        guard let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex else {
            return false
        }
        return isOrdinary(first)
    }

    private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
        (0x20..<0x7F).contains(scalar.value) || scalar.isDrawing
    }

    private static func fit(_ scalar: Unicode.Scalar) -> Character {
        switch scalar.value {
        case 0..<0x20: Character(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
        case 0x7F: "\u{2421}"
        default: isUnfit(scalar) || isMark(scalar) ? "\u{FFFD}" : Character(scalar)
        }
    }

    /// A zero-width joiner is fit: emoji are made with it.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        case .format: return scalar != "\u{200D}"
        default: return false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: scalar == "\u{200D}"
        }
    }

    /// Unicode's East Asian Width, W and F, as blocks.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF,
        0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
        0x1F1E6...0x1F1FF, 0x1F200...0x1F320, 0x1F32D...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB,
        0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]
}

extension Unicode.Scalar {
    /// Of the blocks that frames, bars, blocks and braille curves are drawn with: one column, and never a picture.
    fileprivate var isDrawing: Bool { (0x2500...0x259F).contains(value) || (0x2800...0x28FF).contains(value) }
}
