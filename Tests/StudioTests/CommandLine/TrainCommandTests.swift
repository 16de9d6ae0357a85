import Foundation
import TestSupport
import Testing

/// `studio train`, the real program.
@Suite struct TrainCommandTests {
    @Test func aRunLeavesAModelALogAndItsRecipe() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(StudioProgram.training(steps: 6) + ["--json"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.records.map { $0["step"] as? Int } == [1, 2, 3, 4, 5, 6])
            // Twelve images in batches of five.
            #expect(outcome.records.map { $0["epoch"] as? Int } == [1, 1, 1, 2, 2, 2])
            for key in ["loss", "learning_rate", "img_s", "seconds_left"] {
                #expect(outcome.records.allSatisfy { ($0[key] as? Double)?.isFinite == true }, "\(key)")
            }
            #expect(outcome.errors.contains("done: the model is in run"))
            #expect(!outcome.errors.contains("\r"), "a progress line is for terminals")
            let files = ["config.json", "model.safetensors", "recipe.toml", "run.json", "log.jsonl"]
            #expect(Set(files).isSubset(of: studio.names(in: "run")))
            let steps = studio.text("run/log.jsonl").split(separator: "\n").filter { $0.contains("\"loss\"") }
            #expect(steps.count == 6)
        }
    }

    @Test func standardOutputStaysEmptyWithoutJSON() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(StudioProgram.training())
            #expect(outcome.status == 0 && outcome.output.isEmpty)
        }
    }

    /// Ctrl-C in the middle, then `--resume`: the same weights and the same log as a run that was never stopped, to the last bit.
    @Test func afterCtrlCAResumedRunIsTheSameRun() throws {
        try StudioProgram.inFreshFolder { studio in
            let process = try studio.process(
                StudioProgram.executable, StudioProgram.training(steps: 1_000_000, output: "broken") + ["--json"])
            try process.run()
            while studio.text("stdout").split(separator: "\n").count < 3 && process.isRunning { usleep(5000) }
            process.interrupt()
            let stopped = studio.outcome(process)
            #expect(stopped.status == 130)
            #expect(stopped.errors.contains("go on with --resume --output broken"))
            let done = try #require(stopped.records.last?["step"] as? Int)
            let resumed = try studio("train", "--resume", "--output", "broken", "--steps", "\(done + 4)", "--json")
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(resumed.records.first?["step"] as? Int == done + 1)
            let straight = try studio.run(StudioProgram.training(steps: done + 4, output: "straight"))
            #expect(straight.status == 0)
            let weights = studio.data("straight/model.safetensors")
            #expect(weights != nil && weights == studio.data("broken/model.safetensors"))
            // The logs too, but for the change of the number of steps.
            let log = studio.text("straight/log.jsonl").split(separator: "\n")
            let broken = studio.text("broken/log.jsonl").split(separator: "\n")
            #expect(!log.isEmpty && log == broken.filter { !$0.contains("\"change\"") })
            #expect(broken.filter { $0.contains("\"change\"") }.count == 1)
        }
    }

    @Test func aReaderThatGoesAwayEndsTheRunAndKeepsIt() throws {
        try StudioProgram.inFreshFolder { studio in
            let words = StudioProgram.training(steps: 1_000_000).joined(separator: " ")
            let outcome = try studio.shell("{ $STUDIO \(words) --json; echo status $? >&2; } | head -n 2")
            #expect(outcome.lines.count == 2)
            #expect(outcome.errors.contains("studio: error: standard output cannot be written (found a closed pipe)"))
            #expect(outcome.errors.contains("status 1"))
            #expect(studio.names(in: "run").contains("model.safetensors"))
        }
    }

    @Test func aRecipeFileIsTakenAndItsMistakesAreNamedWithTheirLine() throws {
        try StudioProgram.inFreshFolder { studio in
            let recipe = "# mine\ndata = \"bars\"\nobjective = \"denoise\"\nhidden = 4\nbatch = 6\nsteps = 2\n"
            try studio.write(recipe, to: "mine.toml")
            let outcome = try studio("train", "mine.toml", "--output", "run", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.records.count == 2)
            let mistakes = [
                ("bacth = 3", "unknown key bacth", "hint: did you mean batch?"), ("batch = 0", "batch", "0"),
                ("learning_rate = -1", "learning_rate", "above 0"), ("epochs = \"two\"", "epochs", "a whole number"),
                ("seed = -3", "seed", "found -3"), ("hidden = 4", "not TOML", ""), ("batch = ", "not TOML", ""),
            ]
            for (line, what, more) in mistakes {
                try studio.write(recipe.replacingOccurrences(of: "batch = 6", with: line), to: "wrong.toml")
                let wrong = try studio("train", "wrong.toml", "--output", "wrong")
                #expect(wrong.status == 1, "\(line)")
                #expect(wrong.errors.hasPrefix("studio: error: "), "\(line)")
                for part in [what, more, "in wrong.toml:5"] where !part.isEmpty {
                    #expect(wrong.errors.contains(part), "\(line): \(wrong.errors)")
                }
            }
            #expect(!studio.names().contains("wrong"))
        }
    }

    @Test func theBuiltInRecipesAreListed() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio("train", "--list")
            #expect(outcome.status == 0)
            for name in ["digits-denoiser", "digits-ddpm-class", "digits-flow-class", "fashion-flow-class"] {
                #expect(outcome.lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
            }
            #expect(outcome.lines.allSatisfy { $0.count <= 100 })
            let records = try studio("train", "--list", "--json").records
            #expect(records.count == outcome.lines.count)
        }
    }

    @Test func aRunIsNotStartedOverAnother() throws {
        try StudioProgram.withModel { studio in
            let before = studio.data("run/model.safetensors")
            let outcome = try studio.run(StudioProgram.training(steps: 9))
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("studio: error: a run is there already in run"))
            #expect(outcome.errors.contains("hint: add --resume"))
            #expect(studio.data("run/model.safetensors") == before)
        }
    }

    @Test func whatCannotBeResumedSaysWhy() throws {
        try StudioProgram.withModel { studio in
            let none = try studio("train", "--resume", "--output", "none")
            #expect(none.status == 1 && none.errors.contains("none"))
            let other = try studio.run(StudioProgram.training("digits-ddpm-class", steps: 9) + ["--resume"])
            #expect(other.status == 1)
            #expect(other.errors.contains("another recipe"))
            // The checkpoint cut short: told, and the model that can be sampled is still there.
            let checkpoint = try #require(studio.names(in: "run/checkpoints").last { $0.hasSuffix(".safetensors") })
            let path = "run/checkpoints/" + checkpoint
            let whole = try #require(studio.data(path))
            try whole.prefix(whole.count - 9).write(to: URL(fileURLWithPath: studio.path(path)))
            let cut = try studio("train", "--resume", "--output", "run", "--steps", "9")
            #expect(cut.status == 1)
            #expect(cut.errors.contains("studio: error: ") && cut.errors.contains(checkpoint))
            #expect(try studio("sample", "--model", "run", "--steps", "2", "--output", "a.png").status == 0)
        }
    }

    @Test func aFolderThatCannotBeWrittenIsNamed() throws {
        try StudioProgram.inFreshFolder { studio in
            try studio.write("", to: "file")
            let outcome = try studio.run(StudioProgram.training(output: "file/run"))
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("file/run"))
            #expect(outcome.errors.contains("hint: "))
        }
    }

    /// The disk is full while a checkpoint is saved (here: no file may grow that long): the one before survives, training pauses and says
    /// so, and Ctrl-C ends it.
    @Test func aFullDiskPausesTheRunAndLosesNothing() throws {
        try StudioProgram.inFreshFolder { studio in
            #expect(try studio.run(StudioProgram.training(steps: 3)).status == 0)
            let path = "run/checkpoints/step-00000003.safetensors"
            let before = try #require(studio.data(path))
            // Blocks of 512 bytes, of 1024 in some shells.
            let blocks = before.count / 4 / 512
            let process = try studio.process(
                "/bin/sh",
                ["-c", "ulimit -f \(blocks); exec $STUDIO train --resume --output run --steps 100 --threads 2"])
            try process.run()
            while !studio.text("stderr").contains("training is paused") && process.isRunning { usleep(5000) }
            process.interrupt()
            let outcome = studio.outcome(process)
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "studio: error: the file cannot be written (found File too large) in run/checkpoints/"))
            #expect(studio.data(path) == before)
            #expect(studio.names(in: "run/checkpoints") == ["index.json", "step-00000003.safetensors"])
            let after = try studio("train", "--resume", "--output", "run", "--steps", "5", "--json")
            #expect(after.status == 0 && after.records.map { $0["step"] as? Int } == [4, 5])
        }
    }

    @Test func aRunThatOverflowsSaysHowToGoOn() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(StudioProgram.training(steps: 9) + ["--learning-rate", "1e30", "--clip", "0"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("stopped being finite"))
            let hint = try #require(outcome.errors.range(of: "studio train --resume --output run --learning-rate "))
            #expect(Double(outcome.errors[hint.upperBound...].prefix { $0 != "\n" }) == 5e29)
            #expect(try studio("train", "--resume", "--output", "run", "--learning-rate", "1e-3").status == 0)
        }
    }

    @Test func aSteeredRunIsReplayedAndBranched() throws {
        try StudioProgram.inFreshFolder { studio in
            #expect(try studio.run(StudioProgram.training(steps: 4) + ["--ema", "0.9"]).status == 0)
            let steered = try studio(
                "train", "--resume", "--output", "run", "--steps", "8", "--learning-rate", "5e-3", "--ema", "0",
                "--batch", "4")
            #expect(steered.status == 0, "\(steered.errors)")
            let replay = try studio("train", "--replay", "run", "--output", "again")
            #expect(replay.status == 0, "\(replay.errors)")
            #expect(replay.errors.contains("the same bits as run at step 8"))
            #expect(studio.data("again/model.safetensors") == studio.data("run/model.safetensors"))
            let branch = try studio(
                "train", "--branch-from", "run", "--at-step", "6", "--output", "branch", "--clip", "0.1")
            #expect(branch.status == 0, "\(branch.errors)")
            #expect(studio.text("branch/run.json").contains("\"parent\""))
            let none = try studio("train", "--branch-from", "run", "--at-step", "5", "--output", "none")
            #expect(none.status == 1 && none.errors.contains("expected"))
        }
    }
}
