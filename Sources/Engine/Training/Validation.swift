/// The loss on held-out images with noise that is always the same, so that two values differ by the model alone.
struct Validation {
    /// Images measured on, of the test split's beginning.
    static let count = 1024
    private static let batch = 64
    private static let seed: UInt64 = 2_718_281

    let images: ImageSet

    /// The mean squared error of `trainer`'s network: of its average where one is kept, with every condition given, in inference.
    func loss(of trainer: Trainer) -> Double {
        trainer.withAveragedWeights { measure(trainer) }
    }

    private func measure(_ trainer: Trainer) -> Double {
        var generator = Generator(seed: Self.seed)
        let count = min(Self.count, images.test.count)
        let classes = trainer.recipe.model.classes
        var sum = 0.0
        for start in stride(from: 0, to: count, by: Self.batch) {
            let indices = Array(start..<min(start + Self.batch, count))
            let clean = images.test.tensor(at: indices)
            let (input, time, target) = trainer.recipe.objective.corrupt(clean, generator: &generator)
            let labels = indices.map { Int(images.test.labels[$0]) }
            let prediction = trainer.network(
                input, time: time, classes: classes > 0 ? oneHot(labels, classes: classes) : nil,
                .inference(computeType: trainer.computeType))
            sum += Double(meanSquaredError(prediction, target).item) * Double(indices.count)
        }
        return sum / Double(count)
    }
}

extension Trainer {
    /// Calls `body` with the averaged weights in the network's place, where an average is kept.
    func withAveragedWeights<R>(_ body: () throws -> R) rethrows -> R {
        guard let average else { return try body() }
        average.swap()
        network.weightsChanged()
        defer {
            average.swap()
            network.weightsChanged()
        }
        return try body()
    }
}
