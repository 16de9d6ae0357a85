import Synchronization

/// A character as a number, so that a cell is a plain value: compared and copied without looking at text.
///
/// A character of one scalar is that scalar; others are counted as they are first met. Characters that only look alike are different.
struct Glyph: Sendable, Hashable, ExpressibleByUnicodeScalarLiteral {
    private let code: UInt32

    /// Characters of several scalars lie behind Unicode's last scalar.
    private static let firstCluster: UInt32 = 0x11_0000
    private static let clusters = Mutex<(codes: [[UInt32]: UInt32], characters: [Character])>(([:], []))

    init(unicodeScalarLiteral scalar: Unicode.Scalar) { code = scalar.value }

    init(_ character: Character) {
        let scalars = character.unicodeScalars
        let first = scalars[scalars.startIndex]
        if scalars.index(after: scalars.startIndex) == scalars.endIndex {
            code = first.value
            return
        }
        let values = scalars.map(\.value)
        code = Self.clusters.withLock { clusters in
            if let code = clusters.codes[values] { return code }
            let code = Self.firstCluster + UInt32(clusters.characters.count)
            clusters.codes[values] = code
            clusters.characters.append(character)
            return code
        }
    }

    /// The scalar, where the character is one.
    var scalar: Unicode.Scalar? { Unicode.Scalar(code) }

    var character: Character {
        if let scalar { return Character(scalar) }
        return Self.clusters.withLock { $0.characters[Int(code - Self.firstCluster)] }
    }

    static let space: Glyph = " "
    /// ``Cell/continuation`` and ``Cell/picture``.
    static let continuation: Glyph = "\u{0}"
    static let picture: Glyph = "\u{1}"
}
