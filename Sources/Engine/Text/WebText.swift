import Foundation

/// Text as it stands in web pages, made plain: what Python's `urllib`, `html`, BeautifulSoup and ftfy do for IF's captions.
enum WebText {
    /// `+` as a space and `%41` as the byte it names; bytes that are no UTF-8 become U+FFFD.
    static func unquoted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexadecimal(bytes[index + 1]), let low = hexadecimal(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init)
    }

    /// HTML without its tags, comments, scripts and styles, entities as the characters they name.
    static func withoutTags(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open]
            let next = rest[rest.index(after: open)...]
            guard let first = next.first, first.isASCII, first.isLetter || "/!?".contains(first),
                let behind = endOfTag(next)
            else {
                result.append("<")
                rest = next
                continue
            }
            rest = behind
            for hidden in ["script", "style"] where next.lowercased().hasPrefix(hidden) {
                rest = rest.range(of: "</\(hidden)", options: .caseInsensitive).map { rest[$0.lowerBound...] } ?? ""
            }
        }
        return unescaped(result + rest)
    }

    /// What follows the tag or comment that `text` begins with, behind its `<`.
    private static func endOfTag(_ text: Substring) -> Substring? {
        if text.hasPrefix("!--") { return text.range(of: "-->").map { text[$0.upperBound...] } ?? "" }
        return text.firstIndex(of: ">").map { text[text.index(after: $0)...] }
    }

    /// `&eacute;`, `&#233;` and `&#xe9;` as the characters they name; an unknown name stays.
    static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            let body = rest[rest.index(after: start)...]
            let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
            if let character = character(named: name) {
                result.unicodeScalars.append(character)
                rest = body[name.endIndex...]
                if rest.first == ";" { rest.removeFirst() }
            } else {
                result.append("&")
                rest = body
            }
        }
        return result + rest
    }

    private static func character(named name: Substring) -> UnicodeScalar? {
        guard name.first == "#" else { return HTMLEntities.named[String(name)] }
        let digits = name.dropFirst()
        let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap { $0 == 0 ? nil : UnicodeScalar($0) }
    }

    /// Characters that stand for plainer ones: ligatures, wide letters, curled quotes, odd line breaks, control characters. What was decoded
    /// wrongly before (mojibake) is left: in lower case nothing tells it from text.
    static func repaired(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscape = false
        for scalar in (text.contains("<") ? text : unescaped(text)).unicodeScalars {
            // A terminal's colours: ESC [ digits letter.
            if isEscape {
                isEscape = !scalar.properties.isAlphabetic
                continue
            }
            if scalar == "\u{1B}" {
                isEscape = true
                continue
            }
            result.append(contentsOf: plainer(scalar))
        }
        return String(result).replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            .precomposedStringWithCanonicalMapping
    }

    private static func plainer(_ scalar: UnicodeScalar) -> [UnicodeScalar] {
        switch scalar.value {
        case 0x2018...0x201B, 0x02BC: return ["'"]
        case 0x201C...0x201F: return ["\""]
        case 0x2028, 0x2029, 0x85: return ["\n"]
        case 0xFB00...0xFB06, 0x0132, 0x0133, 0x0149, 0x01F1...0x01F3, 0x01C4...0x01CC, 0x3000, 0xFF01...0xFFEF:
            return Array(String(Character(scalar)).precomposedStringWithCompatibilityMapping.unicodeScalars)
        case 0...8, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: return []
        default: return [scalar]
        }
    }
}

/// The characters HTML has names for that captions use: Latin-1, punctuation, currencies.
enum HTMLEntities {
    static let named: [String: UnicodeScalar] = {
        var table: [String: UnicodeScalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "hellip": "…", "mdash": "—", "ndash": "–",
            "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "euro": "€",
            "trade": "™", "bull": "•", "dagger": "†", "Dagger": "‡", "permil": "‰", "lsaquo": "‹", "rsaquo": "›",
            "oelig": "œ", "OElig": "Œ", "scaron": "š", "Scaron": "Š", "fnof": "ƒ", "circ": "ˆ", "tilde": "˜",
            "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}", "minus": "−", "larr": "←", "rarr": "→",
            "uarr": "↑", "darr": "↓", "hearts": "♥", "infin": "∞", "ne": "≠", "le": "≤", "ge": "≥",
        ]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            table[String(name)] = UnicodeScalar(UInt32(0xA0 + offset))
        }
        return table
    }()

    /// The names of U+00A0…U+00FF, in order.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para \
        middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute \
        Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
        THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde \
        ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
        """
}
