/// What a person may have meant by a name that is not there.
public enum Spelling {
    /// The name of `names` that takes the fewest edits to `name`, where that is at most `most`.
    public static func nearest(to name: String, among names: [String], within most: Int = 3) -> String? {
        names.map { ($0, edits($0, name)) }.min { $0.1 < $1.1 }.flatMap { $0.1 <= most ? $0.0 : nil }
    }

    /// Edits between two words (Levenshtein, 1966).
    private static func edits(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var corner = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let above = row[j + 1]
                row[j + 1] = a[i] == b[j] ? corner : 1 + min(corner, above, row[j])
                corner = above
            }
        }
        return row[b.count]
    }
}
