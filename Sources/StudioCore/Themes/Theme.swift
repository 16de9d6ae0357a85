import Engine

/// What a colour is for. Views name roles, themes give them looks: no other place knows a colour.
public enum Role: String, Sendable, CaseIterable {
    /// Ordinary writing, and what stands beside it: labels, units, explanations.
    case text, dim
    /// The numbers and names a person chose or the engine measured.
    case value
    /// A value that differs from the recipe's.
    case changed
    case title
    case titleFocused = "title.focused"
    case border
    case borderFocused = "border.focused"
    /// The row, chip or entry that keys act on, in the focused pane and in the others.
    case selection
    case selectionIdle = "selection.idle"
    /// A class that is picked.
    case picked
    /// What is being typed.
    case input
    case key
    case accent
    case good, warning, error
    case curve
    case curveRaw = "curve.raw"
    /// The runs laid under the present one.
    case curveSecond = "curve.second"
    case curveThird = "curve.third"
    case curveFourth = "curve.fourth"
    case axis
    case progress
    case progressRest = "progress.rest"
    /// What a mask covers; the brush.
    case mask, brush
}

/// How everything looks: a style for each role.
public struct Theme: Sendable, Equatable {
    public var name: String
    /// What stands behind everything that has no background of its own; nil is the terminal's.
    public var background: Color?
    private var styles: [Role: Style]
    /// What was wrong with the file it came from; the rest of the file counts.
    public var problems: [EngineFailure] = []

    public init(name: String, styles: [Role: Style]) {
        self.name = name
        self.styles = styles
    }

    /// The theme for a terminal without colours: what stood on a background is reversed, the attributes stay.
    public var withoutColors: Theme {
        var theme = self
        theme.background = nil
        theme.styles = styles.mapValues { style in
            Style(attributes: style.background == nil ? style.attributes : style.attributes.union(.reverse))
        }
        return theme
    }

    /// The style of `role` without what the theme puts behind everything.
    func ownStyle(_ role: Role) -> Style { styles[role] ?? .plain }

    public subscript(role: Role) -> Style {
        get {
            var style = ownStyle(role)
            if style.background == nil { style.background = background }
            return style
        }
        set { styles[role] = newValue }
    }
}
