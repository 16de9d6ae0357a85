import Glibc
import Testing
import VirtualTerminal

extension WindowTests {
    /// Training and sampling in the window, on a network small enough for a test.
    @Suite struct WorkTests {
        private static let width = 120
        private static let height = 40

        private func open(
            personality: Personality = Personality(deviceAttributes: "62;22"), _ arguments: [String] = [],
            steps: Int = 100_000
        ) throws -> StudioWindow {
            let studio = try StudioWindow(
                arguments, width: Self.width, height: Self.height, personality: personality)
            studio.chooseTinyNetwork(steps: steps)
            return studio
        }

        /// Waits for the first steps of a run, with their loss.
        private func train(_ studio: StudioWindow) {
            studio.program.type("t")
            studio.expect("training digits-flow-class", "img/s", "loss ")
            studio.expect("steps go on") { !$0.text.contains("step 0 of") && $0.text.contains("step ") }
        }

        @Test func aShortRunTrainsToItsEndAndIsSaved() throws {
            let studio = try open(steps: 3)
            studio.program.type("t")
            studio.expect("loss ", "raw ", "float32")
            studio.expect("the run ends") { $0.row(0).contains("ready") || !$0.row(0).contains("training") }
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            #expect(!studio.home.checkpoints.isEmpty)
        }

        @Test func theTerminalsTitleAndBarTellHowFarTheRunIs() throws {
            let studio = try open()
            train(studio)
            studio.expect("a title and a bar") {
                $0.title.hasSuffix("training digits-flow-class – studio") && $0.progress?.hasPrefix("1;") == true
            }
            studio.program.type("\u{1B}[O\u{1B}[I ")
            studio.expect("a bar that waits") { $0.progress?.hasPrefix("4;") == true }
            studio.program.type("qy")
            studio.expectEnd(.exited(0))
        }

        @Test func samplingInterruptsTrainingAndGuidanceChangesWhileItGoes() throws {
            let studio = try open()
            train(studio)
            studio.program.type("s")
            studio.expect("sampling 10 pictures", "▸guidance")
            // Held, so that it is still going when the key is seen.
            studio.program.type(" ")
            studio.expect("go on")
            studio.program.type("\u{1B}[C")
            studio.expect("‹ 5.5 ›")
            studio.program.type("n")
            studio.expect("the next step obeys") { $0.text.contains("guidance 5.5") }
            studio.program.type(" ")
            studio.expect("training digits-flow-class")
            studio.program.type("qy")
            studio.expectEnd(.exited(0))
        }

        /// Over a slow link fewer frames are sent, and the last one comes all the same.
        @Test func aCeilingOfBytesIsKept() throws {
            let studio = try StudioWindow(["--bandwidth", "60"], width: Self.width, height: Self.height)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.program.type("K")
            studio.expect("KB/s")
            var bytes = 0
            studio.program.onOutput = { bytes += $0.count }
            let started = ContinuousClock.now
            studio.program.type("s")
            studio.expect("the pictures are all there") {
                $0.row(0).contains("ready") && $0.text.contains("step 50 of 50")
            }
            let seconds = Double(started.duration(to: .now).components.seconds + 1)
            // Beside the ceiling what the key had drawn, and the frame that is on its way.
            #expect(Double(bytes) <= 60_000 * seconds + 60_000, "\(bytes) bytes in \(seconds) s")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        /// A terminal that goes away sends its signal more than once: that must not cut the saving short.
        @Test(arguments: [SIGTERM, SIGHUP], [1, 4])
        func aSignalSavesTheRun(_ signal: Int32, _ times: Int) throws {
            let studio = try open()
            train(studio)
            for _ in 0..<times {
                studio.program.send(signal: signal)
                studio.program.pump(milliseconds: 2)
            }
            studio.expectEnd(.exited(130))
            #expect(!studio.home.checkpoints.isEmpty)
            #expect(!studio.home.models.isEmpty)
        }

        @Test func aStormOfSizesLeavesTheWindowWhole() throws {
            let studio = try open()
            train(studio)
            var state: UInt32 = 7
            for round in 0..<1000 {
                // A sampling in the middle of it.
                if round == 300 { studio.program.type("s") }
                state = state &* 1_664_525 &+ 1_013_904_223
                let size = round % 6 == 0 ? (1, 1) : (Int(state >> 16) % 140 + 1, Int(state >> 8) % 50 + 1)
                studio.program.resize(width: size.0, height: size.1)
                studio.program.pump(milliseconds: 1)
            }
            studio.program.type("1")
            studio.program.resize(width: Self.width, height: Self.height)
            studio.expect("the whole window") { terminal in
                terminal.width == Self.width && terminal.row(0).contains("training digits-flow-class")
                    && terminal.row(Self.height - 1).contains("help") && terminal.text.contains("Parameters")
            }
            #expect(studio.program.ending == nil)
            studio.program.type("qy")
            studio.expectEnd(.exited(0))
        }

        @Test func aTerminalWithSixelGetsThePictureItself() throws {
            let sixel = Personality(deviceAttributes: "62;4;22", cellWidth: 8, cellHeight: 16)
            let studio = try open(personality: sixel)
            train(studio)
            studio.expect("samples as sixels") { !$0.pictures.sixels.isEmpty }
            let picture = try #require(studio.program.terminal.pictures.sixels.last)
            // Every pixel painted, in greys: noise has many.
            #expect(picture.width > 100 && picture.height > 50)
            #expect(picture.pixels.allSatisfy { $0 != nil && $0?[0] == $0?[1] && $0?[1] == $0?[2] })
            #expect(Set(picture.pixels.compactMap { $0?[0] }).count > 20)
            // Help covers it and leaves nothing behind; the picture comes back as it was.
            studio.program.type("?")
            studio.expect("Esc")
            studio.program.type("\u{1B}")
            studio.expect("training again") { $0.text.contains("Parameters") && !$0.pictures.isEmpty }
            studio.program.type("qy")
            studio.expectEnd(.exited(0))
        }

        @Test func kittyPicturesAreSentAndTakenAway() throws {
            let studio = try open(personality: Personality(deviceAttributes: "62;22", hasKitty: true))
            train(studio)
            studio.expect("samples by the kitty protocol") { $0.pictures.transmissions > 0 && !$0.pictures.isEmpty }
            studio.program.type("qy")
            studio.expectEnd(.exited(0))
        }
    }
}
