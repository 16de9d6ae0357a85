import Foundation

/// What the files of pictures say, kept so that it need not be read again: a line a picture, its fields apart by tabs. A line counts
/// while the file has the size and time that it had then; one that is damaged does not count, and everything in it can be read anew.
struct GalleryIndex {
    private static let header = "studio gallery 1"
    private static let fields = 9

    /// By the picture's name in the folder.
    private(set) var facts: [String: (size: Int, modified: Int, facts: PictureFacts)] = [:]

    init() {}

    init(_ data: Data) {
        var lines = data.split(separator: UInt8(ascii: "\n"))[...]
        guard let first = lines.popFirst(), first.elementsEqual(Self.header.utf8) else { return }
        facts.reserveCapacity(lines.count)
        for line in lines {
            let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == Self.fields, let size = Int(parts[1]), let modified = Int(parts[2]),
                let width = Int(parts[3]), let height = Int(parts[4])
            else { continue }
            facts[Self.plain(parts[0])] = (
                size, modified,
                PictureFacts(
                    width: width, height: height, kind: Self.plain(parts[5]), model: Self.plain(parts[6]),
                    classes: parts[7].split(separator: ",").compactMap { Int($0) }, subject: Self.plain(parts[8]))
            )
        }
    }

    /// The facts of `key`, whose name in the folder is `name`; nil where they are not known, or of another version of the file.
    func facts(of key: GalleryKey, _ name: String) -> PictureFacts? {
        guard let known = facts[name], known.size == key.size, known.modified == key.modified else { return nil }
        return known.facts
    }

    mutating func keep(_ found: PictureFacts, of key: GalleryKey, _ name: String) {
        facts[name] = (key.size, key.modified, found)
    }

    /// Forgets the pictures that are there no more.
    mutating func keep(only names: Set<String>) {
        if facts.count > names.count { facts = facts.filter { names.contains($0.key) } }
    }

    var data: Data {
        var text = Self.header + "\n"
        for (name, known) in facts.sorted(by: { $0.key < $1.key }) {
            let facts = known.facts
            text += "\(Self.marked(name))\t\(known.size)\t\(known.modified)\t\(facts.width)\t\(facts.height)\t"
            text += "\(Self.marked(facts.kind))\t\(Self.marked(facts.model))\t"
            text += facts.classes.map(String.init).joined(separator: ",") + "\t\(Self.marked(facts.subject))\n"
        }
        return Data(text.utf8)
    }

    /// Tabs and line ends as `\t` and `\n`, and the backslash twice.
    private static func marked(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 9 || $0 == 10 || $0 == 92 }) else { return text }
        return text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
    }

    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(92) else { return text }
        var result = ""
        var isMarked = false
        for character in text.unicodeScalars {
            if isMarked {
                result.unicodeScalars.append(character == "t" ? "\t" : character == "n" ? "\n" : character)
                isMarked = false
            } else if character == "\\" {
                isMarked = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
