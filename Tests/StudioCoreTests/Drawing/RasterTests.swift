import Testing

@testable import StudioCore

/// A raster by rule, for properties that hold for every one.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int(state >> 33) % range.count
    }

    mutating func raster(channels: Int = 1) -> Raster {
        var raster = Raster(width: roll(1...17), height: roll(1...13), channels: channels)
        for _ in 0..<roll(0...6) {
            let ink = (0..<channels).map { _ in UInt8(roll(0...255)) }
            raster.dab(at: point(in: raster), size: roll(1...5), ink: ink)
        }
        return raster
    }

    mutating func point(in raster: Raster) -> Point { Point(roll(0...raster.width - 1), roll(0...raster.height - 1)) }
}

extension Raster {
    /// The painted pixels as `#`, the others as `.`.
    var sketch: String {
        (0..<height).map { y in
            (0..<width).map { x in self[Point(x, y)].contains { $0 > 0 } ? "#" : "." }.joined()
        }.joined(separator: "\n")
    }

    var points: [Point] { (0..<height).flatMap { y in (0..<width).map { Point($0, y) } } }
}

@Suite struct RasterTests {
    static let seeds = 1...60

    @Test(arguments: seeds) func invertingTwiceChangesNothing(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        let raster = dice.raster(channels: seed % 2 == 0 ? 1 : 3)
        var twice = raster
        twice.invert()
        #expect(twice != raster)
        #expect(zip(twice.pixels, raster.pixels).allSatisfy { Int($0) + Int($1) == 255 })
        twice.invert()
        #expect(twice == raster)
    }

    @Test(arguments: seeds) func growingContainsAndShrinkingIsContained(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        let raster = dice.raster()
        var (grown, shrunk) = (raster, raster)
        grown.grow()
        shrunk.shrink()
        #expect(zip(grown.pixels, raster.pixels).allSatisfy { $0 >= $1 })
        #expect(zip(shrunk.pixels, raster.pixels).allSatisfy { $0 <= $1 })
        // Each is the other on the negative.
        var other = raster
        other.invert()
        other.grow()
        other.invert()
        #expect(other == shrunk)
        // Closing contains, opening is contained.
        grown.shrink()
        shrunk.grow()
        #expect(zip(grown.pixels, raster.pixels).allSatisfy { $0 >= $1 })
        #expect(zip(shrunk.pixels, raster.pixels).allSatisfy { $0 <= $1 })
    }

    @Test func growingADotMakesASquare() {
        var raster = Raster(width: 5, height: 4)
        raster.paint(Point(2, 1), [200])
        raster.grow()
        #expect(raster.sketch == ".###.\n.###.\n.###.\n.....")
        raster.shrink()
        #expect(raster.sketch == "..#..\n..#..\n.....\n.....", "the edge is no pixel")
    }

    @Test(arguments: seeds) func aSoftEdgeStaysBetweenTheExtremes(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        let raster = dice.raster(channels: seed % 2 == 0 ? 1 : 3)
        var soft = raster
        soft.feather(sigma: Double(dice.roll(1...30)) / 10)
        #expect((soft.pixels.min() ?? 0) >= (raster.pixels.min() ?? 0))
        #expect((soft.pixels.max() ?? 0) <= (raster.pixels.max() ?? 0))
    }

    @Test func aFeatheredEdgeIsTheGaussiansIntegral() {
        var raster = Raster(width: 21, height: 3)
        raster.rectangle(from: Point(0, 0), to: Point(9, 2), ink: [255])
        raster.feather(sigma: 1)
        // Φ((10 − x − ½) / σ) of 255, summed over whole pixels: 0.5 lies between columns 9 and 10.
        #expect(raster.pixels[0] == 255 && raster.pixels[20] == 0)
        #expect(Int(raster.pixels[9]) + Int(raster.pixels[10]) == 255)
        #expect((0..<20).allSatisfy { raster.pixels[$0] >= raster.pixels[$0 + 1] })
        // exp(0) / Σ exp(−d²/2) = 0.3990 (7 taps): column 9 holds half of that more than a half.
        #expect(raster.pixels[9] == 178)
    }

    @Test(arguments: seeds) func aLineEndsWhereItShouldAndHasNoGaps(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        let (start, end) = (Point(dice.roll(-9...9), dice.roll(-9...9)), Point(dice.roll(-9...9), dice.roll(-9...9)))
        let line = Raster.line(from: start, to: end)
        #expect(line.first == start && line.last == end)
        #expect(line.count == max(abs(end.x - start.x), abs(end.y - start.y)) + 1)
        for (a, b) in zip(line, line.dropFirst()) { #expect(max(abs(a.x - b.x), abs(a.y - b.y)) == 1) }
        #expect(Set(line).count == line.count)
    }

    @Test func brushesOfEverySizeAreAsWideAsTheySay() {
        for size in Editor.sizes {
            let disc = Raster.disc(around: Point(40, 40), size: size)
            #expect(Set(disc.map(\.x)).count == size && Set(disc.map(\.y)).count == size, "\(size)")
            // The same seen from every side.
            let low = 80 - (size % 2 == 0 ? 1 : 0)
            #expect(Set(disc.map { Point(low - $0.x, $0.y) }) == Set(disc), "\(size)")
            #expect(Set(disc.map { Point($0.y, $0.x) }) == Set(disc), "\(size)")
        }
        #expect(Raster.disc(around: Point(3, 4), size: 1) == [Point(3, 4)])
    }

    @Test func shapesAreAsDrawn() {
        var raster = Raster(width: 9, height: 7)
        raster.rectangle(from: Point(6, 4), to: Point(3, 2), ink: [9])
        #expect(raster.sketch == ".........\n.........\n...####..\n...####..\n...####..\n.........\n.........")
        raster.clear()
        raster.ellipse(from: Point(1, 1), to: Point(7, 5), ink: [9])
        #expect(raster.sketch == ".........\n..#####..\n.#######.\n.#######.\n.#######.\n..#####..\n.........")
        raster.clear()
        raster.stroke(from: Point(1, 5), to: Point(7, 2), size: 1, ink: [9])
        #expect(raster.sketch == ".........\n.........\n.......#.\n.....##..\n...##....\n.##......\n.........")
    }

    @Test func hollowShapesAreTheirEdges() {
        var raster = Raster(width: 9, height: 7)
        raster.rectangle(from: Point(1, 1), to: Point(7, 5), border: 1, ink: [9])
        #expect(raster.sketch == ".........\n.#######.\n.#.....#.\n.#.....#.\n.#.....#.\n.#######.\n.........")
        raster.clear()
        raster.ellipse(from: Point(0, 0), to: Point(8, 6), border: 1, ink: [9])
        #expect(raster.sketch == "..#####..\n.#.....#.\n#.......#\n#.......#\n#.......#\n.#.....#.\n..#####..")
        raster.clear()
        raster.rectangle(from: Point(1, 1), to: Point(7, 5), border: 3, ink: [9])
        #expect(raster.pixels.count { $0 == 9 } == 35, "where the edges meet nothing is left to be hollow")
    }

    /// A hollow shape is a part of the filled one, and what is left out cannot be left without crossing it.
    @Test(arguments: seeds) func aHollowShapeHasNoGaps(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        for isEllipse in [false, true] {
            var filled = Raster(width: 26, height: 23)
            let (a, b, border) = (dice.point(in: filled), dice.point(in: filled), dice.roll(1...4))
            var hollow = filled
            if isEllipse {
                filled.ellipse(from: a, to: b, ink: [1])
                hollow.ellipse(from: a, to: b, border: border, ink: [1])
            } else {
                filled.rectangle(from: a, to: b, ink: [1])
                hollow.rectangle(from: a, to: b, border: border, ink: [1])
            }
            func isFilled(_ point: Point) -> Bool { filled.contains(point) && filled[point].first == 1 }
            for point in filled.points {
                let isEdge = hollow[point].first == 1
                if isEdge, !isFilled(point) { Issue.record("\(point) is outside") }
                let around = (-border...border).flatMap { dy in
                    (abs(dy) - border...border - abs(dy)).map { Point(point.x + $0, point.y + dy) }
                }
                let isDeep = around.allSatisfy(isFilled)
                if isFilled(point), isEdge == isDeep { Issue.record("\(point) of \(a)–\(b), border \(border)") }
            }
        }
    }

    @Test(arguments: seeds) func anEllipseLiesInItsRectangleAndTouchesItsSides(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        var raster = Raster(width: 20, height: 20)
        let (a, b) = (dice.point(in: raster), dice.point(in: raster))
        raster.ellipse(from: a, to: b, ink: [1])
        let painted = raster.points.filter { raster[$0].first == 1 }
        let (xs, ys) = (painted.map(\.x), painted.map(\.y))
        #expect(xs.min() == min(a.x, b.x) && xs.max() == max(a.x, b.x))
        #expect(ys.min() == min(a.y, b.y) && ys.max() == max(a.y, b.y))
    }

    @Test func aFloodStopsAtWallsAndCorners() {
        var raster = Raster(width: 8, height: 6)
        raster.stroke(from: Point(0, 3), to: Point(3, 0), size: 1, ink: [255])
        // A wall of corners only holds: the flood takes no diagonal steps.
        raster.flood(from: Point(0, 0), ink: [255])
        #expect(raster.sketch == "####....\n###.....\n##......\n#.......\n........\n........")
        let before = raster
        raster.flood(from: Point(0, 0), ink: [255])
        #expect(raster == before)
        raster.flood(from: Point(7, 5), ink: [7])
        #expect(raster.pixels.allSatisfy { $0 > 0 })
        raster.flood(from: Point(9, 9), ink: [1])
        raster.flood(from: Point(-1, 0), ink: [1])
        #expect(raster.pixels.contains(7))
    }

    @Test(arguments: seeds) func aFloodPaintsExactlyWhatIsConnected(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        let raster = dice.raster()
        let start = dice.point(in: raster)
        var flooded = raster
        flooded.flood(from: start, ink: [raster[start].first == 99 ? 98 : 99])
        let changed = Set(raster.points.filter { raster[$0] != flooded[$0] })
        let old = Array(raster[start])
        #expect(changed.contains(start))
        for point in changed {
            #expect(raster[point].elementsEqual(old))
            let beside = [(0, 1), (1, 0), (0, -1), (-1, 0)].map { Point(point.x + $0.0, point.y + $0.1) }
            for other in beside where raster.contains(other) && raster[other].elementsEqual(old) {
                #expect(changed.contains(other))
            }
        }
    }

    @Test func paintingOutsideIsNoHarm() {
        var raster = Raster(width: 3, height: 3)
        raster.stroke(from: Point(-9, -9), to: Point(20, 20), size: 3, ink: [255])
        raster.ellipse(from: Point(-5, -5), to: Point(30, 9), ink: [255])
        raster.rectangle(from: Point(2, 2), to: Point(90, -3), ink: [255])
        #expect(raster.isFull && raster.coverage == 1 && !raster.isEmpty)
    }

    @Test func aPictureComesBackAsItWas() {
        let picture = Scenes.picture(12, 7, shade: 3)
        #expect(Raster(picture).picture == picture)
    }
}
