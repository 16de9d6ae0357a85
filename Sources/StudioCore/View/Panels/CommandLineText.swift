/// The command that does what the panes say, as a shell takes it.
enum CommandLineText {
    static func lines(_ line: CommandLine, _ model: StudioModel, width: Int) -> [[Span]] {
        let command = line.lines(width: width).map { [Span($0, .value)] }
        let copied =
            model.capabilities.signals == .none
            ? "This terminal takes no copies: select the lines above."
            : "Copied, where the terminal lets programs copy."
        let notes = [line.note, copied].compactMap(\.self).flatMap { Wrap.lines($0, width: max(1, width)) }
        return command + [[]] + notes.map { [Span($0, .dim)] }
    }
}
