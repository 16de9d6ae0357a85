import Foundation
import TestSupport
import Testing

/// Help, wrong usage, exit statuses: the real program.
@Suite struct UsageTests {
    private static let commands = [
        ["window"], ["train"], ["sample"], ["edit"], ["inpaint"], ["anagram"], ["hybrid"], ["noise"], ["inspect"],
        ["verify"], ["bench"], ["bench", "speedrun"], ["data"], ["data", "list"], ["data", "fetch"], ["data", "show"],
    ]

    @Test func everyCommandExplainsItself() throws {
        try StudioProgram.inFreshFolder { studio in
            let root = try studio("--help")
            #expect(root.status == 0 && root.errors.isEmpty)
            for command in Self.commands {
                let help = try studio.run(command + ["--help"])
                #expect(help.status == 0 && help.errors.isEmpty)
                #expect(help.output.hasPrefix("OVERVIEW: "))
                #expect(help.output.contains("USAGE: studio \(command.joined(separator: " "))"))
                // What explains is broken into lines; the line of usage is as long as the options are many.
                #expect(help.lines.allSatisfy { $0.count <= 120 || $0.hasPrefix("USAGE: ") })
                #expect(root.output.contains("\n  \(command[0]) "))
            }
            let version = try studio("--version")
            #expect(version.status == 0)
            #expect(version.output.split(separator: ".").count == 3)
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreWritten(_ shell: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio("--generate-completion-script", shell)
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("checkpoint-interval"))
        }
    }

    /// One sentence, a hint, status 2, nothing on standard output, nothing written.
    @Test(
        arguments: [
            (["nonsense"], "unexpected argument 'nonsense'"), (["--nonsense"], "unknown option '--nonsense'"),
            (["train"], "name a recipe"), (["train", "--resume"], "name a recipe"),
            (["train", "digits-flow-class", "more"], "unexpected argument 'more'"),
            (["train", "digits-flow-class", "--steps", "0"], "--steps is out of range (expected 1"),
            (["train", "digits-flow-class", "--steps", "-1"], "--steps is out of range (expected 1"),
            (["train", "digits-flow-class", "--steps", "many"], "the value 'many' is invalid for '--steps <steps>'"),
            (["train", "digits-flow-class", "--epochs", "0"], "--epochs is out of range (expected 1…100000, found 0)"),
            (["train", "digits-flow-class", "--epochs", "\(Int.max)"], "--epochs is out of range"),
            (["train", "digits-flow-class", "--steps", "\(Int.max)"], "--steps is out of range"),
            (["train", "digits-flow-class", "--batch", "\(Int.max)"], "--batch is out of range"),
            (["train", "digits-flow-class", "--warmup", "-1"], "--warmup is out of range"),
            (
                ["train", "digits-flow-class", "--resume", "--branch-from", "run"],
                "--resume, --branch-from and --replay"
            ),
            (["train", "--replay", "run"], "say where the replay goes"),
            (["train", "digits-flow-class", "--batch", "0"], "--batch is out of range"),
            (["train", "digits-flow-class", "--hidden", "0"], "--hidden is out of range"),
            (
                ["train", "digits-flow-class", "--learning-rate", "nan"],
                "--learning-rate is out of range (expected above 0"
            ),
            (["train", "digits-flow-class", "--clip", "-1"], "--clip is out of range"),
            (["train", "digits-flow-class", "--ema", "1"], "--ema is out of range"),
            (["train", "digits-flow-class", "--seed", "-1"], "the value '-1' is invalid for '--seed <seed>'"),
            (
                ["train", "digits-flow-class", "--threads", "0"],
                "--threads has a wrong value (expected 1…1024, found 0)"
            ),
            (["train", "digits-flow-class", "--precision", "f64"], "the value 'f64' is invalid for '--precision"),
            (["train", "digits-flow-class", "--schedule", "magic"], "magic"),
            (["train", "digits-flow-class", "--checkpoint-interval", "0"], "--checkpoint-interval has a wrong value"),
            (["sample"], "say where the pictures go"),
            (
                ["sample", "--output", "a.jpg"],
                "--output has a wrong value (expected FILE.png or FILE.gif, found a.jpg)"
            ),
            (["sample", "--output", "a.png", "--count", "0"], "--count has a wrong value (expected 1…4096, found 0)"),
            (["sample", "--output", "a.png", "--steps", "0"], "--steps has a wrong value (expected 1…10000, found 0)"),
            (["sample", "--output", "a.png", "--guidance", "nan"], "--guidance has a wrong value"),
            (["sample", "--output", "a.png", "--seed", "-1"], "the value '-1' is invalid for '--seed <seed>'"),
            (["sample", "--output", "a.png", "--class", "seven"], "--class has a wrong value"),
            (["sample", "--output", "a.png", "--keep-trajectory"], "--keep-trajectory needs --tensor"),
            (["sample", "--output", "a.png", "--modle", "run"], "unknown option '--modle'. Did you mean '--model'?"),
            (["tutor", "12"], "lesson has a wrong value"),
            (["sample", "--tensor", "a.txt"], "--tensor has a wrong value"), (["verify"], "missing expected argument"),
            (["data", "show", "mnist", "--count", "0"], "--count has a wrong value (expected 1 or more, found 0)"),
            (["data", "fetch", "kittens"], "there is no such data set to fetch (expected mnist or fashion-mnist"),
            (["bench", "--threads", "0"], "--threads has a wrong value"),
            (["bench", "speedrun", "--samples", "0"], "--samples has a wrong value (expected 1…1000000, found 0)"),
            (["bench", "speedrun", "--sampling-steps", "0"], "--sampling-steps has a wrong value"),
            (["train", "digits-flow-class", "--keep-checkpoints", "-1"], "--keep-checkpoints has a wrong value"),
        ] as [([String], String)])
    func wrongUsageIsOneSentence(_ arguments: [String], _ sentence: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(arguments)
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("studio: error: \(sentence)") || outcome.errors.contains(sentence))
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count <= 2 && lines.dropFirst().allSatisfy { $0.hasPrefix("hint: ") }, "\(outcome.errors)")
            #expect(studio.names() == ["bars", "stderr", "stdout"])
        }
    }

    /// The same for what is well said and cannot be done: status 1.
    @Test(
        arguments: [
            (["train", "nothing-of-the-kind"], "there is no recipe nothing-of-the-kind"),
            (["train", "digits-flow-class", "--data", "kittens"], "there is no data set kittens"),
            (["train", "digits-flow-class", "--data", "stdout"], "this is not a folder with a data set"),
            (["train", "bars"], "there is no recipe bars"),
            (["sample", "--output", "a.png"], "there is no model yet"),
            (["sample", "--model", "kittens", "--output", "a.png"], "there is no model kittens"),
            (["verify", "bars"], "there is nothing to verify"), (["verify", "kittens"], "there is nothing to verify"),
            (["data", "show", "bars", "--from", "12"], "there is no such image (expected 0…11, found 12)"),
            (["bench", "--against", "kittens"], "the measurements cannot be read in kittens"),
        ] as [([String], String)])
    func aFailureIsOneSentence(_ arguments: [String], _ sentence: String) throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(arguments)
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("studio: error: \(sentence)"), "\(outcome.errors)")
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count <= 2 && lines.dropFirst().allSatisfy { $0.hasPrefix("hint: ") }, "\(outcome.errors)")
        }
    }

    @Test func closedAndFullStreamsAreNoCrash() throws {
        try StudioProgram.inFreshFolder { studio in
            let piped = try studio.shell("{ $STUDIO data show bars --count 12; echo status $? >&2; } | head -n 1")
            #expect(piped.output == "mnist, training image 0: 0\n")
            let full = try studio.shell("$STUDIO data list > /dev/full")
            #expect(full.status == 1 && full.errors.contains("(found No space left on device)"))
            let closed = try studio.shell("$STUDIO data list >&-")
            #expect(closed.status == 1 && closed.errors.hasPrefix("studio: error: standard output cannot be written"))
            #expect(try studio.shell("$STUDIO nonsense 2>&-").status == 2)
            // A closed stream does not lend its number to a file that is written.
            #expect(try studio.shell("$STUDIO data show bars --output a.png >&- 2>&-").status == 0)
            #expect(studio.data("a.png").flatMap(DecodedPicture.png) != nil)
        }
    }

    @Test func dataIsListedAndShown() throws {
        try StudioProgram.inFreshFolder { studio in
            let list = try studio("data", "list")
            #expect(list.status == 0)
            #expect(list.output.contains("mnist") && list.output.contains("fashion-mnist"))
            let records = try studio("data", "list", "--json").records
            #expect(records.map { $0["name"] as? String } == ["mnist", "fashion-mnist"])
            let shown = try studio("data", "show", "bars", "--from", "3", "--count", "2", "--json").records
            #expect(shown.map { $0["label"] as? Int } == [3, 4])
            let (images, _) = MadeFiles.bars(12)
            #expect(shown.first?["pixels"] as? [Int] == images[3 * 784..<4 * 784].map { Int($0) })
            let test = try studio("data", "show", "bars", "--test", "--count", "99")
            #expect(test.output.components(separatedBy: "test image").count == 5)
        }
    }
}
