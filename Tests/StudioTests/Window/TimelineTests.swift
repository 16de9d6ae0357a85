import Foundation
import Testing
import VirtualTerminal

extension WindowTests {
    /// Time in the window: sampled, steered, scrubbed, branched, compared and kept, by keys alone.
    @Suite struct TimelineTests {
        @Test func aSamplingIsSteeredScrubbedBranchedAndRemadeFromItsPicture() throws {
            let studio = try StudioWindow(width: 120, height: 40)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.set("steps", to: "60", downwards: 1)
            studio.program.type("\u{1B}[A")
            studio.expect("▸guidance")
            studio.program.type("s")
            studio.expect("sampling 10 pictures", "Timeline")
            studio.program.type(" ")
            studio.expect("go on")
            // Guidance changes on the way: the strip marks where.
            studio.program.type("\u{1B}[C")
            studio.expect("‹ 5.5 ›", "▲")
            studio.program.type(" ")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 60 of 60") }
            // Back in time by the timeline's own keys, then on from there with other parameters.
            studio.program.type("\t\t")
            studio.expect("▸1")
            for _ in 0..<3 { studio.program.type("\u{1B}[1;2D") }
            studio.expect("step 30 of 60", "held")
            studio.program.type("+b")
            studio.expect("2 branches, 90 evaluations")
            studio.expect("the branch ends") { $0.row(0).contains("ready") && $0.text.contains("▸2") }
            studio.program.type("c")
            studio.expect("branch 1", "branch 2", "difference")
            studio.program.type("c\u{1B}[B")
            studio.expect("▸2")
            try studio.expectRemade(studio.save("w"), "studio sample ", ":guidance=6.0")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func playingRunsThroughAShortSamplingAndStops() throws {
            let studio = try StudioWindow(width: 80, height: 24)
            studio.trainTinyModel(steps: 2)
            studio.program.type("s")
            studio.expect("the sampling ends") { !$0.row(0).contains("%") && $0.text.contains("step 50 of 50") }
            studio.program.type(".")
            studio.expect("it begins anew") { $0.text.contains("held") }
            studio.expect("the last moment again") { $0.text.contains("step 50 of 50") && !$0.text.contains("held") }
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
