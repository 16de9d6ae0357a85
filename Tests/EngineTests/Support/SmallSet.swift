@testable import Engine

/// Images made by rule, so that a test needs no data set: class k is a bright bar in column 2k + 2.
enum SmallSet {
    static func make(train: Int = 12, test: Int = 4) -> ImageSet {
        ImageSet(name: "bars", train: split(train), test: split(test), classNames: (0..<10).map(String.init))
    }

    private static func split(_ count: Int) -> ImageSplit {
        var images: [UInt8] = []
        var labels: [UInt8] = []
        for index in 0..<count {
            let label = index % 10
            labels.append(UInt8(label))
            for _ in 0..<28 {
                for column in 0..<28 { images.append(abs(column - 2 * label - 3) <= 1 ? 255 : 0) }
            }
        }
        return ImageSplit(images: images, labels: labels, rows: 28, columns: 28)
    }

    static func recipe(
        _ objective: Objective = .flow, classes: Int = 10, steps: Int = 6, precision: Precision = .f32
    ) -> Recipe {
        Recipe(
            name: "small", summary: "", data: "bars",
            model: DigitUNetConfiguration(hidden: 4, timeConditioned: objective.usesTime, classes: classes),
            objective: objective, optimizer: AdamConfiguration(learningRate: 1e-3), schedule: .exponential, batch: 5,
            epochs: 2, steps: steps, conditionDropout: 0.1, clip: 1, ema: 0.9, seed: 3, precision: precision)
    }
}
