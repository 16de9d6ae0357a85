import CNcurses
import CTerminal
import Engine
import Foundation
import StudioCore

/// Opening the window: what the terminal can show, what is on this machine, the engine, the loop.
struct Window {
    var model: String?
    var theme: String?
    var graphics: GraphicsChoice?
    var session: String?
    var tour: Bool?
    /// The most kilobytes a second; 0 sets no limit, nil takes the settings'.
    var bandwidth: Int?
    /// The lesson that the tutor begins with, from 0.
    var lesson: Int?

    /// Shows the window until the person leaves it.
    /// - Throws: ``EngineFailure`` where there is no terminal, or a run could not be saved; ``Interrupted`` after a signal.
    func run() throws {
        Self.setLocale()
        try TerminalProbe.requireTerminal()
        let settings = SettingsFile.read()
        let session = StateFile<SessionState>(session ?? SessionState.standardPath)
        let presets = StateFile<Presets>()
        var startup = try makeStartup(settings)
        let isFirst = !session.exists
        do { startup.session = try session.read() } catch let failure as EngineFailure {
            startup.problems.append(failure)
        }
        do { startup.presets = try presets.read() ?? Presets() } catch let failure as EngineFailure {
            startup.problems.append(failure)
        }
        startup.isFirst = tour ?? (isFirst && lesson == nil)
        startup.lesson = lesson
        startup.keepsTheme = theme != nil || settings.theme != nil
        startup.keepsModel = model != nil
        let signals = terminal_catch_signals()
        guard signals >= 0 else {
            throw EngineFailure("signals cannot be caught", found: String(cString: strerror(errno)))
        }
        let answers = TerminalProbe.ask()
        (startup.capabilities, startup.graphicsNote) = Self.choose(answers, graphics ?? settings.graphics ?? .auto)
        // Dark ink on a light background: where the person chose nothing, the theme made for that.
        if theme == nil, settings.theme == nil, answers.isLight,
            let light = startup.themes.first(where: { $0.name == "light" })
        {
            startup.theme = light
        }
        let engine = try EngineSession(
            jobs: Places.data + "/queue.json", data: { try DataLocator().load($0).images },
            model: {
                try OpenedModel(folder: ModelCatalogue.folder(of: $0), reader: $1)
            })
        let terminal = try CursesTerminal(capabilities: startup.capabilities, early: answers.rest)
        defer { terminal.leave() }
        (startup.width, startup.height) = terminal.size
        var model = StudioModel(startup)
        for case .engine(let command) in model.restore(startup) { engine.send(command) }
        let kilobytes = bandwidth ?? settings.bandwidth ?? 0
        try WindowLoop(
            model: model, engine: engine, terminal: terminal, session: session, presets: presets, signals: signals,
            ceiling: kilobytes > 0 ? kilobytes * 1000 : nil
        ).run()
    }

    private static func choose(
        _ answers: TerminalAnswers, _ graphics: GraphicsChoice
    ) -> (TerminalCapabilities, String?) {
        let (capabilities, note) = TerminalCapabilities.choose(TerminalProbe.facts(answers), graphics: graphics)
        return (capabilities, note)
    }

    /// The encoding of the person's locale; UTF-8 where none is set at all, as in many containers.
    private static func setLocale() {
        setlocale(LC_CTYPE, "")
        let environment = ProcessInfo.processInfo.environment
        let isUnset = ["LC_ALL", "LC_CTYPE", "LANG"].allSatisfy { (environment[$0] ?? "").isEmpty }
        if isUnset { setlocale(LC_CTYPE, "C.UTF-8") }
    }

    /// What is on this machine; the terminal's part comes later.
    private func makeStartup(_ settings: Settings) throws -> Startup {
        let sets = DataLocator().statuses().filter { $0.folder != nil }.map(\.set.name)
        let wanted = KnownSet.all[0].name
        var notice: String?
        if let first = sets.first, first != wanted {
            notice = "\(wanted) is not here: \(first) takes its place (studio data fetch \(wanted) gets it)"
        } else if sets.isEmpty {
            notice = "there are no images to train on here: studio data fetch \(wanted) gets some"
        }
        let shelf = ThemeShelf.standard
        let chosen = try model.map { try ModelCatalogue.folder(of: $0) }
        var problems = settings.problems
        var look = Theme.dark
        do {
            look = try shelf.chosen(theme ?? settings.theme)
        } catch let failure as EngineFailure where theme == nil {
            // A settled theme that is gone is no reason not to open.
            problems.append(failure)
        }
        return Startup(
            width: 1, height: 1, theme: look, themes: shelf.all(), keymap: settings.keymap, problems: problems,
            models: ModelCatalogue.saved(also: chosen),
            chosenModel: chosen, dataSets: sets, notice: notice)
    }
}
