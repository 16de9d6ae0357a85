import Engine
import Foundation
import TOMLKit

extension Theme {
    /// Reads a theme:
    ///
    /// ```toml
    /// inherits = "dark"                                   # what is not said here is as there
    /// background = "#101020"                              # behind everything; left out or "default": the terminal's own
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
        if let background = reader.background() { theme.background = background }
        theme.name = name
        theme.problems += reader.problems
        self = theme
    }
}

/// Takes a theme's table apart, keeping what is right and complaining of the rest with its line.
private struct ThemeReader {
    /// The colour that leaves the choice to the terminal.
    private static let terminalsOwn = "default"
    /// The entries that are no roles.
    private static let others: Set = ["inherits", "background", "palette"]

    private var file: LenientTOML

    init(text: String, name: String) { file = LenientTOML(text, title: "theme \(name)") }

    var problems: [EngineFailure] { file.problems }

    var parent: String? { file.table["inherits"]?.string }

    mutating func complain(_ what: String, key: String, found: String? = nil) {
        file.complain(what, key: key, found: found)
    }

    /// What stands behind everything, where the theme says it: nil leaves that as it was, `.some(nil)` to the terminal.
    mutating func background() -> Color?? {
        guard let value = file.table["background"] else { return nil }
        guard let text = value.string else {
            file.complain("the background is a colour", key: "background", found: value.debugDescription)
            return nil
        }
        if text == Self.terminalsOwn { return .some(nil) }
        return color(text, key: "background").map { .some($0) }
    }

    mutating func styles(over theme: Theme) -> [Role: Style] {
        var result: [Role: Style] = [:]
        for key in file.table.keys where !Self.others.contains(key) {
            guard let role = Role(rawValue: key) else {
                file.complain(
                    "there is no role \(key)", key: key,
                    hint: "the roles are \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
                continue
            }
            if let style = style(of: key, over: theme.ownStyle(role)) { result[role] = style }
        }
        return result
    }

    private mutating func style(of key: String, over old: Style) -> Style? {
        guard let value = file.table[key] else { return nil }
        if let text = value.string {
            if text == Self.terminalsOwn { return Style(background: old.background, attributes: old.attributes) }
            guard let color = color(text, key: key) else { return nil }
            return Style(foreground: color, background: old.background, attributes: old.attributes)
        }
        guard let parts = value.table else {
            file.complain("a role is a colour or a table", key: key, found: value.debugDescription)
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
                file.complain(
                    "a role's table has an entry \(part) that is not right", key: key,
                    expected: "foreground, background (colours) or attributes (a list)")
            }
        }
        return style
    }

    private mutating func color(_ text: String, key: String) -> Color? {
        if text == Self.terminalsOwn { return nil }
        if let color = Color(hexadecimal: file.table["palette"]?.table?[text]?.string ?? text) { return color }
        file.complain(
            "this is no colour", key: key, expected: "#rrggbb, default, or a name from [palette]", found: text)
        return nil
    }

    private mutating func attribute(_ name: String?, key: String) -> Style.Attributes {
        let known: [String: Style.Attributes] = [
            "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
        ]
        if let name, let attribute = known[name] { return attribute }
        file.complain(
            "there is no attribute \(name ?? "without a name")", key: key,
            expected: known.keys.sorted().joined(separator: ", "))
        return []
    }
}

extension Color {
    /// `#rrggbb`.
    init?(hexadecimal text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }
}
