import CNcurses
import Foundation
import StudioCore

/// Turns what ncurses reads into events. Sequences that neither ncurses nor this knows, such as late answers of the terminal, are
/// dropped whole and never taken for keys.
struct KeyReader {
    private static let pasteStart: Int32 = 0x1000
    private static let pasteEnd: Int32 = 0x1001
    private static let mouseStart: Int32 = 0x1002
    private static let focusGained: Int32 = 0x1003
    private static let focusLost: Int32 = 0x1004
    /// How long the rest of a sequence may take to come, in milliseconds.
    private static let sequenceDelay: Int32 = 50
    /// The longest sequence that is dropped whole.
    private static let longestSequence = 4096

    /// What has been pasted so far; nil outside a paste.
    private var pasted: String?

    private enum Item {
        case character(Character)
        case code(Int32)
    }

    /// Tells ncurses the sequences that terminals send but their descriptions often lack.
    func learn() {
        let sequences: [(String, Int32)] = [
            ("[200~", Self.pasteStart), ("[201~", Self.pasteEnd), ("[<", Self.mouseStart),
            ("[I", Self.focusGained), ("[O", Self.focusLost),
            ("[A", KEY_UP), ("[B", KEY_DOWN), ("[C", KEY_RIGHT), ("[D", KEY_LEFT), ("OA", KEY_UP), ("OB", KEY_DOWN),
            ("OC", KEY_RIGHT), ("OD", KEY_LEFT), ("[H", KEY_HOME), ("[F", KEY_END), ("OH", KEY_HOME), ("OF", KEY_END),
            ("[1~", KEY_HOME), ("[4~", KEY_END), ("[3~", KEY_DC), ("[5~", KEY_PPAGE), ("[6~", KEY_NPAGE),
            ("[Z", KEY_BTAB),
            ("[1;2A", KEY_SR), ("[1;2B", KEY_SF), ("[1;2C", KEY_SRIGHT), ("[1;2D", KEY_SLEFT),
            // With Control the same as with Shift.
            ("[1;5A", KEY_SR), ("[1;5B", KEY_SF), ("[1;5C", KEY_SRIGHT), ("[1;5D", KEY_SLEFT),
        ]
        // The mouse is read here and not by ncurses.
        define_key(nil, KEY_MOUSE)
        for (sequence, code) in sequences where key_defined("\u{1B}" + sequence) == 0 {
            define_key("\u{1B}" + sequence, code)
        }
    }

    mutating func read() -> [Event] {
        var events: [Event] = []
        while let item = next() {
            if let event = event(item) { events.append(event) }
        }
        return events
    }

    private func next() -> Item? {
        var key: wint_t = 0
        switch studio_next_key(&key) {
        case KEY_CODE_YES: return .code(Int32(bitPattern: key))
        case OK: return .character(Unicode.Scalar(key).map(Character.init) ?? "\u{FFFD}")
        default: return nil
        }
    }

    private mutating func event(_ item: Item) -> Event? {
        if pasted != nil { return paste(item) }
        switch item {
        case .code(Self.pasteStart):
            pasted = ""
            return nil
        case .code(Self.mouseStart): return mouse()
        case .code(Self.focusGained): return .focused(true)
        case .code(Self.focusLost): return .focused(false)
        case .code(let code): return Self.keys[code].map { .key($0) } ?? function(code)
        case .character("\u{1B}"): return escape() ? nil : .key(.escape)
        case .character(let character): return Self.key(character).map { .key($0) }
        }
    }

    private mutating func paste(_ item: Item) -> Event? {
        switch item {
        case .code(Self.pasteEnd):
            defer { pasted = nil }
            return .paste(pasted ?? "")
        case .code(KEY_ENTER): pasted?.append("\n")
        case .code: break
        // Terminals send a pasted line's end as the Return key.
        case .character("\r"): pasted?.append("\n")
        case .character(let character): pasted?.append(character)
        }
        return nil
    }

    /// After `ESC [ <`: `button ; column ; line`, then M where it went down or moved, m where it went up.
    private func mouse() -> Event? {
        var text = ""
        while text.count < 32, case .character(let character)? = nextSoon() {
            guard character == "M" || character == "m" else {
                text.append(character)
                continue
            }
            let numbers = text.split(separator: ";").map { Int($0) ?? 0 }
            guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
            // Without Shift, Alt and Control.
            let (button, x, y) = (numbers[0] & ~28, numbers[1] - 1, numbers[2] - 1)
            switch (button, character) {
            case (0, "m"): return .mouseReleased
            case (0, _): return .mouse(x: x, y: y, button: 1)
            case (32, _): return .mouseMoved(x: x, y: y)
            case (64, _), (65, _): return .mouse(x: x, y: y, button: button - 60)
            default: return nil
            }
        }
        return nil
    }

    /// After ESC: drops the sequence it begins; false where it is the Escape key by itself.
    private func escape() -> Bool {
        guard let first = nextSoon() else { return false }
        guard case .character(let kind) = first, "[PO_]".contains(kind) else {
            putBack(first)
            return false
        }
        var last: Character = "\u{1B}"
        for count in 0..<Self.longestSequence {
            guard let item = nextSoon() else {
                // Escape, and then the bare character.
                if count == 0 { putBack(first) }
                return count > 0
            }
            guard case .character(let character) = item else { return true }
            switch kind {
            case "[":
                guard ("@"..."~").contains(character) else { break }
                // A mouse told of in the old way: three characters follow.
                if count == 0, character == "M" { for _ in 0..<3 { _ = nextSoon() } }
                return true
            case "O": return true
            default: if character == "\u{7}" || (character == "\\" && last == "\u{1B}") { return true }
            }
            last = character
        }
        return true
    }

    /// The next item, if it comes at once.
    private func nextSoon() -> Item? {
        if let item = next() { return item }
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Self.sequenceDelay) > 0 else { return nil }
        return next()
    }

    private func putBack(_ item: Item) {
        switch item {
        case .code(let code): ungetch(code)
        case .character(let character): character.unicodeScalars.reversed().forEach { _ = unget_wch(wchar_t($0.value)) }
        }
    }

    private func function(_ code: Int32) -> Event? {
        let number = code - KEY_F0
        return (1...24).contains(number) ? .key(.function(Int(number))) : nil
    }

    /// The key behind a character; nil where there is none.
    private static func key(_ character: Character) -> Key? {
        switch character {
        case "\r": return .enter
        case "\u{1F}": return .control("_")
        case "\t": return .tab
        case "\u{7F}", "\u{8}": return .backspace
        default: break
        }
        guard let value = character.unicodeScalars.first?.value, value < 0x20 else { return .character(character) }
        guard (1...26).contains(value), let letter = Unicode.Scalar(value + 96) else { return nil }
        return .control(Character(letter))
    }

    private static let keys: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight, KEY_SR: .shiftUp, KEY_SF: .shiftDown,
        KEY_ENTER: .enter, KEY_BTAB: .backTab, KEY_BACKSPACE: .backspace, KEY_DC: .delete,
        KEY_HOME: .home, KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    ]
}
