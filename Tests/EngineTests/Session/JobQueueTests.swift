import Foundation
import Testing

@testable import Engine

/// The list itself, and its file.
@Suite struct JobQueueTests {
    private static func work(_ seed: UInt64) -> QueuedWork { .sample(SamplingRequest(classes: [3], seed: seed)) }

    private static func queue(_ count: Int) throws -> JobQueue {
        var queue = JobQueue()
        for seed in 0..<count { _ = try queue.add(work(UInt64(seed))) }
        return queue
    }

    @Test func jobsAreDoneInTheOrderTheyWait() throws {
        var queue = try Self.queue(3)
        #expect(queue.jobs.map(\.id) == [1, 2, 3] && queue.next?.id == 1)
        try queue.move(3, by: -1)
        #expect(queue.waiting.map(\.id) == [1, 3, 2])
        queue.begin(1, Self.work(9))
        #expect(queue.next == nil && queue.running?.id == 1 && queue[1]?.work == Self.work(9))
        // Not before what goes on, however far it is moved.
        try queue.move(2, by: -9)
        #expect(queue.jobs.map(\.id) == [1, 2, 3])
        try queue.move(2, by: .max)
        #expect(queue.jobs.map(\.id) == [1, 3, 2])
        #expect(queue.end(.done("a.png"))?.state == .done("a.png"))
        #expect(queue.next?.id == 3)
        queue.isHeld = true
        #expect(queue.next == nil && queue.waiting.count == 2)
    }

    @Test func whatFailedIsTriedAgainBehindTheOthers() throws {
        var queue = try Self.queue(2)
        queue.begin(1, Self.work(0))
        _ = queue.end(.failed(EngineFailure("no room")))
        #expect(queue.next?.id == 2)
        #expect(throws: EngineFailure.self) { try queue.retry(2) }
        try queue.retry(1)
        #expect(queue.waiting.map(\.id) == [2, 1])
        #expect(throws: EngineFailure.self) { try queue.remove(7) }
        #expect(throws: EngineFailure.self) { try queue.move(7, by: 1) }
    }

    @Test func theListHasItsBounds() throws {
        var queue = try Self.queue(JobQueue.mostWaiting)
        #expect(throws: EngineFailure.self) { try queue.add(Self.work(0)) }
        for _ in 0..<JobQueue.mostEnded + 5 {
            let next = try #require(queue.next)
            queue.begin(next.id, next.work)
            _ = queue.end(.done(""))
        }
        #expect(queue.jobs.filter(\.hasEnded).map(\.id) == Array(6...JobQueue.mostEnded + 5))
        queue.clear()
        #expect(queue.jobs.count == JobQueue.mostWaiting - JobQueue.mostEnded - 5)
    }

    @Test func whatWasGoingIsFirstAgainAndHeld() throws {
        var queue = try Self.queue(3)
        queue.begin(1, Self.work(0))
        queue.recover()
        #expect(queue.waiting.map(\.id) == [1, 2, 3] && queue.isHeld)
        for id in 1...3 { try queue.remove(id) }
        queue.recover()
        #expect(!queue.isHeld)
    }

    /// Every kind of work, with its pictures and masks, to the last bit.
    @Test func theFileKeepsEverything() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/new/queue.json"
            var queue = JobQueue()
            for work in try Self.everyWork() { _ = try queue.add(work) }
            let file = try QueueFile(path)
            #expect(try file.read() == nil)
            try file.write(queue)
            #expect(try file.read() == queue)
            guard case .sample(let read)? = try file.read()?.jobs[2].work,
                case .mask(let mask)? = read.changes.last?.change
            else { throw EngineFailure("the mask is gone") }
            #expect(mask.picture == Self.picture(1))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
        }
    }

    @Test(arguments: [
        "", "[1]", "{\"version\": 1}", "{\"version\": 9, \"queue\": {\"jobs\": [], \"isHeld\": false, \"nextID\": 1}}",
        "{\"version\": 1, \"queue\": {\"jobs\": [], \"isHeld\": false, \"nextID\": 9223372036854775807}}",
        String(repeating: "[", count: 100_000),
    ])
    func aBrokenFileIsPutAside(_ text: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/queue.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let desk = QueueDesk(path)
            guard case .failed(let failure)? = desk.recover().first else { throw EngineFailure("nothing was told") }
            #expect(failure.hint?.contains("queue.json.unread") == true)
            #expect(FileManager.default.contents(atPath: path + ".unread") == Data(text.utf8))
            // The queue is used all the same.
            _ = try desk.obey(.add(Self.work(1)))
            struct Contents: Decodable { var queue: JobQueue }
            let kept = try JSON.decode(Contents.self, from: path).queue
            #expect(kept == desk.queue && kept.waiting.count == 1)
        }
    }

    @Test func oneProcessHasTheQueue() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/queue.json"
            var first: QueueDesk? = QueueDesk(path)
            _ = try first?.obey(.add(Self.work(1)))
            let second = QueueDesk(path)
            #expect(second.recover().isEmpty && second.queue.jobs.isEmpty)
            let failure = #expect(throws: EngineFailure.self) { try second.obey(.add(Self.work(2))) }
            #expect(failure?.found == "process \(getpid())")
            first = nil
            #expect(try second.obey(.add(Self.work(2))).count == 1)
            #expect(second.queue.waiting.map(\.work) == [Self.work(1), Self.work(2)])
        }
    }

    static func picture(_ shade: Int) -> Picture {
        Picture(width: 28, height: 28, channels: 1, pixels: (0..<784).map { UInt8($0 * (shade + 1) % 256) })
    }

    /// One of each kind.
    static func everyWork() throws -> [QueuedWork] {
        var edited = SamplingRequest(
            model: "/models/a", classes: [1, 2], negativeClass: 3, count: 2, steps: 7, seed: .max)
        edited.edit = .imageToImage(picture(2), start: .steps([1, 3]))
        var inpainted = SamplingRequest(classes: [4], count: 1)
        inpainted.edit = .inpaint(picture(3), mask: picture(4), resampling: 2)
        inpainted.changes = [
            LoggedChange(step: 3, change: .guidance(2.5)),
            LoggedChange(step: 4, change: .mask(ChangedMask(picture(1)))),
        ]
        var hybrid = SamplingRequest(classes: [4])
        hybrid.edit = .hybrid(classes: [5], blur: .usual)
        var enlarged = SamplingRequest()
        enlarged.enlargement = Enlargement([picture(5), picture(6)])
        (enlarged.prompts, enlarged.negativePrompt) = (["a cat", "a dog"], "a fish")
        enlarged.guiding.interval = GuidanceInterval("0.2:0.8")
        let axes = (try GridAxis("guidance=1,3"), try GridAxis("3:class=0,1"))
        return [
            .train(
                TrainingRequest(
                    recipe: SmallSet.recipe(), output: "/runs/a", parent: RunPoint(folder: "/runs/b", step: 7),
                    changes: [.clip(nil), .learningRate(0.1)])),
            .sample(edited), .sample(inpainted), .sample(hybrid), .sample(enlarged),
            .grid(GridRequest(edited, x: axes.0, y: axes.1)),
            .compareNoise(
                NoiseRequest(
                    picture(7), places: [.sigma(0.5), .time(30)], methods: [.gaussian, .iterative], schedule: .course,
                    blur: try GaussianBlur(kernel: 5, sigma: 1), label: 3)),
        ]
    }
}
