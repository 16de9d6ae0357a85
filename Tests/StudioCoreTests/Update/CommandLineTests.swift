import Engine
import Testing

@testable import StudioCore

/// What the panes say as a command.
@Suite struct CommandLineTests {
    private let folder = Scenes.models[0].folder

    @Test func generateSaysWhatSAsksFor() throws {
        var model = Scenes.stocked(100, 30, .generate)
        model.sampling.classes = [3, 7]
        model.sampling.negative = 8
        model.sampling.guidance = 7.5
        let effects = Scenes.press(&model, .character("$"))
        let line = try #require(model.commandLine)
        #expect(
            line.text
                == "studio sample --model \(folder) --class 3,7 --negative 8 --count 10 --steps 50 --sampler flow-euler "
                + "--guidance 7.5 --seed 0 --precision auto --output pictures.png")
        #expect(effects == [.copy(line.text)] && model.overlay == .commandLine(line))
        Scenes.press(&model, .character("$"))
        #expect(model.overlay == nil)
    }

    @Test func everyWorkspaceHasItsCommand() {
        func line(_ workspace: Workspace) -> CommandLine? {
            var model = Scenes.stocked(100, 30, workspace)
            (model.illusion.first, model.illusion.second, model.illusion.view) = (0, 6, .flip)
            return model.commandLine
        }
        #expect(line(.train)?.text == "studio train digits-flow-class")
        #expect(line(.edit)?.text.hasPrefix("studio edit --image drawing.png --start 10 --model ") == true)
        #expect(line(.edit)?.note?.contains("drawing.png") == true)
        #expect(line(.illusions)?.text.hasPrefix("studio anagram --view flip --model ") == true)
        #expect(line(.illusions)?.text.contains("--class 0 --class 6 ") == true)
        #expect(line(.noise)?.text.hasPrefix("studio noise --image drawing.png --sigma 0,0.2,") == true)
    }

    @Test func inpaintNamesItsFiles() {
        var model = Scenes.stocked(100, 30, .inpaint)
        model.mask.under = ChosenPicture(picture: Scenes.picture(28, 28, shade: 3), title: "test image 4")
        model.edits.resampling = 3
        #expect(
            model.commandLine?.text.hasPrefix("studio inpaint --image picture.png --mask mask.png --resampling 3 ")
                == true)
    }

    /// Only what differs from the recipe that is built in.
    @Test func trainSaysWhatWasChanged() {
        var model = Scenes.stocked(100, 30)
        _ = model.set(.learningRate, to: 2e-4)
        _ = model.set(.trainingSteps, to: 600)
        _ = model.set(.clip, to: 0)
        #expect(
            model.commandLine?.text == "studio train digits-flow-class --steps 600 --learning-rate 0.0002 --clip 0.0")
        model.recipe.name = "mine"
        Scenes.press(&model, .character("$"))
        #expect(model.overlay == nil && model.messages.current?.text.hasPrefix("mine is none of the recipes") == true)
    }

    /// A command in a file is a stranger's word: shown without what would drive the terminal, and said to be one.
    @Test func ofAPictureItIsTheFilesOwn() throws {
        var model = Scenes.gallery(100, 30)
        Scenes.press(&model, .character("$"))
        let line = try #require(model.commandLine)
        #expect(line.text == Scenes.recipe(0).command && line.note?.contains("read it before") == true)
        Scenes.press(&model, .escape)
        model.gallery = Gallery()
        #expect(Scenes.press(&model, .character("$")).isEmpty && model.overlay == nil)
    }

    @Test func withoutAModelThereIsNone() {
        var model = Scenes.fresh(100, 30)
        Scenes.press(&model, .character("2"))
        #expect(Scenes.press(&model, .character("$")).isEmpty)
        #expect(model.messages.current?.text == "there is no model yet: t trains one")
    }

    @Test(arguments: [20, 40, 60, 100, 400])
    func linesJoinToTheCommand(_ width: Int) throws {
        let line = try #require(Scenes.stocked(100, 30, .generate).commandLine)
        let lines = line.lines(width: width)
        #expect(lines.dropLast().allSatisfy { $0.hasSuffix(" \\") })
        let joined = lines.map { $0.hasSuffix(" \\") ? String($0.dropLast(2)) : $0 }
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        #expect(joined == line.text)
        // A single word may be longer.
        #expect(lines.allSatisfy { $0.count <= width || !$0.dropFirst(2).dropLast(2).contains(" --") })
    }

    @Test func theClipboardIsAskedInTheTerminalsTongue() {
        var capabilities = TerminalCapabilities()
        let plain = "\u{1B}]52;c;c3R1ZGlv\u{1B}\\"
        func bytes() -> String {
            String(decoding: Clipboard.bytes("studio", capabilities: capabilities), as: UTF8.self)
        }
        #expect(bytes() == plain)
        capabilities.isInTmux = true
        #expect(bytes() == plain + "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;c3R1ZGlv\u{1B}\u{1B}\\\u{1B}\\")
        capabilities.signals = .none
        #expect(bytes().isEmpty)
    }

    @Test func itLooksLikeThis() throws {
        var model = Scenes.stocked(80, 24, .generate)
        Scenes.press(&model, .character("$"))
        try Golden.expect(model, "command-80x24")
    }
}
