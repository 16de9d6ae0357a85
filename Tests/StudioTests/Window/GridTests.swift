import Foundation
import Testing
import VirtualTerminal

extension WindowTests {
    /// A grid chosen, formed, kept and taken apart, by keys alone.
    @Suite struct GridTests {
        @Test func aGridFormsIsKeptAndACellIsTaken() throws {
            let studio = try StudioWindow(width: 120, height: 40)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.program.type("G")
            studio.expect("columns", "rows", "4 × 3 cells")
            // Ctrl-U rubs the values out, others are typed.
            studio.program.type("\u{15}2,4\r")
            studio.expect("forming a grid")
            studio.expect("the grid is formed") { $0.row(0).contains("ready") && $0.text.contains("300 of 300 steps") }
            studio.program.type("\u{1B}[C\u{1B}[B")
            studio.expect("guidance 4", "seed 1", "finished")
            try studio.expectRemade(
                studio.save("w"), "studio sample ", "--grid-x guidance=2,4 --grid-y seed=0,1,2")
            studio.program.type("\r")
            studio.expect("taken into the panes: guidance 4, seed 1")
            studio.expect("Timeline", "step 50 of 50")
            studio.expect("the panes go by the cell") { $0.text.contains("‹ 4.0 ›") }
            studio.program.type("G")
            studio.expect("300 of 300 steps")
            studio.program.type("q")
            studio.expect("Parameters")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
