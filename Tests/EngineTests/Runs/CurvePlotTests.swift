import Foundation
import Testing

@testable import Engine

@Suite struct CurvePlotTests {
    private func history(_ losses: [Float], changeAt step: Int? = nil) -> RunHistory {
        var entries: [LogEntry] = losses.enumerated().map { index, loss in
            .step(
                TrainingStep(
                    step: index + 1, epoch: index / 10 + 1, endsEpoch: index % 10 == 9, loss: loss, learningRate: 0.5,
                    gradientNorm: 2))
        }
        entries.append(.validation(step: 10, loss: 0.25))
        if let step { entries.append(.change(SteeredChange(step: step, change: .clip(nil)))) }
        return RunHistory(entries)
    }

    @Test func ticksAreRound() {
        #expect(PlotAxis([0, 600], isLogarithmic: false).ticks(8) == [0, 100, 200, 300, 400, 500, 600])
        #expect(PlotAxis([0.1, 1.2], isLogarithmic: true).ticks(6) == [0.1, 0.2, 0.5, 1])
        #expect(
            PlotAxis([1e-6, 1], isLogarithmic: true).ticks(6).map(log10).allSatisfy { abs($0 - $0.rounded()) < 1e-9 })
        // A narrow logarithmic axis has round values of its own.
        let narrow = PlotAxis([0.11, 0.13], isLogarithmic: true)
        #expect(
            narrow.ticks(6).count >= 3
                && narrow.ticks(6).allSatisfy { $0 >= narrow.lowest && $0 <= narrow.highest * 1.001 })
        #expect([0, 0.05, 12000, 1e-5, 2e7].map(PlotAxis.label) == ["0", "0.05", "12000", "1e-05", "2e+07"])
    }

    @Test func aValueLiesWhereItsAxisSays() {
        let axis = PlotAxis([1, 100], isLogarithmic: true)
        #expect(axis.place(axis.lowest) == 0 && axis.place(axis.highest) == 1)
        #expect(abs(axis.place((axis.lowest * axis.highest).squareRoot()) - 0.5) < 1e-12)
        #expect(axis.place(0) == 0 && axis.place(1e9) == 1)
        // One value alone still makes an axis.
        #expect(PlotAxis([3], isLogarithmic: false).place(3) == 0.5)
        #expect(PlotAxis([], isLogarithmic: true).highest > 0)
    }

    @Test func theSmoothedLossOfAConstantIsThatConstant() {
        #expect(history(Array(repeating: 0.5, count: 200)).smoothedLosses().allSatisfy { abs($0 - 0.5) < 1e-12 })
        // About fifty steps after a jump two thirds of it are seen.
        let jump = history(Array(repeating: 0, count: 950) + Array(repeating: 1, count: 50)).smoothedLosses()
        #expect(abs((jump.last ?? 0) - (1 - exp(-1))) < 0.02)
    }

    /// The curve falls from the upper left to the lower right of the axes, in the run's colour.
    @Test func theCurveIsDrawnWhereTheLossWas() throws {
        let falling = history((0..<200).map { pow(10, -Float($0) / 200) })
        let picture = CurvePlot.draw([("falling", falling)], width: 480, height: 300)
        #expect((picture.width, picture.height, picture.channels) == (480, 300, 3))
        func rows(_ x: Int) -> [Int] {
            (30..<258).filter { y in
                let place = (y * picture.width + x) * 3
                return picture.pixels[place] < 60 && picture.pixels[place + 2] > 140
            }
        }
        let (early, late) = (try #require(rows(90).first), try #require(rows(440).first))
        #expect(early < 100 && late > 180, "\(early) and \(late)")
        #expect(CurvePlot.draw([], width: 1, height: 1).width == 240)
        #expect(CurvePlot.draw([("one", history([0.5]))]) != CurvePlot.draw([("one", history([0.5], changeAt: 1))]))
    }

    @Test func everyLetterOfALabelIsThere() {
        let box = BitmapFont.rows("§")
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789.,-+:/_=()%#*' " {
            #expect(BitmapFont.rows(letter) != box, "\(letter)")
        }
    }

    @Test func theTableHasALineAStep() throws {
        let lines = history([0.5, 0.25, 0.125], changeAt: 2).csv().split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(lines.count == 4 && lines.allSatisfy { $0.count == 8 })
        #expect(lines[1][0] == "1" && lines[1][2] == "0.5" && lines[2][7] == "clip=off")
        let named = history([0.5]).csv(run: "a,\"b\"")
        #expect(named.hasPrefix("run,step,") && named.contains("\n\"a,\"\"b\"\"\",1,"))
    }
}
