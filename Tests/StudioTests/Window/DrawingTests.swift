import Engine
import Foundation
import Testing

extension WindowTests {
    /// Masks and drawings by keys and mouse, in the real program with a network small enough for a test.
    @Suite struct DrawingTests {
        private static let pageDown = "\u{1B}[6~"
        private static let pageUp = "\u{1B}[5~"
        private static let right = "\u{1B}[C"
        private static let down = "\u{1B}[B"

        /// A window with a trained model that samples two pictures in six steps.
        private func open() throws -> StudioWindow {
            let studio = try StudioWindow(width: 120, height: 40)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.set("steps", to: "6", downwards: 1)
            studio.set("pictures", to: "2", downwards: 4)
            return studio
        }

        /// Writes what is on the board and reads it back.
        private func written(_ studio: StudioWindow, _ name: String) throws -> Picture {
            let path = studio.home.path + "/" + name
            studio.program.type("w\u{15}" + path + "\r")
            let isThere = studio.program.wait { _ in FileManager.default.fileExists(atPath: path) }
            #expect(isThere, "\(studio.text)")
            return try PNG.read(path)
        }

        @Test func aMaskDrawnWithTheArrowsInpaintsADigitAndKeepsTheRest() throws {
            let studio = try open()
            studio.program.type("4")
            studio.expect("no picture: PageDown")
            // Nothing to inpaint: it says so, and nothing is lost.
            studio.program.type("s")
            studio.expect("there is no picture yet")
            studio.program.type(Self.pageDown)
            studio.expect("test image 0")
            studio.program.type("s")
            studio.expect("the mask is empty")
            studio.program.type(" " + String(repeating: Self.right, count: 5) + Self.down + Self.down + " ")
            studio.expect("% is made new")
            let mask = try written(studio, "mask.png")
            #expect(mask.pixels.count { $0 == 255 } == 18 && mask.pixels.count { $0 == 0 } == 784 - 18)
            studio.program.type("\u{1B}")
            studio.program.type("s")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 6 of 6") }
            // In Edit the same picture and what was made of it are taken and written.
            studio.program.type("3" + Self.pageDown)
            studio.expect("test image 1")
            studio.program.type(Self.pageUp)
            studio.expect("test image 0")
            studio.program.type("P")
            studio.expect("sampled picture 2 of 2")
            let made = try written(studio, "made.png")
            studio.program.type("P")
            studio.expect("sampled picture 1 of 2")
            #expect(try written(studio, "first.png") != made)
            studio.program.type("uu")
            let original = try written(studio, "original.png")
            for index in 0..<784 where mask.pixels[index] == 0 { #expect(made.pixels[index] == original.pixels[index]) }
            #expect(made != original)
            // The mask is still there.
            studio.program.type("4")
            studio.expect("% is made new")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        /// By keys alone: a mask drawn with the arrows, inpainted, scrubbed, branched, saved, made again from its file;
        /// then the same of a drawing in colour and of an anagram.
        @Test func everyEditIsScrubbedBranchedSavedAndMadeAgain() throws {
            let studio = try open()
            studio.program.type("4")
            studio.expect("no picture: PageDown")
            studio.program.type(Self.pageDown)
            studio.expect("test image 0")
            studio.program.type(" " + String(repeating: Self.right, count: 6) + Self.down + " s")
            studio.expect("the sampling ends") { $0.row(0).contains("ready") && $0.text.contains("step 6 of 6") }
            studio.expect("the result forming")
            studio.program.type("[[[")
            studio.expect("step 3 of 6")
            studio.program.type("\t\t+b")
            studio.expect("2 branches, 9 evaluations")
            studio.expect("the branch ends") { $0.row(0).contains("ready") && $0.text.contains("▸2") }
            try studio.expectRemade(
                studio.save("W"), "studio inpaint ", "-image.png", "-mask.png", "--change 3:guidance=5.5")

            studio.program.type("3\t\t\t\t")
            studio.set("start", to: "2", downwards: 0)
            studio.program.type("\u{1B}[Z\u{1B}[Z\u{1B}[Z\u{1B}[ZC")
            studio.expect("colour #ffffff")
            studio.program.type("f80\r")
            studio.expect("takes it in grey")
            studio.program.type(" " + String(repeating: Self.right, count: 6) + " s")
            studio.expect("the drawing is taken in grey")
            studio.expect("the edit ends") {
                $0.row(0).contains("ready") && $0.text.contains("step 6 of 6") && !$0.text.contains("2 branches")
            }
            try studio.expectRemade(studio.save("W"), "studio edit ", "-image.png", "--start 2")

            studio.program.type("5s")
            studio.expect("both readings") {
                $0.row(0).contains("ready") && $0.text.contains("step 6 of 6") && $0.text.contains("turned half around")
            }
            try studio.expectRemade(studio.save("w"), "studio anagram --view rotate180 ", "--class 6 --class 9")
            let animation = try #require(FileManager.default.contents(atPath: studio.save("M")))
            #expect(animation.starts(with: Data("GIF89a".utf8)))
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        /// A test image under noise, by keys alone; the saved comparison is made again from its file.
        @Test func noiseIsPutOnATestImageAndTakenAway() throws {
            let studio = try open()
            studio.program.type("6")
            studio.expect("Noise and its removal", "noise up to")
            studio.program.type("s")
            studio.expect("nothing to put noise on")
            studio.program.type(Self.pageDown)
            studio.expect("test image 0")
            studio.program.type("s")
            studio.expect("the rows") {
                $0.row(0).contains("ready")
                    && ["noisy", "blurred", "one step", "iterative"].allSatisfy($0.text.contains)
            }
            studio.program.type("\t\u{1B}[C\u{1B}[C")
            studio.expect("more is nearer")
            try studio.expectRemade(
                studio.save("W"), "studio noise ", "-image.png", "--sigma 0,0.2,0.4,0.6,0.8,1",
                "--method gaussian,one-step,iterative")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func theMouseDrawsAndAPathThatLeadsNowhereIsSaid() throws {
            let studio = try StudioWindow(width: 80, height: 24)
            studio.expect("quit")
            studio.program.type("4")
            studio.expect("no picture: PageDown")
            // Pressed, moved and let go, as terminals tell it; the board's pixels are cells 5…32 of lines 4…17.
            studio.program.type("\u{1B}[<0;8;6M\u{1B}[<32;20;6M\u{1B}[<0;20;6m")
            studio.expect("the stroke") { $0.text.contains("at 15, 4") || $0.text.contains("at 15,") }
            studio.program.type("o/nowhere/at/all.png\r")
            studio.expect("cannot be read")
            studio.program.type("\u{1B}")
            let mask = try written(studio, "mask.png")
            #expect(mask.pixels.count { $0 == 255 } == 28)
            #expect(try FoundRecipe.read(studio.home.path + "/mask.png") is DrawingRecipe)
            // Once the window knows of it, it offers the name again; written over only when that is wanted.
            studio.expect("written to")
            studio.program.type("\u{1B}")
            studio.expect("the notice goes") { !$0.text.contains("written to") }
            studio.program.type("i")
            for (key, isKept) in [("n", true), ("y", false)] {
                studio.program.type("w\r")
                studio.expect("is there already")
                studio.program.type(key)
                studio.expect("the question goes") { !$0.text.contains("is there already") }
                let path = studio.home.path + "/mask.png"
                let isSo = studio.program.wait { _ in ((try? PNG.read(path)) == mask) == isKept }
                #expect(isSo)
            }
            studio.expect("written to")
            studio.program.type("\u{1B}")
            studio.expect("the notice goes") { !$0.text.contains("written to") }
            studio.program.type("o/dev/zero\r")
            studio.expect("not a file with a picture")
            studio.program.type("\u{1B}")
            studio.program.type("w\u{15}" + studio.home.path + "/.local/share/studio/data/mnist/x.gif\r")
            studio.expect("ends in .png")
            studio.program.type("\u{1B}")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
