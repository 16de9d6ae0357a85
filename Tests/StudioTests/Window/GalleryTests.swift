import Engine
import Foundation
import Testing

extension WindowTests {
    /// The gallery, by keys alone: pictures made, found, opened, starred, compared, copied, deleted and brought back, their settings used.
    @Suite struct GalleryTests {
        @Test func whatWasMadeIsFoundAndUsedAgain() throws {
            let studio = try StudioWindow(width: 120, height: 40)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.set("steps", to: "6", downwards: 1)
            studio.set("seed", to: "41", downwards: 3)
            var files: [String] = []
            for guidance in ["5.5", "6.0"] {
                studio.program.type("+s")
                studio.expect("the sampling ends") { terminal in
                    terminal.row(0).contains("ready")
                        && ["step 6 of 6", "guidance \(guidance)"].allSatisfy(terminal.text.contains)
                }
                files.append(try studio.save("w"))
                studio.expect("saved as")
                studio.program.type("\u{1B}")
                studio.expect("the notice goes") { !$0.text.contains("saved as") }
            }
            studio.program.type("7")
            studio.expect("Pictures", "1 of 2", "guidance   6.0")
            studio.expect("both thumbnails") { !$0.text.contains("○") }
            studio.program.type("*")
            studio.expect("★")
            studio.program.type("c\u{1B}[C")
            studio.expect("2 of 2", "guidance   5.5")
            studio.program.type("C")
            studio.expect("1 6.0", "2 5.5")
            studio.program.type("\u{1B}")
            studio.expect("all of them again") { $0.text.contains("2 of 2") && !$0.text.contains("1 6.0") }
            studio.program.type("\r")
            studio.expect("all pictures")
            studio.program.type("\r/star")
            studio.expect("1 of 1", "show only")
            // What is typed is no command: nothing was starred or deleted by it.
            studio.program.type("\u{15}guid\r")
            studio.expect("No picture is like that")
            studio.program.type("\u{1B}")
            studio.expect("of 2")
            studio.program.type("\u{1B}[F")
            studio.expect("2 of 2", "guidance   5.5")
            let copy = studio.home.path + "/copy.png"
            studio.program.type("w\u{15}" + copy + "\r")
            studio.expect("copied to")
            #expect(FileManager.default.contents(atPath: copy) == FileManager.default.contents(atPath: files[0]))
            studio.program.type("w\u{15}" + copy + "\r")
            studio.expect("is there already")
            studio.program.type("n\u{1B}")
            studio.expect("the notice goes") { !$0.text.contains("copied to") }
            studio.program.type("d")
            studio.expect("is deleted; u brings it back", "1 of 1")
            #expect(!FileManager.default.fileExists(atPath: files[0]))
            studio.program.type("u")
            studio.expect("is back", "2 of 2")
            #expect(FileManager.default.fileExists(atPath: files[0]))
            studio.expect("its recipe") { $0.text.contains("guidance   5.5") }
            studio.program.type("p")
            studio.expect("taken from", "u takes it back")
            studio.expect("the panes go by it") { terminal in
                terminal.text.split(separator: "\n").map { $0.prefix(44) }
                    .contains { $0.contains("guidance") && $0.contains("5.5") }
            }
            studio.program.type("u")
            studio.expect("taken back: ", "6.0")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            // The star is kept.
            let again = try StudioWindow(width: 80, height: 24, home: studio.home)
            again.expect("help")
            again.program.type("7")
            again.expect("★", "of 2")
            again.program.type("q")
            again.expectEnd(.exited(0))
        }
    }
}
