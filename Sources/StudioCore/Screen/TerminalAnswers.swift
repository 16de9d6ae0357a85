import Foundation

/// What a terminal answered to the questions asked of it at start.
public struct TerminalAnswers: Sendable, Equatable {
    /// The attributes of DA1; nil until it came, which ends the answers.
    public private(set) var attributes: [Int]?
    public private(set) var hasKitty = false
    public private(set) var hasTrueColor = false
    /// A cell's size in pixels.
    public private(set) var cellSize: (width: Int, height: Int)?
    /// Colours a sixel picture may have.
    public private(set) var sixelRegisters: Int?
    /// Whether the terminal's background is light; false where it does not say.
    public private(set) var isLight = false
    /// The terminal's name and version, as XTVERSION gives it.
    public private(set) var name: String?
    /// What came besides answers: keys typed early.
    public private(set) var rest: [UInt8] = []

    /// The questions, DA1 last since every terminal knows it: kitty's graphics query, the cell size, whether a 24-bit background is
    /// reported as it was set, the sixel colour registers, the background's colour (OSC 11), name and version.
    public static let questions = Array(
        ("\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" + "\u{1B}[16t"
            + "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[m"
            + "\u{1B}[?1;1;0S\u{1B}]11;?\u{1B}\\" + "\u{1B}[>0q" + "\u{1B}[c").utf8)

    /// Reads the bytes that came so far.
    public init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            guard let length = Self.sequenceLength(bytes[index...]) else {
                rest.append(bytes[index])
                index += 1
                continue
            }
            let sequence = Array(bytes[index..<index + length])
            if !read(String(decoding: sequence, as: UTF8.self)) { rest += sequence }
            index += length
        }
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.attributes == b.attributes && a.hasKitty == b.hasKitty && a.hasTrueColor == b.hasTrueColor
            && a.cellSize?.width == b.cellSize?.width && a.cellSize?.height == b.cellSize?.height
            && a.sixelRegisters == b.sixelRegisters && a.isLight == b.isLight && a.name == b.name && a.rest == b.rest
    }

    /// The length of the control sequence or string at the start of `bytes`; nil where none is complete there.
    static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count > 2, bytes.first == 0x1B else { return nil }
        let body = bytes.dropFirst(2)
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["):
            return body.firstIndex { $0 >= 0x40 }.map { $0 + 1 - bytes.startIndex }
        case UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "]"):
            // Some terminals end a colour's answer as xterm once did, with BEL.
            let isSystem = bytes[bytes.startIndex + 1] == UInt8(ascii: "]")
            return body.indices.first {
                (bytes[$0] == UInt8(ascii: "\\") && bytes[$0 - 1] == 0x1B) || (isSystem && bytes[$0] == 0x07)
            }
            .map { $0 + 1 - bytes.startIndex }
        default: return nil
        }
    }

    /// Takes one sequence; false where it is no answer.
    private mutating func read(_ sequence: String) -> Bool {
        let body = String(sequence.dropFirst(2))
        if sequence.hasPrefix("\u{1B}[") { return read(control: body) }
        let text = String(body.prefix { $0 != "\u{1B}" && $0 != "\u{7}" })
        if sequence.hasPrefix("\u{1B}]") { return read(system: text) }
        if sequence.hasPrefix("\u{1B}_G") {
            hasKitty = text.hasPrefix("Gi=31") && text.hasSuffix(";OK")
            return true
        }
        if text.hasPrefix(">|") {
            name = String(text.dropFirst(2))
            return true
        }
        if text.contains("$r") {
            // `48:2::1:2:3` or `48;2;1;2;3`: the colour as it was set, not the nearest of a palette.
            let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
            let start = numbers.firstIndex(of: 48) ?? numbers.endIndex
            hasTrueColor = Array(numbers[start...].suffix(3)) == [1, 2, 3]
            return true
        }
        return false
    }

    /// `11;rgb:rrrr/gggg/bbbb`, each of one to four hexadecimal digits.
    private mutating func read(system text: String) -> Bool {
        guard text.hasPrefix("11;rgb:") else { return false }
        let channels = text.dropFirst(7).split(separator: "/").map { digits in
            Double(Int(digits, radix: 16) ?? 0) / (pow(16, Double(digits.count)) - 1)
        }
        guard channels.count == 3 else { return true }
        isLight = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2] > 0.5
        return true
    }

    private mutating func read(control body: String) -> Bool {
        let numbers = body.split { !$0.isNumber }.compactMap { Int($0) }
        switch (body.first, body.last) {
        case ("?", "c"): attributes = numbers
        case ("?", "S"): if numbers.count >= 3, numbers[0] == 1, numbers[1] == 0 { sixelRegisters = numbers[2] }
        case (_, "t"):
            if numbers.count == 3, numbers[0] == 6, numbers[1] > 0, numbers[2] > 0 {
                cellSize = (width: numbers[2], height: numbers[1])
            }
        default: return false
        }
        return true
    }
}
