/// Text that names commands: `|ID|` stands for the key that the command has now.
enum KeyedText {
    /// The lines of `text`, `width` columns wide.
    static func lines(_ text: String, _ model: StudioModel, width: Int) -> [[Span]] {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).enumerated().map { part in
            part.offset % 2 == 0 ? Span(String(part.element)) : key(String(part.element), model)
        }
        return wrap(parts, width: width)
    }

    /// The key that the command `id` has now.
    static func key(_ id: String, _ model: StudioModel) -> Span {
        guard let command = CommandTable.all.first(where: { $0.id == id }) else { return Span(id) }
        return Span(model.keymap.short(of: command), .key)
    }

    /// Breaks spans between words.
    private static func wrap(_ spans: [Span], width: Int) -> [[Span]] {
        var lines: [[Span]] = []
        var line: [Span] = []
        var columns = 0
        for span in spans {
            for word in words(of: span.text) {
                let wide = DisplayWidth.of(word.trimmingPrefix(while: { $0 == " " }).description)
                let whole = DisplayWidth.of(word)
                if columns > 0, columns + whole > width {
                    lines.append(line)
                    (line, columns) = ([], 0)
                }
                let text = columns == 0 ? String(word.drop { $0 == " " }) : word
                line.append(Span(text, span.role))
                columns += columns == 0 ? wide : whole
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The words of a text, each with the spaces before it.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text {
            if character == " ", word.contains(where: { $0 != " " }) {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}
