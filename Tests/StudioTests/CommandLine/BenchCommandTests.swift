import Foundation
import TestSupport
import Testing

/// `studio bench speedrun`, the real program with tiny numbers.
@Suite struct BenchCommandTests {
    private static let recipe = """
        objective = "flow"
        hidden = 4
        classes = 10
        batch = 5
        steps = 3
        """

    private func speedrun(_ more: String...) -> [String] {
        ["bench", "speedrun", "--data", "bars", "--threads", "2", "--samples", "20", "--sampling-steps", "1"] + more
    }

    /// Three steps teach nothing: every figure is told, and the miss is the exit status.
    @Test func aMissIsToldWithItsFigures() throws {
        try StudioProgram.inFreshFolder { studio in
            try studio.write(Self.recipe, to: "tiny.toml")
            let outcome = try studio.run(speedrun("--recipe", "tiny.toml", "--output", "digits.png", "--json"))
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("too few of the samples were read as asked for (expected 90 %, found "))
            let figures = Dictionary(
                outcome.records.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? -1) },
                uniquingKeysWith: { $1 })
            let names =
                ["judge.training", "judge.accuracy"]
                + ["training", "images", "sampling", "accuracy"].map { "tiny." + $0 }
            #expect(Set(figures.keys) == Set((names + (0..<10).map { "tiny.accuracy.\($0)" }).map { "speedrun." + $0 }))
            // Three batches of five out of twelve images, the last of the pass short: twelve.
            #expect(figures["speedrun.tiny.images"] == 12)
            #expect(figures.values.allSatisfy { $0 >= 0 } && (figures["speedrun.tiny.training"] ?? 0) > 0)
            #expect(studio.data("digits.png")?.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func itsOwnRecipeCanBeShortened() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(speedrun("--steps", "1"))
            #expect(
                outcome.lines.contains { $0.hasPrefix("speedrun.training ") && $0.hasSuffix(" s") }, "\(outcome.errors)"
            )
            #expect(outcome.lines.contains { $0.hasPrefix("speedrun.accuracy ") && $0.hasSuffix(" %") })
        }
    }

    @Test func aRecipeWithoutClassesIsRefused() throws {
        try StudioProgram.inFreshFolder { studio in
            let outcome = try studio.run(speedrun("--recipe", "digits-flow-time"))
            #expect(outcome.status == 1 && outcome.errors.contains("the speedrun needs a model of every class"))
            let wrong = try studio.run(speedrun("--steps", "0"))
            #expect(wrong.status == 2 && wrong.errors.contains("--steps is out of range"), "\(wrong.errors)")
        }
    }
}
