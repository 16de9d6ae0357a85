import Engine
import Foundation
import Testing

@testable import StudioCore

@Suite struct CommandTests {
    /// A window in which `place` is where the keys are.
    static func model(at place: Place) -> StudioModel {
        var model = Scenes.stocked(100, 30)
        switch place {
        case .always, .window, .train, .parameters: break
        case .model: model.focus = .model
        case .prompt:
            model.workspace = .generate
            model.focus = .prompt
        case .sampling: model.workspace = .generate
        case .preview: model.focus = .preview
        case .timeline:
            model.workspace = .generate
            model.focus = .timeline
        case .loss: model.focus = .loss
        case .edit: model.workspace = .edit
        case .inpaint, .board: model.workspace = .inpaint
        case .illusions: model.workspace = .illusions
        case .noise: model.workspace = .noise
        case .comparison:
            model.workspace = .noise
            model.focus = .comparison
        case .gallery, .pictures: model.workspace = .gallery
        case .models, .shelf: model.workspace = .models
        case .about:
            model.workspace = .models
            model.focus = .about
        case .recipe:
            model.workspace = .gallery
            model.focus = .recipe
        case .magnified:
            model.focus = .preview
            model.magnifier.size = .times(2)
        case .colors:
            model.workspace = .edit
            _ = model.openColors()
        case .path: model.path = PathEntry(use: .picture, text: "a")
        case .text:
            model = Scenes.text(100, 30)
            _ = model.beginWriting()
        case .recall:
            model = Scenes.text(100, 30)
            _ = model.beginWriting()
            model.prompts.history.keep("a dog")
            _ = model.recall("")
        case .input: model.input = "1"
        case .list: model.overlay = .recipes
        case .reading: model.overlay = .help
        case .log: model.overlay = .messages(least: .detail)
        case .presets: model.overlay = .presets
        case .question: model.overlay = .quit
        case .queue: model.overlay = .queue
        case .search: model.overlay = .learningRate
        case .tour: model.overlay = .tour(page: 0)
        case .palette: model.overlay = .palette(query: "")
        case .gridForm: model.overlay = .gridForm
        case .grid: model.overlay = .grid
        }
        return model
    }

    @Test func everyCommandIsReachedByEachOfItsKeys() {
        for command in CommandTable.all {
            let model = Self.model(at: command.place)
            for key in command.keys {
                #expect(model.command(for: key)?.id == command.id, "\(key.title) should be \(command.id)")
            }
        }
    }

    @Test func namesAndKeysAreUnique() {
        #expect(Set(CommandTable.all.map(\.id)).count == CommandTable.all.count)
        for place in Place.allCases {
            let keys = CommandTable.all.filter { $0.place == place }.flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "a key means two things \(place.title)")
        }
    }

    @Test func everyCommandExplainsItself() {
        for command in CommandTable.all {
            #expect(command.help.hasSuffix(".") && command.help.first?.isUppercase == true, "\(command.id)")
            #expect(!command.title(Scenes.stocked(80, 24)).isEmpty && !command.keys.isEmpty, "\(command.id)")
        }
    }

    @Test func theReadmesKeysAreThere() {
        let promised: [Key: String] = [
            .character("t"): "train", .character("s"): "sample", .character(" "): "pause", .character("n"): "step",
            .character("x"): "stop", .character("["): "back", .character("]"): "forth", .character("?"): "help",
            .character("q"): "quit", .character("z"): "zoom", .tab: "next-pane", .backTab: "previous-pane",
            .control("z"): "suspend", .control("l"): "redraw", .control("c"): "interrupt", .home: "first",
            .end: "newest",
        ]
        let model = Scenes.stocked(100, 30)
        for (key, id) in promised { #expect(model.command(for: key)?.id == id) }
    }

    @Test(arguments: [
        ("pause", "nothing is going: t trains, s samples"), ("step", "nothing is going: t trains, s samples"),
        ("stop", "nothing is going: t trains, s samples"), ("sample", "there is no model yet: t trains one"),
        ("models", "there is no model yet: t trains one"), ("continue", "there is no run yet: t starts one"),
        ("back", "there is nothing to go through yet: t trains"), ("messages", "there were no messages"),
        ("theme", "there is one theme only"), ("stop-epoch", "no run is going: t trains"),
        ("halve", "no step has failed"), ("abandon", "no run is going: t trains"),
        ("branch", "there is no run yet: t starts one"),
    ])
    func aCommandThatCannotRunSaysWhy(_ id: String, _ reason: String) throws {
        var model = Scenes.fresh(100, 30)
        let command = try #require(CommandTable.all.first { $0.id == id })
        #expect(command.obstacle(model) == reason)
        #expect(update(&model, .key(command.keys[0])).isEmpty)
        #expect(model.messages.current?.text == reason)
    }

    @Test func aRunThatGoesIsNotStartedAgain() {
        var model = Scenes.training(100, 30)
        #expect(Scenes.press(&model, .character("t")).isEmpty)
        #expect(model.messages.current?.text == "a run is going: x stops it and keeps what it has learned")
    }

    @Test func withoutImagesTrainingSaysHowToGetThem() {
        var startup = Scenes.startup(100, 30)
        startup.dataSets = []
        var model = StudioModel(startup)
        #expect(Scenes.press(&model, .character("t")).isEmpty)
        #expect(model.messages.current?.text.contains("studio data fetch") == true)
    }

    @Test func theStatusLineShowsOnlyWhatWorks() {
        let line = view(Scenes.fresh(120, 40)).text.split(separator: "\n").last ?? ""
        #expect(
            line.contains("t train") && line.contains("? help") && !line.contains("s sample") && !line.contains("Space")
        )
        let training = view(Scenes.training(120, 40)).text.split(separator: "\n").last ?? ""
        #expect(training.contains("Space pause") && training.contains("x stop") && !training.contains("t train"))
    }

    @Test func helpListsEveryCommandOnce() {
        let model = Scenes.stocked(100, 30)
        let text = HelpText.lines(model).map { $0.map(\.text).joined() }.joined(separator: "\n")
        for place in Place.allCases { #expect(text.contains(place.title)) }
        for command in CommandTable.all { #expect(text.contains(command.help.prefix(18)), "\(command.id)") }
        #expect(text.contains("Not now: nothing is going"))
    }

    /// On the board letters are tools and Space is the pen: what they do elsewhere in the window is not promised.
    @Test func helpPromisesOnlyWhatAKeyDoesHere() throws {
        let model = Scenes.stocked(200, 60, .inpaint)
        let lines = HelpText.lines(model).map { $0.map(\.text).joined() }
        let text = lines.joined(separator: "\n")
        let hidden = ["pause", "recipes", "messages", "branch-here", "compare", "play", "sample"]
        for id in hidden {
            let command = try #require(CommandTable.all.first { $0.id == id })
            #expect(!text.contains(command.help.prefix(30)), "\(id)")
        }
        // A command keeps the keys that are still its own.
        let guidance = try #require(CommandTable.all.first { $0.id == "guidance-up" })
        #expect(guidance.keyList(in: model) == "+ =")
        let help = try #require(CommandTable.all.first { $0.id == "help" })
        #expect(help.keyList(in: model) == "? F1")
    }

    @Test func theKeyReferenceIsUpToDate() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let written = try String(contentsOf: root.appendingPathComponent("docs/keys.md"), encoding: .utf8)
        #expect(written == KeyReference.markdown, "make it anew: studio keys --markdown > docs/keys.md")
    }
}
