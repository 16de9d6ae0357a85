import ArgumentParser
import StudioCore

/// `studio tutor`
struct TutorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tutor",
        abstract: "Open the window with lessons that watch what you do and say what there is to see.",
        discussion: Lessons.titles.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n"))

    @Argument(help: "The lesson to begin with.") var lesson = 1
    @Option(help: "The model to open with: a name or a folder.") var model: String?

    func validate() throws {
        guard (1...Lessons.titles.count).contains(lesson) else {
            throw ValidationError("lesson", expected: "1…\(Lessons.titles.count)", found: "\(lesson)")
        }
    }

    func run() throws { try Window(model: model, lesson: lesson - 1).run() }
}
