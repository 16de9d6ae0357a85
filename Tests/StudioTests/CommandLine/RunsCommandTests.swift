import Foundation
import TestSupport
import Testing

/// `studio runs`, the real program.
@Suite struct RunsCommandTests {
    @Test func aRunIsListedShownComparedAndDeleted() throws {
        try StudioProgram.inFreshFolder { studio in
            for (name, rate) in [("a", "1e-3"), ("b", "2e-3")] {
                let words = StudioProgram.training(steps: 7, output: "runs/" + name)
                #expect(try studio.run(words + ["--learning-rate", rate, "--ema", "0.5"]).status == 0)
            }
            let list = try studio("runs", "list", "runs")
            #expect(list.status == 0 && list.lines.count == 2)
            #expect(list.lines.first?.hasPrefix("a ") == true && list.lines.allSatisfy { $0.contains("finished") })
            let record = try #require(try studio("runs", "show", "runs/a", "--json").records.first)
            #expect(record["step"] as? Int == 7 && record["state"] as? String == "finished")
            #expect((record["checkpoints"] as? [Any])?.count == 3)
            let shown = try studio("runs", "show", "runs/a")
            #expect(shown.output.contains("step        7 of 7") && shown.output.contains("held out"))
            let compared = try studio("runs", "compare", "runs/a", "runs/b", "--curve", "both.csv")
            #expect(compared.status == 0)
            let rates = try #require(compared.lines.first { $0.hasPrefix("learning_rate") })
            #expect(rates.contains("0.001") && rates.contains("0.002"))
            #expect(!compared.output.contains("hidden"))
            #expect(studio.text("both.csv").split(separator: "\n").count == 15)
            #expect(try studio("runs", "show", "runs/a", "--curve", "a.png", "--samples", "a.gif").status == 0)
            #expect(try studio("runs", "show", "runs/a", "--samples", "grid.png").status == 0)
            #expect(studio.data("a.png")?.prefix(4) == Data([0x89, 0x50, 0x4e, 0x47]))
            #expect(studio.data("a.gif")?.prefix(6) == Data("GIF89a".utf8))
            #expect(try studio("runs", "delete", "runs/a").status == 0)
            #expect(studio.names(in: "runs") == ["b"])
        }
    }

    @Test func whatIsNoRunIsNamed() throws {
        try StudioProgram.inFreshFolder { studio in
            for words in [["show", "nothing"], ["delete", "nothing"], ["compare", "nothing", "nothing"]] {
                let outcome = try studio.run(["runs"] + words)
                #expect(outcome.status == 1 && outcome.errors.contains("there is no run nothing"))
            }
            #expect(try studio("runs", "compare", "one").status == 2)
            #expect(try studio("runs", "show", "one", "--curve", "a.txt").status == 2)
            #expect(try studio("runs", "list").status == 0)
        }
    }

    /// Another process follows a run to its end, is refused to train it, and cannot delete it.
    @Test func anotherProcessFollowsARun() throws {
        try StudioProgram.inFreshFolder { studio in
            let training = try studio.process(StudioProgram.executable, StudioProgram.training(steps: 1_000_000))
            try training.run()
            while studio.text("run/log.jsonl").split(separator: "\n").count < 3 && training.isRunning { usleep(5000) }
            let number = training.processIdentifier
            let elsewhere = StudioProgram(folder: studio.path("elsewhere"))
            try FileManager.default.createDirectory(atPath: elsewhere.folder, withIntermediateDirectories: true)
            let second = try elsewhere("train", "--resume", "--output", "../run")
            #expect(second.status == 1 && second.errors.contains("found process \(number)"), "\(second.errors)")
            #expect(try elsewhere("runs", "delete", "../run").errors.contains("process \(number)"))
            let following = try elsewhere.process(
                StudioProgram.executable, ["runs", "show", "../run", "--follow", "--json"])
            try following.run()
            while elsewhere.text("stdout").split(separator: "\n").count < 20 && following.isRunning { usleep(5000) }
            training.interrupt()
            #expect(studio.outcome(training).status == 130)
            let followed = elsewhere.outcome(following)
            #expect(followed.status == 0)
            let steps = followed.records.filter { $0["loss"] != nil }.compactMap { $0["step"] as? Int }
            #expect(steps == Array(1...steps.count) && steps.count > 3)
            #expect(followed.errors.contains("stopped at step \(steps.count)"))
            #expect(
                studio.text("run/log.jsonl").split(separator: "\n").filter { $0.contains("\"loss\"") }.count
                    == steps.count)
        }
    }

    @Test func aLearningRateIsProposed() throws {
        try StudioProgram.inFreshFolder { studio in
            let words = StudioProgram.training("digits-denoiser")
            let outcome = try studio.run(words + ["--find-learning-rate", "--json"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let points = outcome.records.filter { $0["smoothed_loss"] != nil }
            #expect(points.count > 10)
            let proposed = try #require(outcome.records.last?["proposed_learning_rate"] as? Double)
            #expect(proposed > 1e-6 && proposed < 0.2)
            #expect(!studio.names().contains("run"))
            let table = try studio.run(words + ["--find-learning-rate"])
            #expect(table.output.contains("--learning-rate "))
        }
    }
}
