/// Splits what a program writes into text and control sequences (ECMA-48, as terminals read it).
struct ControlParser: Sendable {
    struct Sequence: Sendable {
        /// `?`, `>`, `=` or `<` before the parameters.
        var mark: Character?
        var parameters: [Int]
        var intermediates: String
        var final: Character
        /// As written, for messages.
        var source: String

        func parameter(_ index: Int, default value: Int = 0) -> Int {
            index < parameters.count && parameters[index] != 0 ? parameters[index] : value
        }
    }

    enum Token: Sendable {
        case text(Unicode.Scalar)
        case control(UInt8)
        case escape(intermediates: String, final: Character)
        case sequence(Sequence)
        /// A control string and what introduced it: `P` DCS, `]` OSC, `_` APC, `^` PM, `X` SOS.
        case string(Character, [UInt8])
    }

    private enum State: Sendable {
        case ground, escape, sequence
        case string(Character)
        /// After ESC in a string: ST follows, or a new sequence.
        case stringEnd(Character)
    }

    private var state = State.ground
    private var collected: [UInt8] = []
    private var pendingUTF8: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Token? {
        switch state {
        case .ground: return ground(byte)
        case .escape: return escape(byte)
        case .sequence: return sequence(byte)
        case .string(let kind):
            if byte == 0x1B {
                state = .stringEnd(kind)
            } else if byte == 0x07, kind == "]" {
                return end(kind)
            } else {
                collected.append(byte)
            }
            return nil
        case .stringEnd(let kind):
            if byte == UInt8(ascii: "\\") { return end(kind) }
            state = .escape
            collected = []
            return escape(byte)
        }
    }

    private mutating func end(_ kind: Character) -> Token {
        defer { collected = [] }
        state = .ground
        return .string(kind, collected)
    }

    private mutating func ground(_ byte: UInt8) -> Token? {
        if byte == 0x1B {
            state = .escape
            collected = []
            pendingUTF8 = []
            return nil
        }
        if byte < 0x20 || byte == 0x7F { return .control(byte) }
        if byte < 0x80 { return .text(Unicode.Scalar(byte)) }
        pendingUTF8.append(byte)
        var decoder = UTF8()
        var iterator = pendingUTF8.makeIterator()
        let needed = pendingUTF8[0] >= 0xF0 ? 4 : pendingUTF8[0] >= 0xE0 ? 3 : 2
        guard pendingUTF8.count >= needed else { return nil }
        pendingUTF8 = []
        if case .scalarValue(let scalar) = decoder.decode(&iterator) { return .text(scalar) }
        return .text("\u{FFFD}")
    }

    private mutating func escape(_ byte: UInt8) -> Token? {
        let character = Character(Unicode.Scalar(byte))
        switch byte {
        case UInt8(ascii: "["):
            state = .sequence
            collected = []
            return nil
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string(character)
            collected = []
            return nil
        case 0x20...0x2F:
            collected.append(byte)
            return nil
        default:
            defer { collected = [] }
            state = .ground
            return .escape(intermediates: String(decoding: collected, as: UTF8.self), final: character)
        }
    }

    private mutating func sequence(_ byte: UInt8) -> Token? {
        if byte < 0x20 { return .control(byte) }
        guard byte >= 0x40 else {
            collected.append(byte)
            return nil
        }
        state = .ground
        let source = String(decoding: collected, as: UTF8.self)
        var body = Substring(source)
        var mark: Character?
        if let first = body.first, "?><=".contains(first) {
            mark = first
            body = body.dropFirst()
        }
        let intermediates = String(body.suffix { (0x20...0x2F).contains($0.asciiValue ?? 0) })
        let parameters = body.dropLast(intermediates.count).split(separator: ";", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        let final = Character(Unicode.Scalar(byte))
        return .sequence(
            Sequence(
                mark: mark, parameters: parameters == [0] && body.isEmpty ? [] : parameters,
                intermediates: intermediates,
                final: final, source: source + String(final)))
    }
}

extension Substring {
    fileprivate func suffix(while isWanted: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, isWanted(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
