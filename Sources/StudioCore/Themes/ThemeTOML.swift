import Engine
import Foundation
import TOMLKit

extension Theme {
    /// Reads a theme:
    ///
    /// ```toml
    /// inherits = "dark"                                   # what is not said here is as there
    /// "border.focused" = "sea"                            # a role, a colour: of the palette, or #rrggbb
    /// key = { foreground = "sea", background = "#101020", attributes = ["bold"] }
    /// [palette]
    /// sea = "#6fd3e0"
    /// ```
    ///
    /// Whatever is wrong is left out and told in ``problems`` with its line; the rest counts.
    /// - Parameters:
    ///   - name: the theme's own, by which others inherit from it.
    ///   - source: the text of another theme, where there is one of that name; `dark` needs none.
    public init(toml text: String, named name: String, source: (String) -> String? = { _ in nil }) {
        self.init(toml: text, named: name, descendants: [name], source: source)
    }

    private init(toml text: String, named name: String, descendants: [String], source: (String) -> String?) {
        var reader = ThemeReader(text: text, name: name)
        var theme = Theme.dark
        if let parent = reader.parent, parent != "dark" || source("dark") != nil, !(parent == "dark" && name == "dark")
        {
            if descendants.contains(parent) {
                reader.complain("the theme inherits from itself", key: "inherits", found: parent)
            } else if let other = source(parent) {
                theme = Theme(toml: other, named: parent, descendants: descendants + [parent], source: source)
            } else {
                reader.complain("there is no theme \(parent) to inherit from", key: "inherits")
            }
        }
        for (role, style) in reader.styles(over: theme) { theme[role] = style }
        theme.name = name
        theme.problems += reader.problems
        self = theme
    }
}

/// Takes a theme's table apart, keeping what is right and complaining of the rest with its line.
private struct ThemeReader {
    /// The colour that leaves the choice to the terminal.
    private static let terminalsOwn = "default"

    private let table: TOMLTable
    private let lines: [Substring]
    private let name: String
    private(set) var problems: [EngineFailure] = []

    init(text: String, name: String) {
        self.name = name
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var kept = lines
        // A line that is not TOML is blanked and the rest read again, so that one slip does not cost the theme.
        while true {
            do {
                table = try TOMLTable(string: kept.joined(separator: "\n"))
                return
            } catch let error as TOMLParseError where problems.count < 20 {
                // The parser may notice a slip only on the line after it.
                let noticed = min(max(0, error.source.begin.line - 1), kept.count - 1)
                guard let bad = (0...noticed).last(where: { !kept[$0].isEmpty }) else { break }
                problems.append(
                    EngineFailure("this line is not TOML", found: error.description, place: "theme \(name):\(bad + 1)"))
                kept[bad] = ""
            } catch {
                problems.append(EngineFailure("the theme is not TOML", found: "\(error)", place: "theme \(name)"))
                break
            }
        }
        table = TOMLTable()
    }

    var parent: String? { table["inherits"]?.string }

    mutating func complain(
        _ what: String, key: String, expected: String? = nil, found: String? = nil, hint: String? = nil
    ) {
        let line = lines.firstIndex { line in
            line.split(separator: "=").first?.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'")) == key
        }
        let place = "theme \(name)" + (line.map { ":\($0 + 1)" } ?? "")
        problems.append(EngineFailure(what, expected: expected, found: found, place: place, hint: hint))
    }

    mutating func styles(over theme: Theme) -> [Role: Style] {
        var result: [Role: Style] = [:]
        for key in table.keys where key != "inherits" && key != "palette" {
            guard let role = Role(rawValue: key) else {
                complain(
                    "there is no role \(key)", key: key,
                    hint: "the roles are \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
                continue
            }
            if let style = style(of: key, over: theme[role]) { result[role] = style }
        }
        return result
    }

    private mutating func style(of key: String, over old: Style) -> Style? {
        guard let value = table[key] else { return nil }
        if let text = value.string {
            if text == Self.terminalsOwn { return Style(background: old.background, attributes: old.attributes) }
            guard let color = color(text, key: key) else { return nil }
            return Style(foreground: color, background: old.background, attributes: old.attributes)
        }
        guard let parts = value.table else {
            complain("a role is a colour or a table", key: key, found: value.debugDescription)
            return nil
        }
        var style = Style()
        for part in parts.keys {
            switch (part, parts[part]?.string, parts[part]?.array) {
            case ("foreground", let text?, _): style.foreground = color(text, key: key)
            case ("background", let text?, _): style.background = color(text, key: key)
            case ("attributes", _, let list?):
                for item in list { style.attributes.formUnion(attribute(item.string, key: key)) }
            default:
                complain(
                    "a role's table has an entry \(part) that is not right", key: key,
                    expected: "foreground, background (colours) or attributes (a list)")
            }
        }
        return style
    }

    private mutating func color(_ text: String, key: String) -> Color? {
        if text == Self.terminalsOwn { return nil }
        if let color = Color(hexadecimal: table["palette"]?.table?[text]?.string ?? text) { return color }
        complain("this is no colour", key: key, expected: "#rrggbb, default, or a name from [palette]", found: text)
        return nil
    }

    private mutating func attribute(_ name: String?, key: String) -> Style.Attributes {
        let known: [String: Style.Attributes] = [
            "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
        ]
        if let name, let attribute = known[name] { return attribute }
        complain(
            "there is no attribute \(name ?? "without a name")", key: key,
            expected: known.keys.sorted().joined(separator: ", "))
        return []
    }
}

extension Color {
    /// `#rrggbb`.
    init?(hexadecimal text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16) else {
            return nil
        }
        self.init(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }
}
