import Testing

@testable import StudioCore

/// Fewer frames over a slow link.
@Suite struct TrafficTests {
    private let start = ContinuousClock.now

    /// Frames of so many bytes as fast as they may go, for ten seconds: how many there are.
    private func frames(of bytes: Int, ceiling: Int?) -> Int {
        var traffic = Traffic(ceiling: ceiling)
        var (now, count) = (start, 0)
        while now < start + .seconds(10) {
            traffic.sent(bytes, at: now)
            count += 1
            now = traffic.nextFrame ?? now
        }
        return count
    }

    @Test func noLimitIsThirtyFramesASecond() { #expect((300...304).contains(frames(of: 100_000, ceiling: nil))) }

    @Test(arguments: [200, 6000, 40_000]) func theCeilingIsKept(_ bytes: Int) {
        let sent = frames(of: bytes, ceiling: 60_000) * bytes
        #expect(sent <= 600_000 + bytes)
        // What the frames' own limit leaves is used.
        #expect(sent >= min(600_000, 300 * bytes) - bytes)
    }

    /// What a key had drawn at once is owed, and a whole screen does not freeze the window.
    @Test func keysAreOwedAndDebtsEnd() {
        var traffic = Traffic(ceiling: 10_000)
        traffic.sent(10_000, at: start)
        traffic.sent(10_000, at: start + .milliseconds(500))
        #expect(traffic.nextFrame == start + .milliseconds(2000))
        traffic.sent(1_000_000, at: start + .seconds(2))
        #expect(traffic.nextFrame == start + .seconds(7))
    }

    @Test func theRateIsThatOfTheLastSecond() {
        var traffic = Traffic(ceiling: nil)
        for index in 0..<4 { traffic.sent(1000, at: start + .milliseconds(400 * index)) }
        #expect(traffic.rate(at: start + .milliseconds(1200)) == 3000)
        #expect(traffic.rate(at: start + .seconds(9)) == 0)
    }

    @Test func theRateIsShownOnDemand() {
        var model = Scenes.stocked(100, 30)
        #expect(!view(model).text.contains("KB/s"))
        Scenes.press(&model, .character("K"))
        model.bytesPerSecond = 1_234_567
        let last = view(model).text.split(separator: "\n").last ?? ""
        #expect(last.hasSuffix(" 1,235 KB/s ") && last.contains("? help"))
    }
}
