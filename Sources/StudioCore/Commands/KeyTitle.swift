extension Key {
    /// The key as people call it: `t`, `Space`, `←`, `Ctrl-L`.
    public var title: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .shiftLeft: "Shift-←"
        case .shiftRight: "Shift-→"
        case .shiftUp: "Shift-↑"
        case .shiftDown: "Shift-↓"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PageUp"
        case .pageDown: "PageDown"
        case .function(let number): "F\(number)"
        }
    }
}

extension Command {
    /// All its keys as the reference lists them.
    public var keyList: String { keysTitle ?? keys.map(\.title).joined(separator: " ") }

    /// Those of its keys that mean it now; empty where other commands have them all.
    func keyList(in model: StudioModel) -> String {
        let all = model.keymap.keys(of: self)
        let mine = all.filter { model.command(for: $0)?.id == id }
        return mine.count == all.count ? model.keymap.list(of: self) : mine.map(\.title).joined(separator: " ")
    }

    /// Its first key, for the status line; a pair of arrows counts as one.
    var shortKey: String { keysTitle?.split(separator: " ").first.map(String.init) ?? keys.first?.title ?? "" }
}
