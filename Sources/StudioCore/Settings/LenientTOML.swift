import Engine
import Foundation
import TOMLKit

/// A TOML file a person wrote, of which whatever is right counts: the rest is told with its line.
struct LenientTOML {
    let table: TOMLTable
    private(set) var problems: [EngineFailure] = []
    private let lines: [Substring]
    private let title: String

    private static let mostSlips = 20

    /// - Parameter title: what the file is called in complaints: `theme amber`, `config.toml`.
    init(_ text: String, title: String) {
        self.title = title
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var kept = lines
        // A line that is not TOML is blanked and the rest read again, so that one slip does not cost the file.
        while true {
            do {
                table = try TOMLTable(string: kept.joined(separator: "\n"))
                return
            } catch let error as TOMLParseError where problems.count < Self.mostSlips {
                // The parser may notice a slip only on the line after it.
                let noticed = min(max(0, error.source.begin.line - 1), kept.count - 1)
                guard let bad = (0...noticed).last(where: { !kept[$0].isEmpty }) else { break }
                problems.append(
                    EngineFailure("this line is not TOML", found: error.description, place: "\(title):\(bad + 1)"))
                kept[bad] = ""
            } catch {
                problems.append(EngineFailure("this is not TOML", found: "\(error)", place: title))
                break
            }
        }
        table = TOMLTable()
    }

    /// Tells what is wrong with the entry `key`, at its line.
    mutating func complain(
        _ what: String, key: String, expected: String? = nil, found: String? = nil, hint: String? = nil
    ) {
        let line = lines.firstIndex { line in
            line.split(separator: "=").first?.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'")) == key
        }
        let place = title + (line.map { ":\($0 + 1)" } ?? "")
        problems.append(EngineFailure(what, expected: expected, found: found, place: place, hint: hint))
    }
}
