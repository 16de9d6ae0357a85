import Engine
import Foundation
import Testing

@testable import StudioCore

@Suite struct ThemeTests {
    @Test func aThemeNamesColoursByPalette() {
        let theme = Theme(
            toml: """
                "border.focused" = "sea"
                key = { foreground = "#010203", background = "sea", attributes = ["bold", "underline"] }
                [palette]
                sea = "#0a0b0c"
                """, named: "mine")
        #expect(theme.problems.isEmpty && theme.name == "mine")
        #expect(theme[.borderFocused].foreground == Color(10, 11, 12))
        #expect(
            theme[.key]
                == Style(foreground: Color(1, 2, 3), background: Color(10, 11, 12), attributes: [.bold, .underline]))
        #expect(theme[.text] == Theme.dark[.text])
    }

    @Test func aThemeInherits() {
        let sources = [
            "base": "text = \"#111111\"\ndim = \"#222222\"", "mid": "inherits = \"base\"\ndim = \"#333333\"",
        ]
        let theme = Theme(toml: "inherits = \"mid\"\nkey = \"#444444\"", named: "leaf") { sources[$0] }
        #expect(theme[.text].foreground == Color(0x11, 0x11, 0x11))
        #expect(theme[.dim].foreground == Color(0x33, 0x33, 0x33))
        #expect(theme[.key].foreground == Color(0x44, 0x44, 0x44))
        #expect(theme.problems.isEmpty && theme.name == "leaf")
        #expect(Theme(toml: "inherits = \"dark\"", named: "plain").problems.isEmpty)
    }

    @Test func aThemeThatInheritsFromItselfSaysSo() {
        let sources = ["a": "inherits = \"b\"", "b": "inherits = \"a\""]
        let theme = Theme(toml: sources["a"] ?? "", named: "a") { sources[$0] }
        #expect(theme.problems.map(\.what) == ["the theme inherits from itself"])
        let orphan = Theme(toml: "inherits = \"nobody\"\ntext = \"#111111\"", named: "orphan")
        #expect(orphan.problems.map(\.place) == ["theme orphan:1"] && orphan[.text].foreground == Color(17, 17, 17))
    }

    @Test func whatIsWrongIsNamedByLineAndTheRestCounts() {
        let theme = Theme(
            toml: """
                text = "#111111"
                txet = "#222222"
                dim = "sky"
                key = { foreground = "#333333", attributes = ["fat"] }
                value = 7
                title = { colour = "#444444" }
                this is not toml
                accent = "#555555"
                """, named: "odd")
        #expect(theme[.text].foreground == Color(0x11, 0x11, 0x11))
        #expect(theme[.accent].foreground == Color(0x55, 0x55, 0x55))
        #expect(theme[.key] == Style(foreground: Color(0x33, 0x33, 0x33)))
        #expect(theme[.value] == Theme.dark[.value])
        #expect(Set(theme.problems.compactMap(\.place)) == Set((2...7).map { "theme odd:\($0)" }))
        #expect(theme.problems.count == 6)
    }

    @Test(arguments: [
        "light", "high-contrast", "amber", "solarized", "gruvbox", "nord", "colour-blind", "monochrome",
    ]) func theThemesThatShipAreRight(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("themes/\(name).toml"), encoding: .utf8)
        let theme = Theme(toml: text, named: name)
        #expect(theme.problems.isEmpty, "\(theme.problems.map(\.sentence))")
        for role in Role.allCases {
            #expect(text.contains(role.rawValue), "\(role.rawValue) is left to the dark theme")
        }
        #expect(theme[.selection] != theme[.text] && theme[.picked] != theme[.dim])
    }

    @Test func withoutColoursEverythingThatMattersIsToldApartByAttributes() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("themes/high-contrast.toml"), encoding: .utf8)
        let theme = Theme(toml: text, named: "high-contrast")
        for role in Role.allCases { #expect(theme[role].foreground == nil && theme[role].background == nil) }
        for (a, b) in [
            (Role.selection, Role.text), (.picked, .dim), (.title, .titleFocused), (.error, .text), (.key, .dim),
        ] {
            #expect(theme[a] != theme[b], "\(a) and \(b)")
        }
    }

    @Test func aThemesProblemsAreToldInTheWindow() {
        var startup = Scenes.startup(100, 30)
        startup.theme = Theme(toml: "txet = \"#222222\"", named: "odd")
        let model = StudioModel(startup)
        #expect(model.messages.current?.text == "there is no role txet in theme odd:1")
    }

    @Test func aTerminalWithoutColoursGetsAttributes() {
        let model = StudioModel(Scenes.startup(100, 30, graphics: .mono, colors: .mono))
        let screen = view(model)
        #expect(screen.cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
        #expect(screen.cells.contains { $0.style.attributes.contains(.reverse) })
    }

    @Test func themesAreShownAsTheyArePassed() {
        var startup = Scenes.startup(100, 30)
        startup.themes = [.dark, Theme(toml: "", named: "other"), Theme(toml: "", named: "third")]
        var model = StudioModel(startup)
        Scenes.press(&model, .character("T"), .down)
        #expect(model.theme.name == "other")
        Scenes.press(&model, .down, .escape)
        #expect(model.theme.name == "dark" && model.overlay == nil)
        Scenes.press(&model, .character("T"), .down, .enter)
        #expect(model.theme.name == "other" && model.overlay == nil)
        Scenes.press(&model, .character("T"))
        #expect(model.listIndex == 1)
    }

    @Test func aBackgroundStandsBehindEverythingThatHasNone() {
        let theme = Theme(
            toml:
                "background = \"night\"\ntext = \"#ffffff\"\nkey = { background = \"#010203\" }\n[palette]\nnight = \"#000010\"",
            named: "night")
        #expect(theme.problems.isEmpty)
        #expect(theme[.text] == Style(foreground: Color(255, 255, 255), background: Color(0, 0, 16)))
        #expect(theme[.key].background == Color(1, 2, 3))
        let child = Theme(toml: "inherits = \"night\"\nbackground = \"default\"", named: "day") { _ in
            "background = \"#000010\"\ntext = \"#ffffff\""
        }
        #expect(child[.text] == Style(foreground: Color(255, 255, 255)))
        var startup = Scenes.startup(80, 24)
        startup.theme = theme
        #expect(view(StudioModel(startup)).cells.allSatisfy { $0.style.background != nil })
        #expect(theme.withoutColors[.text].attributes.isEmpty)
    }

    /// What a theme writes on its own background is read: a contrast of 3, for what is dimmed too (WCAG 2, large text), 4.5 for text.
    @Test(arguments: ["solarized", "gruvbox", "nord", "colour-blind", "monochrome", "amber"])
    func whatIsWrittenCanBeRead(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("themes/\(name).toml"), encoding: .utf8)
        let theme = Theme(toml: text, named: name)
        for role in Role.allCases where ![.border, .curveRaw, .progressRest].contains(role) {
            let style = theme[role]
            guard let ink = style.foreground else { continue }
            let least = [Role.text, .value, .title, .selection, .picked, .input, .error].contains(role) ? 4.5 : 3
            let contrast = Self.contrast(ink, style.background ?? Color(0, 0, 0))
            #expect(contrast >= least, "\(role) has a contrast of \(contrast)")
        }
    }

    private static func contrast(_ a: Color, _ b: Color) -> Double {
        func linear(_ part: UInt8) -> Double {
            let value = Double(part) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        func luminance(_ color: Color) -> Double {
            0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
        }
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }
}
