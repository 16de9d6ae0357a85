import ArgumentParser
import StudioCore

/// `studio window`, which is what `studio` alone does.
///
/// A command of its own, since options of `studio` itself would be taken out of every subcommand's arguments.
struct WindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "window", abstract: "Open the window.")

    @Option(help: "The model to open with: a name or a folder.") var model: String?
    @Option(help: "How the window looks.") var theme: String?
    @Option(help: "How pictures are shown.") var graphics: GraphicsChoice?

    @Option(help: "Where the window's state is kept, to be found again.") var session: String?

    @Option(help: "The most kilobytes a second that are sent to the terminal; 0 sets no limit.") var bandwidth: Int?

    @Flag(inversion: .prefixedNo, help: "Whether to begin with the tour; the first time it is shown unasked.")
    var tour: Bool?

    func validate() throws {
        guard bandwidth.map(Settings.bandwidths.contains) ?? true else {
            throw ValidationError(
                "--bandwidth", expected: Settings.bandwidthsTitle, found: "\(bandwidth ?? 0)")
        }
    }

    func run() throws {
        try Window(
            model: model, theme: theme, graphics: graphics, session: session, tour: tour, bandwidth: bandwidth
        ).run()
    }
}

extension GraphicsChoice: ExpressibleByArgument {}
