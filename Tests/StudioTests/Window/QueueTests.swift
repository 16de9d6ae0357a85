import Foundation
import Glibc
import Testing
import VirtualTerminal

extension WindowTests {
    /// The queue in the real program.
    @Suite struct QueueTests {
        /// A run and two samplings of its model are queued while another run goes, the program is killed, and the next one does them when
        /// it is told to.
        @Test func theQueueSurvivesAKilledProgram() throws {
            let home = try TemporaryHome()
            let studio = try StudioWindow(width: 120, height: 40, home: home)
            studio.chooseTinyNetwork(steps: 100_000)
            studio.program.type("&")
            studio.expect("queued: train digits-flow-class", "training digits-flow-class")
            studio.program.type("&2&")
            studio.expect("2 queued")
            studio.expect("a checkpoint", until: { _ in !home.checkpoints.isEmpty })
            studio.program.type("J")
            studio.expect("▸ ● train digits-flow-class, 100000 steps", "· sample 10 pictures")
            studio.program.send(signal: SIGKILL)
            #expect(studio.program.waitForEnd() == .killed(signal: SIGKILL))

            let again = try StudioWindow(width: 120, height: 40, home: home)
            again.expect("3 jobs wait in the queue from before", "3 held")
            again.program.type("J")
            again.expect("Queue (held)", "▸ · train digits-flow-class, 100000 steps", "held")
            // The second run is not wanted any more, and the first goes on from its checkpoint.
            again.program.type("\u{1B}[Bx \u{1B}[A")
            again.expect("it goes on") { $0.text.contains("▸ ●") && $0.text.contains("1 queued") }
            again.program.type("xy")
            again.expect("the pictures are made") { $0.text.contains("✓ sample 10 pictures") }
            again.program.type("\u{1B}e")
            again.expect("the queue is done")
            again.program.type("\u{1B}")
            again.expect("the panes") { !$0.text.contains("Messages") && $0.text.contains("ready") }
            #expect(again.savedPictures.count == 1)
            try again.expectRemade(
                home.data + "/pictures/" + again.savedPictures[0], "studio sample", "--model", "--count 10")
            again.program.type("q")
            again.expectEnd(.exited(0))
        }

        @Test func aBrokenQueueIsPutAsideAndTold() throws {
            let home = try TemporaryHome()
            let file = home.data + "/queue.json"
            try Data("{ \"version\": 1, \"queue\": ".utf8).write(to: URL(fileURLWithPath: file))
            let studio = try StudioWindow(home: home)
            studio.expect("the JSON is not what it should be", "queue.json.unread")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
            #expect(FileManager.default.fileExists(atPath: file + ".unread"))
        }
    }
}
