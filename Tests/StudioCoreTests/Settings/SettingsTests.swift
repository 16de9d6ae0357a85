import Testing

@testable import StudioCore

@Suite struct SettingsTests {
    private func model(_ toml: String) -> StudioModel {
        let settings = Settings(toml: toml)
        var startup = Scenes.startup(100, 30)
        startup.keymap = settings.keymap
        startup.problems = settings.problems
        return StudioModel(startup)
    }

    @Test func aFileIsRead() {
        let settings = Settings(toml: "theme = \"nord\"\ngraphics = \"ansi\"\n[keys]\ntrain = \"F5\"\n")
        #expect(settings.problems.isEmpty)
        #expect(settings.theme == "nord" && settings.graphics == .ansi)
        #expect(Settings(toml: "") == Settings())
    }

    @Test func aCommandHasTheKeysItWasGivenAndNoOthers() {
        let model = model("[keys]\ntrain = [\"F5\", \"Ctrl-T\"]\nquit = []\n")
        #expect(model.messages.log.isEmpty)
        #expect(model.command(for: .function(5))?.id == "train")
        #expect(model.command(for: .control("t"))?.id == "train")
        #expect(model.command(for: .character("t")) == nil)
        #expect(model.command(for: .character("q")) == nil)
        #expect(model.keymap.list(of: command("train")) == "F5 Ctrl-T")
        #expect(model.keymap.list(of: command("quit")) == "no key")
    }

    /// A pair of keys keeps its two directions, whichever keys they are, and the status line and the help tell the new ones.
    @Test func keysStandForTheCommandsOwnInTheirOrder() throws {
        var model = Scenes.training(120, 40)
        let settings = Settings(toml: "[keys]\nscrub = [\"a\", \"d\", \"Left\", \"Right\"]\nback = \";\"\n")
        var startup = Scenes.startup(120, 40)
        startup.keymap = settings.keymap
        #expect(settings.problems.isEmpty)
        let samples = model.samples
        model = StudioModel(startup)
        model.samples = samples
        model.focus = .preview
        let last = model.samples.index
        for (key, index) in [("a", last - 1), ("d", last), (";", last - 1)] {
            Scenes.press(&model, .character(Character(key)))
            #expect(model.samples.index == index, "\(key)")
        }
        Scenes.press(&model, .right)
        #expect(model.samples.index == last)
        let status = view(model).text.split(separator: "\n").last ?? ""
        #expect(status.contains("a scrub"))
    }

    @Test(arguments: [
        ("[keys]\ntrian = \"F5\"", "there is no command trian in config.toml:2", "did you mean train? studio keys"),
        ("[keys]\ntrain = \"F55\"", "there is no key F55", nil),
        ("[keys]\ntrain = \"Ctrl-I\"", "there is no key Ctrl-I", nil),
        ("[keys]\ntrain = 5", "a command has a key or a list of keys", nil),
        ("[keys]\ntrain = \"s\"", "s is already sample's", "give sample another key"),
        ("[keys]\ntrain = \"Ctrl-C\"", "train cannot have these keys: Ctrl-C always leaves the program", nil),
        ("[keys]\ninterrupt = \"F9\"", "interrupt cannot have these keys", nil),
        ("[keys]\npath-type = \"F9\"", "path-type cannot have these keys: its keys are what is typed", nil),
        ("[keys]\ntrain = [\"F5\", \"F5\"]", "train cannot have these keys: a key is there twice", nil),
        ("[keys]\npreset = \"emacs\"", "there is no such preset of keys", nil),
        ("keys = \"vi\"", "keys is a table", nil),
        ("colour = \"red\"", "there is no setting colour", nil),
        ("graphics = \"crayon\"", "there is no such form of graphics", nil),
        ("theme = 7", "theme is a text", nil),
        ("bandwidth = -1", "bandwidth is a number", nil),
        ("bandwidth = \"slow\"", "bandwidth is a number", nil),
        ("theme = ", "this line is not TOML", nil),
    ])
    func whatIsWrongIsToldAndTheRestCounts(_ toml: String, _ sentence: String, _ hint: String?) throws {
        let model = model("# \n".dropFirst(3) + toml + "\n")
        let message = try #require(model.messages.current)
        #expect(message.text.hasPrefix(sentence), "\(message.text)")
        if let hint { #expect(message.hint?.hasPrefix(hint) == true, "\(message.hint ?? "")") }
        #expect(model.command(for: .character("t"))?.id == "train")
        #expect(model.command(for: .character("s"))?.id == "sample")
    }

    @Test func twoCommandsMayChangeKeys() {
        let model = model("[keys]\ntrain = \"s\"\nsample = \"t\"\n")
        #expect(model.messages.log.isEmpty)
        #expect(
            model.command(for: .character("s"))?.id == "train" && model.command(for: .character("t"))?.id == "sample")
    }

    // MARK: vi

    @Test func viLettersMove() {
        var model = model("[keys]\npreset = \"vi\"\n")
        #expect(model.messages.log.isEmpty)
        let first = model.field
        Scenes.press(&model, .character("j"))
        let second = model.field
        Scenes.press(&model, .character("k"))
        #expect(model.field == first && second != first)
        model.overlay = .recipes
        model.listIndex = 0
        Scenes.press(&model, .character("j"), .character("j"), .character("k"))
        #expect(model.listIndex == 1)
    }

    @Test func viLettersAreLettersWhereTextIsTyped() {
        var model = model("[keys]\npreset = \"vi\"\n")
        model.path = PathEntry(use: .picture, text: "")
        for letter in "hjkl" { Scenes.press(&model, .character(letter)) }
        #expect(model.path?.text == "hjkl")
        model.path = nil
        Scenes.press(&model, .character(":"))
        for letter in "jk" { Scenes.press(&model, .character(letter)) }
        #expect(model.overlay == .palette(query: "jk"))
    }

    /// With vi's letters taken by movement, every command still has a key that nothing nearer takes.
    @Test func underViEveryCommandIsReachedByAKey() {
        for command in CommandTable.all where !command.takesText {
            let plain = CommandTests.model(at: command.place)
            var startup = Scenes.startup(100, 30)
            startup.models = Scenes.models
            startup.keymap = .vi
            var model = StudioModel(startup)
            (model.workspace, model.looks, model.overlay) = (plain.workspace, plain.looks, plain.overlay)
            (model.path, model.input, model.colorChoice) = (plain.path, plain.input, plain.colorChoice)
            model.magnifier = plain.magnifier
            model.prompts = plain.prompts
            let keys = Keymap.vi.keys(of: command)
            #expect(keys.contains { model.command(for: $0)?.id == command.id }, "\(command.id)")
        }
    }

    // MARK: Names of keys

    @Test func everyKeysTitleIsItsName() {
        let keys: [Key] =
            [
                .up, .down, .left, .right, .shiftLeft, .shiftUp, .enter, .escape, .tab, .backTab, .backspace, .delete,
                .home,
            ]
            + [.end, .pageUp, .pageDown, .function(12), .control("l"), .character("t"), .character(" ")]
        for key in keys { #expect(Key(named: key.title) == key, "\(key.title)") }
        #expect(
            Key(named: "left") == .left && Key(named: "SHIFT-Up") == .shiftUp && Key(named: "ctrl-a") == .control("a"))
        for wrong in ["", "Ctrl-1", "Ctrl-M", "F0", "F13", "Hyper-x", "tt"] {
            #expect(Key(named: wrong) == nil, "\(wrong)")
        }
    }

    private func command(_ id: String) -> Command { CommandTable.all.first { $0.id == id } ?? CommandTable.all[0] }
}
