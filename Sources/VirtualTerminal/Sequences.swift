import Foundation

/// How a virtual terminal answers questions.
public struct Personality: Sendable {
    /// What follows `CSI ?` in the answer to DA1, such as `62;4;22`; nil answers nothing at all, whatever is asked.
    public var deviceAttributes: String?
    public var hasKitty: Bool
    public var hasTrueColor: Bool
    public var sixelRegisters: Int
    public var cellWidth: Int
    public var cellHeight: Int

    public init(
        deviceAttributes: String? = nil, hasKitty: Bool = false, hasTrueColor: Bool = false, sixelRegisters: Int = 256,
        cellWidth: Int = 8, cellHeight: Int = 16
    ) {
        self.deviceAttributes = deviceAttributes
        self.hasKitty = hasKitty
        self.hasTrueColor = hasTrueColor
        self.sixelRegisters = sixelRegisters
        self.cellWidth = cellWidth
        self.cellHeight = cellHeight
    }
}

extension VirtualTerminal {
    mutating func obey(control byte: UInt8) {
        switch byte {
        case 0x07: bells += 1
        case 0x08: cursor.x = max(0, cursor.x - 1)
        case 0x09: cursor.x = min(width - 1, cursor.x / 8 * 8 + 8)
        case 0x0A, 0x0B, 0x0C: lineFeed()
        case 0x0D: cursor.x = 0
        default: break
        }
        if byte != 0x07 { wrapIsPending = false }
    }

    mutating func obey(escape intermediates: String, _ final: Character) {
        switch (intermediates, final) {
        case ("", "c"):
            erase(0..<cells.count)
            (pen, cursor, modes) = (Pen(), (0, 0), [7, 25])
        case ("", "="), ("", ">"), ("", "7"), ("", "8"), ("(", _), (")", _), ("", "\\"): break
        default: unknown.append("ESC \(intermediates)\(final)")
        }
    }

    mutating func obey(_ sequence: ControlParser.Sequence) {
        switch (sequence.mark, sequence.intermediates, sequence.final) {
        case (nil, "", "m"): setPen(sequence.parameters.isEmpty ? [0] : sequence.parameters)
        case (nil, "", "J"): eraseDisplay(sequence.parameter(0))
        case (nil, "", "K"): eraseLine(sequence.parameter(0))
        case (nil, "", "X"):
            let start = index(cursor.x, cursor.y)
            erase(start..<min(start + sequence.parameter(0, default: 1), (cursor.y + 1) * width))
        case (nil, "", "r"):
            let top = sequence.parameter(0, default: 1) - 1
            let bottom = min(sequence.parameter(1, default: height), height) - 1
            if top < bottom || height == 1 { scrollRegion = min(top, bottom)...bottom }
            cursor = (0, 0)
        case ("?", "", "h"), ("?", "", "l"): sequence.parameters.forEach { setMode($0, sequence.final == "h") }
        case (nil, "", "t") where sequence.parameter(0) == 22: savedTitles.append(title)
        case (nil, "", "t") where sequence.parameter(0) == 23: title = savedTitles.popLast() ?? title
        case (nil, "", "h"), (nil, "", "l"),
            (nil, "", "t") where sequence.parameter(0) != 16:
            break
        case (_, "", "c"), (">", "", "q"), (nil, "", "t"), ("?", "", "S"), (nil, "", "n"): answer(sequence)
        default: moveCursor(sequence)
        }
    }

    private mutating func moveCursor(_ sequence: ControlParser.Sequence) {
        let count = sequence.parameter(0, default: 1)
        switch (sequence.mark, sequence.final) {
        case (nil, "H"), (nil, "f"): cursor = (sequence.parameter(1, default: 1) - 1, count - 1)
        case (nil, "A"): cursor.y -= count
        case (nil, "B"): cursor.y += count
        case (nil, "C"): cursor.x += count
        case (nil, "D"): cursor.x -= count
        case (nil, "G"): cursor.x = count - 1
        case (nil, "d"): cursor.y = count - 1
        default:
            unknown.append("CSI \(sequence.source)")
            return
        }
        cursor = (min(max(0, cursor.x), width - 1), min(max(0, cursor.y), height - 1))
        wrapIsPending = false
    }

    private mutating func setMode(_ mode: Int, _ isSet: Bool) {
        if isSet { modes.insert(mode) } else { modes.remove(mode) }
        if mode == 1049 { enterAlternateScreen(isSet) }
    }

    private mutating func eraseDisplay(_ part: Int) {
        let here = index(cursor.x, cursor.y)
        erase(part == 0 ? here..<cells.count : part == 1 ? 0..<here + 1 : 0..<cells.count)
    }

    private mutating func eraseLine(_ part: Int) {
        let (here, start, end) = (index(cursor.x, cursor.y), cursor.y * width, (cursor.y + 1) * width)
        erase(part == 0 ? here..<end : part == 1 ? start..<here + 1 : start..<end)
    }

    private mutating func setPen(_ parameters: [Int]) {
        var rest = parameters[...]
        while let first = rest.popFirst() {
            switch first {
            case 0: pen = Pen()
            case 1, 2, 3, 4, 7: pen.attributes.insert(first)
            case 22: pen.attributes.subtract([1, 2])
            case 23, 24, 27: pen.attributes.remove(first - 20)
            case 30...37: pen.foreground = .indexed(first - 30)
            case 40...47: pen.background = .indexed(first - 40)
            case 90...97: pen.foreground = .indexed(first - 82)
            case 100...107: pen.background = .indexed(first - 92)
            case 39: pen.foreground = .standard
            case 49: pen.background = .standard
            case 38: if let color = Self.color(&rest) { pen.foreground = color }
            case 48: if let color = Self.color(&rest) { pen.background = color }
            default: unknown.append("SGR \(first)")
            }
        }
    }

    private static func color(_ rest: inout ArraySlice<Int>) -> Color? {
        switch rest.popFirst() {
        case 5: return rest.popFirst().map { .indexed($0) }
        case 2:
            guard rest.count >= 3 else { return nil }
            let values = rest.prefix(3).map { UInt8(clamping: $0) }
            rest = rest.dropFirst(3)
            return .rgb(values[0], values[1], values[2])
        default: return nil
        }
    }

    private mutating func answer(_ sequence: ControlParser.Sequence) {
        guard let attributes = personality.deviceAttributes else { return }
        switch (sequence.mark, sequence.final) {
        case (nil, "c"): reply("[?\(attributes)c")
        case (">", "c"): reply("[>41;379;0c")
        case (">", "q"): reply("P>|virtual 1\u{1B}\\")
        case (nil, "t"): reply("[6;\(personality.cellHeight);\(personality.cellWidth)t")
        case ("?", "S"): if sequence.parameter(0) == 1 { reply("[?1;0;\(personality.sixelRegisters)S") }
        case (nil, "n"): if sequence.parameter(0) == 6 { reply("[\(cursor.y + 1);\(cursor.x + 1)R") }
        default: break
        }
    }

    /// The title (2), the bar of progress (9;4), notifications (9, 777) and the clipboard (52).
    private mutating func obey(system text: String) {
        if text.hasPrefix("2;") {
            title = String(text.dropFirst(2))
        } else if text.hasPrefix("9;4;") {
            progress = text == "9;4;0;0" ? nil : String(text.dropFirst(4))
        } else if text.hasPrefix("9;") {
            notifications.append(String(text.dropFirst(2)))
        } else if text.hasPrefix("777;notify;") {
            notifications.append(String(text.dropFirst(11)))
        } else if text.hasPrefix("52;c;") {
            clipboard = Data(base64Encoded: String(text.dropFirst(5))).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private mutating func reply(_ text: String) { answers += [0x1B] + Array(text.utf8) }

    mutating func obey(string kind: Character, _ body: [UInt8]) {
        let text = String(decoding: body.prefix(64), as: UTF8.self)
        switch kind {
        case "P" where text.hasPrefix("$q"):
            guard personality.deviceAttributes != nil else { return }
            guard case .rgb(let r, let g, let b) = pen.background, personality.hasTrueColor else {
                reply("P1$r0m\u{1B}\\")
                return
            }
            reply("P1$r0;48:2::\(r):\(g):\(b)m\u{1B}\\")
        case "P" where body.prefix(8).contains(UInt8(ascii: "q")):
            guard let picture = SixelPicture(body) else {
                unknown.append("DCS \(text)")
                return
            }
            pictures.paint(picture, x: cursor.x, y: cursor.y)
        case "_" where text.hasPrefix("G"):
            let command = KittyCommand(body.dropFirst())
            if command.keys["a"] == "q" {
                if personality.deviceAttributes != nil, personality.hasKitty {
                    reply("_Gi=\(command.keys["i"] ?? "0");OK\u{1B}\\")
                }
            } else if !pictures.obey(command, x: cursor.x, y: cursor.y) {
                unknown.append("APC \(text)")
            }
        case "]": obey(system: String(decoding: body, as: UTF8.self))
        default: unknown.append("string \(kind) \(text)")
        }
    }
}
