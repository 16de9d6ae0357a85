/// Choosing a colour.
extension CommandTable {
    static let colors = [
        Command(
            "color-move", "choose", keys: [.up, .down, .left, .right], keysTitle: "↑↓←→", place: .colors, rank: 1,
            help: "Goes through the colours: greys in the first row, then full, pale and dark hues."
        ) { model, key in
            let (dx, dy) =
                switch key {
                case .up: (0, -1)
                case .down: (0, 1)
                case .left: (-1, 0)
                default: (1, 0)
                }
            model.colorChoice?.typed = ""
            model.colorChoice?.place.move(dx: dx, dy: dy)
            return []
        },
        Command(
            "color-type", "type", keys: "0123456789abcdefABCDEF#".map { .character($0) }, keysTitle: "0–9 a–f",
            place: .colors, rank: 4, help: "Writes a colour as three or six hexadecimal digits; a paste goes in whole."
        ) { model, key in
            if case .character(let character) = key { model.colorChoice?.type(String(character)) }
            return []
        },
        Command(
            "color-rub-out", "rub out", keys: [.backspace, .delete], place: .colors,
            help: "Takes the last digit away."
        ) { model, _ in
            if model.colorChoice?.typed.isEmpty == false { model.colorChoice?.typed.removeLast() }
            return []
        },
        Command(
            "color-take", "take it", keys: [.enter, .character(" ")], place: .colors, rank: 2,
            help: "Paints with the colour from now on.",
            unless: { $0.colorChoice?.color == nil ? "three or six digits are wanted, such as ff8800" : nil }
        ) { model, _ in model.colorChoice?.color.map { model.take($0) } ?? [] },
        Command(
            "color-leave", "leave it", keys: [.escape], place: .colors, rank: 3, help: "Leaves the colour as it was."
        ) { model, _ in
            model.colorChoice = nil
            return []
        },
    ]
}
