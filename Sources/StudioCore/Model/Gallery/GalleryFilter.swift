import Engine

/// Which pictures are shown: words that all have to be there, some of a certain kind.
///
/// `seven` is looked for in name, model, prompt, kind and date; `model:flow`, `class:7`, `prompt:snow` and `kind:inpaint` where they say;
/// `date:2026-11`, `date:today` in the date; `star` asks for a star.
struct GalleryFilter {
    private enum Condition {
        case text(String)
        case model(String)
        case prompt(String)
        case kind(String)
        case label(Int)
        case date(String)
        case star
        case never
    }

    private let conditions: [Condition]

    /// - Parameter today: as `2026-11-21`.
    init(_ text: String, today: String) {
        conditions = text.lowercased().split(separator: " ").compactMap { word in
            let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return word == "star" || word == "*" ? .star : .text(String(word)) }
            let value = parts[1]
            // The word is still being typed.
            if value.isEmpty, ["model", "prompt", "kind", "class", "date"].contains(parts[0]) { return nil }
            switch parts[0] {
            case "model": return .model(value)
            case "prompt": return .prompt(value)
            case "kind": return .kind(value)
            case "class": return Int(value).map { .label($0) } ?? .never
            case "date": return .date(value == "today" ? today : value)
            default: return .text(String(word))
            }
        }
    }

    /// - Parameter text: what ``text(of:)`` made of the entry.
    func takes(_ entry: GalleryEntry, _ text: String) -> Bool {
        conditions.allSatisfy { condition in
            let facts = entry.facts
            switch condition {
            case .text(let word): return Self.find(word, in: text)
            case .model(let word): return Self.find(word, in: facts?.model.lowercased() ?? "")
            case .prompt(let word): return Self.find(word, in: facts?.subject.lowercased() ?? "")
            case .kind(let word): return facts?.kind.hasPrefix(word) == true
            case .label(let label): return facts?.classes.contains(label) == true
            case .date(let start): return entry.date.hasPrefix(start)
            case .star: return entry.isStarred
            case .never: return false
            }
        }
    }

    /// What words are looked for in.
    static func text(of entry: GalleryEntry) -> String {
        let facts = entry.facts
        return [entry.key.name, entry.date, facts?.model ?? "", facts?.kind ?? "", facts?.subject ?? ""]
            .joined(separator: "\n").lowercased()
    }

    /// Whether the bytes of `word` are somewhere in `text`: ten thousand texts are gone through at every letter typed.
    private static func find(_ word: String, in text: String) -> Bool {
        let word = Array(word.utf8)
        guard let first = word.first else { return true }
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= word.count else { return false }
            for start in 0...bytes.count - word.count where bytes[start] == first {
                if word.indices.allSatisfy({ bytes[start + $0] == word[$0] }) { return true }
            }
            return false
        }
    }
}
