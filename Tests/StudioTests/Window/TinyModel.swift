import Testing

/// What keys do before a test can begin.
extension StudioWindow {
    /// Goes down `count` fields and types a value there.
    func set(_ field: String, to value: String, downwards count: Int, sourceLocation: SourceLocation = #_sourceLocation)
    {
        program.type(String(repeating: "\u{1B}[B", count: count))
        expect("▸\(field)", sourceLocation: sourceLocation)
        program.type("\r" + value + "\r")
        expect("\(field) is set", sourceLocation: sourceLocation) { terminal in
            let digits = value.filter(\.isNumber)
            return terminal.text.split(separator: "\n").contains { line in
                line.contains("▸\(field)") && line.filter(\.isNumber).contains(digits) && line.contains("‹")
            }
        }
    }

    /// In Train, sets the recipe to a network small enough for a test that takes so many steps.
    func chooseTinyNetwork(steps: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        expect("▸learning rate", sourceLocation: sourceLocation)
        set("batch", to: "5", downwards: 2, sourceLocation: sourceLocation)
        set("steps", to: "\(steps)", downwards: 2, sourceLocation: sourceLocation)
        set("hidden", to: "2", downwards: 1, sourceLocation: sourceLocation)
    }

    /// Trains such a network to its end, and takes the word of it away.
    func trainTinyModel(steps: Int = 3, sourceLocation: SourceLocation = #_sourceLocation) {
        chooseTinyNetwork(steps: steps, sourceLocation: sourceLocation)
        program.type("t")
        expect("is trained: \(steps) steps", sourceLocation: sourceLocation)
        // A second Escape would do something else: the first one's work is waited for.
        program.type("\u{1B}")
        expect("the notice goes", sourceLocation: sourceLocation) { !$0.text.contains("is trained: \(steps) steps") }
    }
}
