import Foundation
import Glibc
import Testing
import VirtualTerminal

extension WindowTests {
    /// The window is found as it was left, however it ended.
    @Suite struct SessionTests {
        /// Chooses guidance 6 in Generate, and waits until that is kept.
        private func choose(_ studio: StudioWindow, _ file: String) {
            studio.expect("▸learning rate")
            studio.program.type("2++")
            studio.expect("guidance ", "6")
            studio.expect("the choice is kept") { _ in
                (try? String(contentsOfFile: file, encoding: .utf8))?.contains("\"guidance\" : 6") == true
            }
        }

        private func expectFound(_ studio: StudioWindow) {
            studio.expect("▸guidance", "‹ 6")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func aKilledWindowIsFoundAsItWas() throws {
            let home = try TemporaryHome()
            let studio = try StudioWindow(home: home)
            choose(studio, home.data + "/session.json")
            studio.program.send(signal: SIGKILL)
            #expect(studio.program.waitForEnd() == .killed(signal: SIGKILL))
            expectFound(try StudioWindow(home: home))
            let mode = try FileManager.default.attributesOfItem(atPath: home.data + "/session.json")[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
        }

        @Test func theTourIsShownTheFirstTimeOnly() throws {
            let home = try TemporaryHome()
            let studio = try StudioWindow(home: home, isFirst: true)
            studio.expect("Welcome", "1 of 5", "Enter next")
            studio.program.type("\r\r\u{1B}[D")
            studio.expect("2 of 5")
            studio.program.type("\u{1B}")
            studio.expect("▸learning rate")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            let again = try StudioWindow(home: home, isFirst: true)
            again.expect("▸learning rate")
            #expect(!again.text.contains("Welcome"))
            again.program.type("q")
            again.expectEnd(.exited(0))
        }

        /// The lessons take the tour's place, see what is done, and need no model to begin.
        @Test func theTutorSeesWhatIsDone() throws {
            let studio = try StudioWindow(["tutor"], width: 110, height: 40, isFirst: true)
            studio.expect("Lesson 1 of 11", "PageDown takes a test image")
            studio.program.type("6\u{1B}[6~")
            studio.expect("test image 0")
            studio.program.type("s")
            studio.expect("✓ At σ 0.2 the noisy picture is")
            studio.program.type("\u{1B}OR")
            studio.expect("Lesson 2 of 11")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func aSessionMayHaveAFileOfItsOwn() throws {
            let home = try TemporaryHome()
            let file = home.path + "/mine/session.json"
            let studio = try StudioWindow(["--session", file], home: home)
            choose(studio, file)
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            #expect(!FileManager.default.fileExists(atPath: home.data + "/session.json"))
            expectFound(try StudioWindow(["--session", file], home: home))
        }

        /// Presets outlive the window, however it ends, and are the same in every session.
        @Test func presetsAreKept() throws {
            let home = try TemporaryHome()
            let studio = try StudioWindow(home: home)
            studio.expect("▸learning rate")
            studio.program.type("2++\u{1B}[17~n")
            studio.expect("keep these parameters as")
            studio.program.type("strong\r")
            studio.expect("kept as strong")
            studio.expect("the preset is on the disk") { _ in
                (try? String(contentsOfFile: home.data + "/presets.json", encoding: .utf8))?.contains("strong") == true
            }
            studio.program.send(signal: SIGKILL)
            #expect(studio.program.waitForEnd() == .killed(signal: SIGKILL))
            let again = try StudioWindow(["--session", home.path + "/other.json"], home: home)
            again.expect("▸learning rate")
            again.program.type("\u{1B}[17~")
            again.expect("▸ strong  Generate")
            again.program.type("\r")
            again.expect("▸guidance", "‹ 6")
            again.program.type("q")
            again.expectEnd(.exited(0))
        }

        /// What `$` shows and copies is what a shell takes.
        @Test func theCommandOfThePanesWorks() throws {
            let studio = try StudioWindow(width: 120, height: 40)
            studio.trainTinyModel()
            studio.program.type("2")
            studio.expect("▸guidance")
            studio.program.type("+$")
            studio.expect("Command", "studio sample")
            let command = try #require(studio.program.terminal.clipboard)
            #expect(command.contains("--guidance 5.5 "))
            studio.program.type("\u{1B}q")
            studio.expectEnd(.exited(0))
            let shell = StudioProgram(folder: studio.home.path)
            let made = try shell.shell("cd '\(studio.home.path)' && $STUDIO" + command.dropFirst("studio".count))
            #expect(made.status == 0, "\(made.errors)")
            #expect(FileManager.default.fileExists(atPath: studio.home.path + "/pictures.png"))
        }

        @Test func aBrokenSessionIsPutAsideAndTold() throws {
            let home = try TemporaryHome()
            let file = home.data + "/session.json"
            try Data("{ \"version\": 1, \"workspace\": ".utf8).write(to: URL(fileURLWithPath: file))
            let studio = try StudioWindow(home: home)
            studio.expect("the JSON is not what it should be", "session.json.unread")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            #expect(FileManager.default.fileExists(atPath: file + ".unread"))
        }

        @Test func settingsAreReadAndTheirMistakesTold() throws {
            let home = try TemporaryHome()
            let folder = home.path + "/.config/studio"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let text = "theme = \"plaid\"\n[keys]\nquit = \"Q\"\nnobody = \"x\"\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/config.toml"))
            let studio = try StudioWindow(home: home)
            studio.expect("there is no command nobody in config.toml:4")
            studio.program.type("\u{1B}")
            studio.expect("there is no theme plaid")
            studio.program.type("Q")
            studio.expectEnd(.exited(0))
        }
    }
}
