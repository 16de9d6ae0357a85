extension Key {
    /// The key of that name, as ``title`` and people write it: `t`, `Space`, `Left`, `Shift-Left`, `Ctrl-L`, `F5`; nil where there is none.
    ///
    /// Long names count in any case. Ctrl-H, -I, -J, -M and -[ are no keys of their own: a terminal sends the same for Backspace, Tab,
    /// Enter and Esc.
    public init?(named name: String) {
        if name.count == 1, let character = name.first, character != " " {
            self = Self.arrows[character] ?? .character(character)
            return
        }
        let lower = name.lowercased()
        if let key = Self.named[lower] {
            self = key
        } else if lower.hasPrefix("ctrl-"), lower.count == 6, let letter = lower.last,
            ("a"..."z").contains(letter), !"hijm".contains(letter)
        {
            self = .control(letter)
        } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static let arrows: [Character: Key] = ["↑": .up, "↓": .down, "←": .left, "→": .right]

    private static let named: [String: Key] = {
        let keys: [Key] = [
            .shiftLeft, .shiftRight, .shiftUp, .shiftDown, .enter, .escape, .tab, .backTab, .backspace, .delete, .home,
            .end, .pageUp, .pageDown, .character(" "),
        ]
        let spelled: [String: Key] = [
            "up": .up, "down": .down, "left": .left, "right": .right, "shift-up": .shiftUp, "shift-down": .shiftDown,
            "shift-left": .shiftLeft, "shift-right": .shiftRight, "escape": .escape,
        ]
        return Dictionary(keys.map { ($0.title.lowercased(), $0) }, uniquingKeysWith: { $1 })
            .merging(spelled, uniquingKeysWith: { $1 })
    }()
}
