import Engine
import Foundation
import StudioCore

/// The themes on this machine: the person's own first, then those that came with the program, then the one built in.
struct ThemeShelf {
    let folders: [String]

    /// Beside the settings, in the installed share, and in development in the repository the program was built in.
    static var standard: ThemeShelf {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = (program as NSString).deletingLastPathComponent
        let installed = (beside + "/../share/studio/themes" as NSString).standardizingPath
        let repository = program.range(of: "/.build/").map { String(program[..<$0.lowerBound]) + "/themes" }
        return ThemeShelf(
            folders: [Places.configuration + "/themes", beside + "/themes", installed, repository].compactMap { $0 })
    }

    /// Every theme by name, the built-in one first unless the person has another of its name.
    func all() -> [Theme] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        let names = Set(files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }).subtracting(["dark"])
        return [named("dark") ?? .dark] + names.sorted().compactMap(named)
    }

    /// The theme called `name`, or the TOML file at `name`; nil takes the built-in one.
    ///
    /// - Throws: ``EngineFailure`` where there is none; one with mistakes is taken with its problems.
    func chosen(_ name: String?) throws -> Theme {
        guard let name else { return named("dark") ?? .dark }
        if let theme = named(name) { return theme }
        if let text = text(at: name) {
            let title = ((name as NSString).lastPathComponent as NSString).deletingPathExtension
            return Theme(toml: text, named: title, source: source)
        }
        if name == "dark" { return .dark }
        throw EngineFailure(
            "there is no theme \(name)", expected: "a name or a TOML file",
            hint: "known themes: \(all().map(\.name).joined(separator: ", "))")
    }

    private func named(_ name: String) -> Theme? { source(name).map { Theme(toml: $0, named: name, source: source) } }

    /// The file of the theme called `name`; nil where there is none.
    func file(of name: String) -> String? {
        // A name is no path: a theme inherits from the shelf only.
        guard !name.contains("/") else { return nil }
        return folders.lazy.map { "\($0)/\(name).toml" }.first { FileManager.default.isReadableFile(atPath: $0) }
    }

    private func source(_ name: String) -> String? { file(of: name).flatMap(text(at:)) }

    private func text(at path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
