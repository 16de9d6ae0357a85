/// Breaks text into lines.
enum Wrap {
    /// Lines of at most `width` columns, broken between words where that is possible.
    static func lines(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = String(word)
            let joined = line.isEmpty ? word : line + " " + word
            if DisplayWidth.of(joined) <= width {
                line = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while DisplayWidth.of(word) > width {
                let head = prefix(word, width: width)
                lines.append(head)
                word = String(word.dropFirst(head.count))
            }
            line = word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func prefix(_ text: String, width: Int) -> String {
        var columns = 0
        var head = ""
        for character in text {
            columns += DisplayWidth.of(String(character))
            if columns > width, !head.isEmpty { break }
            head.append(character)
        }
        return head
    }
}
