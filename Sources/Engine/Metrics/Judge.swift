/// A classifier trained on real images, that reads made ones: the share it reads as what was asked for measures how well a model obeys
/// its condition.
public final class Judge {
    /// Passes over the training images, the batch, and the rate that Adam starts from and brings down to 0 as half a cosine: enough for
    /// more than 99 % of MNIST's test images.
    static let passes = 1
    private static let batch = 128
    private static let learningRate = 4e-3
    /// Images read at once.
    private static let readingBatch = 250

    private let network: DigitClassifier

    private init(_ network: DigitClassifier) { self.network = network }

    /// Trains a classifier of `images`' classes: always the same one for the same images, instruction set and seed.
    ///
    /// - Parameter progress: called after each step with how much is done, 0…1.
    /// - Throws: ``EngineFailure`` where the images are of another size, or what `progress` throws.
    public static func trained(
        on images: ImageSet, seed: UInt64 = 0, progress: (Double) throws -> Void = { _ in }
    ) throws -> Judge {
        guard images.rows == DigitUNet.side, images.columns == DigitUNet.side else {
            throw EngineFailure(
                "the images are of the wrong size", expected: "28×28", found: "\(images.rows)×\(images.columns)",
                place: images.name)
        }
        var generator = Generator(seed: seed)
        let network = DigitClassifier(classes: images.classNames.count, generator: &generator)
        let store = ParameterStore(network)
        let optimizer = Adam(AdamConfiguration(learningRate: learningRate), store: store)
        var order = BatchOrder(count: images.train.count, batch: batch)
        while order.passes < passes {
            let done = order.passesDone / Double(passes)
            let indices = order.next(generator: &generator)
            let tape = Tape()
            let logits = network(images.train.tensor(at: indices), .training(tape))
            store.zeroGradients()
            tape.backward(from: crossEntropy(logits, labels: indices.map { Int(images.train.labels[$0]) }))
            let factor = LearningRateSchedule.cosine.factor(epoch: 0, of: 1, progress: done)
            optimizer.update(store, learningRate: learningRate * factor)
            try progress(order.passesDone / Double(passes))
        }
        return Judge(network)
    }

    /// The most likely class of each image, in order.
    public func read(_ images: ImageSplit) -> [Int] {
        stride(from: 0, to: images.count, by: Self.readingBatch).flatMap { start in
            let indices = Array(start..<min(start + Self.readingBatch, images.count))
            let logits = logits(images.tensor(at: indices))
            let (values, classes) = (logits.array, logits.shape[1])
            return indices.indices.map { row in
                (0..<classes).max { values[row * classes + $0] < values[row * classes + $1] } ?? 0
            }
        }
    }

    /// One logit a class of each image, `[B, K]`, of `x [B, 28, 28, 1]` in 0…1.
    func logits(_ x: Tensor) -> Tensor { network(x, .inference()) }

    /// The share of `images` that is read as it is labelled, 0…1.
    public func accuracy(on images: ImageSplit) -> Double {
        let right = zip(read(images), images.labels).count { $0 == Int($1) }
        return images.count > 0 ? Double(right) / Double(images.count) : 0
    }
}
