/// How well a few typed letters fit a text: all of them must be in it in their order.
struct FuzzyMatch: Equatable {
    /// Higher is better: letters at the beginnings of words and letters in a row count most.
    let score: Int
    /// The characters of the text that were matched.
    let positions: [Int]

    private static let point = 1
    private static let inARow = 10
    private static let wordStart = 8

    /// The best way to find `query` in `text`, upper and lower case alike; nil where it is not in it. An empty query fits everything.
    init?(_ query: String, in text: String) {
        let letters = Array(query.lowercased().filter { $0 != " " })
        let characters = Array(text.lowercased())
        guard letters.count <= characters.count else { return nil }
        guard !letters.isEmpty else {
            (score, positions) = (0, [])
            return
        }
        // best[i][j]: the best score with letter i at character j, and where letter i − 1 is then.
        var best = [[(score: Int, before: Int)?]](
            repeating: Array(repeating: nil, count: characters.count), count: letters.count)
        for (i, letter) in letters.enumerated() {
            // The best way for the letters before, among the characters before the last one.
            var earlier: (score: Int, at: Int)?
            for j in characters.indices where j >= i {
                if i > 0, j >= 2, let way = best[i - 1][j - 2], way.score > earlier?.score ?? .min {
                    earlier = (way.score, j - 2)
                }
                guard characters[j] == letter else { continue }
                let starts = j == 0 || !characters[j - 1].isLetter
                let own = Self.point + (starts ? Self.wordStart : 0)
                guard i > 0 else {
                    best[i][j] = (own, -1)
                    continue
                }
                let adjacent = best[i - 1][j - 1].map { ($0.score + Self.inARow, j - 1) }
                let ways = [adjacent, earlier.map { ($0.score, $0.at) }].compactMap { $0 }
                best[i][j] = ways.max { $0.0 < $1.0 }.map { ($0.0 + own, $0.1) }
            }
        }
        guard
            let end = characters.indices.filter({ best[letters.count - 1][$0] != nil })
                .max(by: { (best[letters.count - 1][$0]?.score ?? 0) < (best[letters.count - 1][$1]?.score ?? 0) })
        else { return nil }
        score = best[letters.count - 1][end]?.score ?? 0
        var found: [Int] = []
        var at = end
        for i in letters.indices.reversed() {
            found.append(at)
            at = best[i][at]?.before ?? 0
        }
        positions = found.reversed()
    }
}
