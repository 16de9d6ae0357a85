import Engine
import Testing

@testable import StudioCore

@Suite struct ValueTests {
    @Test func numbersAreWrittenForPeople() {
        #expect(Format.number(60_000) == "60,000")
        #expect(Format.number(-1234567) == "-1,234,567")
        #expect(Format.number(0.25) == "0.25")
        #expect(Format.fixed(5, 1...3) == "5.0")
        #expect(Format.fixed(0.125, 1...3) == "0.125")
        #expect(Format.fixed(.nan, 1...3) == "not a number")
        #expect(Format.scientific(0.01) == "1e-2")
        #expect(Format.scientific(0.00025) == "2.5e-4")
        #expect(Format.scientific(9.9999e-4) == "1e-3")
        #expect(Format.scientific(0) == "0")
        #expect(Format.duration(59.4) == "59 s")
        #expect(Format.duration(3365) == "56 min 05 s")
        #expect(Format.duration(6300) == "1 h 45 min")
        #expect(Format.duration(200_000) == "2 d 7 h")
        #expect(Format.duration(.infinity) == "–")
        #expect(Format.count(10_620_545) == "10.6 M")
        #expect(Format.count(45_000) == "45 k")
        #expect(Format.count(999) == "999")
        #expect(Format.measure(0.12345) == "0.1235")
        #expect(Format.measure(.infinity) == "infinite")
    }

    @Test func theAverageForgetsTheFirstLosses() {
        var losses = LossHistory()
        for step in 1...200 { losses.append(step: step, value: step <= 5 ? 100 : 1, learningRate: 0.01) }
        #expect(losses.points.count == 200)
        #expect(abs((losses.points.last?.smoothed ?? 0) - 1) < 0.5)
        losses.append(step: 201, value: .nan, learningRate: 0.01)
        #expect(losses.points.last?.smoothed.isFinite == true)
        losses.append(step: 100, value: 3, learningRate: 0.01)
        #expect(losses.points.count == 100 && losses.points.last?.value == 3)
    }

    @Test func ticksAreRoundAndWithinTheRange() {
        #expect(Ticks.linear(0...1, count: 5).count == 6)
        #expect(Ticks.linear(0.11...0.29, count: 3).allSatisfy { (0.11...0.29).contains($0) })
        #expect(Ticks.linear(5...5, count: 3) == [5])
        #expect(Ticks.logarithmic(-2...0, count: 9).count == 7)
        #expect(Ticks.logarithmic(-2...4, count: 4).allSatisfy { abs($0 - $0.rounded()) < 1e-9 })
    }

    @Test func aSparklineRisesWithItsValues() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([1, .nan, 1], width: 8) == "▁▁")
        #expect(Sparkline.text([], width: 8).isEmpty)
        #expect(Sparkline.text(Array(repeating: 3, count: 100), width: 10).count == 10)
    }

    @Test func brailleDotsAreUnicodes() {
        var grid = BrailleGrid(width: 2, height: 1)
        #expect(grid.character(column: 0, row: 0) == nil)
        grid.set(x: 0, y: 0)
        #expect(grid.character(column: 0, row: 0) == "⠁")
        grid.set(x: 1, y: 3)
        #expect(grid.character(column: 0, row: 0) == "⢁")
        grid.vertical(x: 2, from: 9, to: -4)
        #expect(grid.character(column: 1, row: 0) == "⡇")
        grid.set(x: 99, y: 99)
    }

    @Test func aFilmWithNothingInItStaysEmpty() {
        var film = Film<Int>()
        film.move(by: -1)
        #expect(film.current == nil && film.isFollowing)
        film.append(1)
        film.move(by: 5)
        #expect(film.current == 1 && film.isFollowing)
    }
}
