import Testing

@testable import Engine

@Suite struct JudgeTests {
    private struct Interrupted: Error {}

    /// Stripes every two to six columns, or rows from class 5 on: what a class is does not depend on where it is.
    private func stripes(_ count: Int, shift: Int) -> ImageSplit {
        let labels = (0..<count).map { UInt8($0 % 10) }
        var pixels: [UInt8] = []
        for index in 0..<count {
            let (first, period) = (index / 10 + shift, index % 5 + 2)
            let line = (0..<28).map { UInt8(($0 + first) % period == 0 ? 255 : 0) }
            for row in 0..<28 { pixels += index % 10 < 5 ? line : [UInt8](repeating: line[row], count: 28) }
        }
        return ImageSplit(images: pixels, labels: labels, rows: 28, columns: 28)
    }

    /// Stripes are told apart after thirty steps; what is labelled with another class counts as wrong.
    @Test func itReadsWhatItWasTrainedOn() throws {
        let images = ImageSet(
            name: "stripes", train: stripes(30 * 128, shift: 0), test: stripes(30, shift: 1),
            classNames: (0..<10).map(String.init))
        let judge = try Judge.trained(on: images)
        #expect(judge.accuracy(on: images.test) == 1)
        #expect(judge.read(images.test) == images.test.labels.map(Int.init))
        let others = ImageSplit(
            images: images.test.images, labels: images.test.labels.map { $0 == 3 ? 3 : ($0 + 1) % 10 }, rows: 28,
            columns: 28)
        #expect(abs(judge.accuracy(on: others) - 0.1) < 1e-12)
        #expect(judge.accuracy(on: ImageSplit(images: [], labels: [], rows: 28, columns: 28)) == 0)
    }

    @Test func theSameSeedIsTheSameJudge() throws {
        let images = SmallSet.make(train: 12, test: 4)
        func logits(_ seed: UInt64) throws -> [Float] {
            let judge = try Judge.trained(on: images, seed: seed)
            return judge.logits(images.test.tensor(at: [0, 1, 2, 3])).array
        }
        let first = try logits(0)
        #expect(first.allSatisfy { $0.isFinite })
        #expect(try logits(0) == first)
        #expect(try logits(1) != first)
    }

    /// Progress goes from above 0 to 1, and what it throws ends the training.
    @Test func progressIsToldAndCanEndIt() throws {
        let images = SmallSet.make(train: 300)
        var told: [Double] = []
        _ = try Judge.trained(on: images) { told.append($0) }
        #expect(told.count == 3 * Judge.passes && told == told.sorted() && told.last == 1)
        #expect(throws: Interrupted.self) { try Judge.trained(on: images) { _ in throw Interrupted() } }
    }

    @Test func imagesOfAnotherSizeAreRefused() {
        let split = ImageSplit(images: [UInt8](repeating: 0, count: 32), labels: [0, 1], rows: 4, columns: 4)
        let images = ImageSet(name: "small", train: split, test: split, classNames: ["0", "1"])
        let failure = #expect(throws: EngineFailure.self) { try Judge.trained(on: images) }
        #expect(failure?.expected == "28×28" && failure?.found == "4×4")
    }
}
