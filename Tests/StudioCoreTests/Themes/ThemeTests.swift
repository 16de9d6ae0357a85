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

    @Test(arguments: ["light", "high-contrast", "amber"]) func theThemesThatShipAreRight(_ name: String) throws {
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

    @Test func themesTakeTurns() {
        var startup = Scenes.startup(100, 30)
        startup.themes = [.dark, Theme(toml: "", named: "other")]
        var model = StudioModel(startup)
        Scenes.press(&model, .character("T"))
        #expect(model.theme.name == "other")
        Scenes.press(&model, .character("T"))
        #expect(model.theme.name == "dark")
    }
}
