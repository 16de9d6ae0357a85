/// A preset as a line of the list.
enum PresetText {
    static func line(_ preset: Preset) -> [Span] {
        let recipe = preset.recipe.map { " · \($0)" } ?? ""
        return [Span(preset.name, .value), Span("  \(preset.workspace)\(recipe)", .dim)]
    }
}
