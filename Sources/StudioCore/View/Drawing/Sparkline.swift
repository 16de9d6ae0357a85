/// A curve one line high.
enum Sparkline {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The last values, as many as there is room for after averaging, one character each.
    static func text(_ values: [Float], width: Int) -> String {
        let values = values.filter(\.isFinite)
        guard width > 0, let low = values.min(), let high = values.max() else { return "" }
        let columns = min(width, values.count)
        let span = max(high - low, .leastNormalMagnitude)
        let characters = (0..<columns).map { column -> Character in
            let part = values[column * values.count / columns..<(column + 1) * values.count / columns]
            let mean = part.reduce(0, +) / Float(max(1, part.count))
            let level = Int(((mean - low) / span * Float(levels.count - 1)).rounded())
            return levels[min(max(0, level), levels.count - 1)]
        }
        return String(characters)
    }
}
