@testable import StudioCore

extension Screen {
    /// The characters as lines of text; a cell under a real picture shows as ░.
    var text: String {
        (0..<height).map { y in
            String(
                (0..<width).compactMap { x -> Character? in
                    switch self[x, y].character {
                    case Cell.picture: "░"
                    case Cell.continuation: nil
                    case let character: character
                    }
                })
        }.joined(separator: "\n")
    }

    /// The styles as runs, a line of the screen a line: `x+width role`, where the theme names exactly one role so.
    func styles(_ theme: Theme) -> String {
        (0..<height).map { y in
            var runs: [String] = []
            var x = 0
            while x < width {
                let style = self[x, y].style
                var end = x
                while end < width, self[end, y].style == style { end += 1 }
                if style != theme[.text] { runs.append("\(x)+\(end - x) \(name(of: style, theme))") }
                x = end
            }
            return "\(y): " + runs.joined(separator: ", ")
        }.joined(separator: "\n")
    }

    private func name(of style: Style, _ theme: Theme) -> String {
        if let role = Role.allCases.first(where: { theme[$0] == style }) { return role.rawValue }
        // A role on the selected line: its own foreground, the selection's background.
        let under = theme[.selection]
        if style.background == under.background, style.attributes.isSuperset(of: under.attributes),
            let role = Role.allCases.first(where: { theme[$0].foreground == style.foreground })
        {
            return "\(role.rawValue) on selection"
        }
        return "other"
    }
}
