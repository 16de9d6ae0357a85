extension Theme {
    /// The theme that needs no file, for dark terminals. It leaves the background to the terminal.
    public static let dark: Theme = {
        let ink = Color(0xc8, 0xd0, 0xe0)
        let mist = Color(0x7f, 0x88, 0x9c)
        let slate = Color(0x4a, 0x52, 0x66)
        let aqua = Color(0x6f, 0xd3, 0xe0)
        let amber = Color(0xf2, 0xc1, 0x6b)
        let leaf = Color(0x9c, 0xd6, 0x8a)
        let rose = Color(0xf0, 0x7f, 0x86)
        let lilac = Color(0xb9, 0xa6, 0xf2)
        let night = Color(0x28, 0x36, 0x4a)
        let deep = Color(0x10, 0x16, 0x20)
        return Theme(
            name: "dark",
            styles: [
                .text: Style(foreground: ink),
                .dim: Style(foreground: mist),
                .value: Style(foreground: Color(0xf0, 0xf3, 0xfa)),
                .changed: Style(foreground: amber),
                .title: Style(foreground: ink, attributes: .bold),
                .titleFocused: Style(foreground: aqua, attributes: .bold),
                .border: Style(foreground: slate),
                .borderFocused: Style(foreground: aqua),
                .selection: Style(foreground: Color(0xff, 0xff, 0xff), background: night, attributes: .bold),
                .selectionIdle: Style(foreground: ink),
                .picked: Style(foreground: deep, background: aqua, attributes: .bold),
                .input: Style(foreground: Color(0xff, 0xff, 0xff), background: night, attributes: .underline),
                .key: Style(foreground: amber, attributes: .bold),
                .accent: Style(foreground: aqua),
                .good: Style(foreground: leaf),
                .warning: Style(foreground: amber),
                .error: Style(foreground: rose, attributes: .bold),
                .curve: Style(foreground: aqua),
                .curveRaw: Style(foreground: slate),
                .curveSecond: Style(foreground: amber),
                .curveThird: Style(foreground: leaf),
                .curveFourth: Style(foreground: rose),
                .axis: Style(foreground: mist),
                .progress: Style(foreground: lilac),
                .progressRest: Style(foreground: slate),
                .mask: Style(foreground: rose),
                .brush: Style(foreground: aqua),
            ])
    }()
}
