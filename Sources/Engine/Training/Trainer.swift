import Kernels

/// What one step of training gave.
public struct TrainingStep: Sendable, Equatable {
    /// Steps done, this one included.
    public let step: Int
    /// The epoch it belonged to, from 1.
    public let epoch: Int
    public let loss: Float
    public let learningRate: Double
    /// The gradient's norm before clipping; measured only where it is clipped.
    public let gradientNorm: Double?
}

/// Trains a ``DigitUNet`` by a ``Recipe``: one ``advance()`` at a time, every random number from one seeded generator, so that the same
/// recipe on the same machine gives the same bits, and a resumed run too.
public final class Trainer {
    public let recipe: Recipe
    public let network: DigitUNet
    public let computeType: ElementType
    let images: ImageSet
    let store: ParameterStore
    let optimizer: Adam
    let average: ExponentialMovingAverage?
    /// Time, noise and dropped conditions.
    var generator: Generator
    var order: BatchOrder
    /// Steps done.
    public internal(set) var step = 0
    /// Whether the loss stopped being finite: the weights are of no use any more.
    public private(set) var hasDiverged = false
    /// The rate that the schedule starts from; may be changed between steps.
    public var baseLearningRate: Double

    /// - Throws: ``EngineFailure`` where the recipe asks for what the data or the processor does not have.
    public init(recipe: Recipe, images: ImageSet) throws {
        try recipe.validate()
        guard images.rows == DigitUNet.side, images.columns == DigitUNet.side else {
            throw EngineFailure(
                "the images are of the wrong size", expected: "28×28", found: "\(images.rows)×\(images.columns)",
                place: images.name)
        }
        let classes = recipe.model.classes
        guard classes == 0 || images.classNames.count <= classes else {
            throw EngineFailure(
                "the network has too few classes", expected: "\(images.classNames.count)", found: "\(classes)",
                place: "model.classes", hint: "set classes to \(images.classNames.count), or to 0 for no condition")
        }
        self.recipe = recipe
        self.images = images
        computeType = recipe.precision.elementType
        generator = Generator(seed: recipe.seed)
        network = DigitUNet(recipe.model, generator: &generator)
        store = ParameterStore(network)
        optimizer = Adam(recipe.optimizer, store: store)
        average = recipe.ema.map { [store] in ExponentialMovingAverage(decay: $0, store: store) }
        order = BatchOrder(count: images.train.count, batch: recipe.batch)
        baseLearningRate = recipe.optimizer.learningRate
    }

    public var stepsPerEpoch: Int { (images.train.count + recipe.batch - 1) / recipe.batch }
    public var totalSteps: Int { recipe.steps ?? recipe.epochs * stepsPerEpoch }
    /// The epoch the next step belongs to, from 0.
    public var epoch: Int { step / stepsPerEpoch }
    public var totalEpochs: Int { recipe.steps == nil ? recipe.epochs : (totalSteps - 1) / stepsPerEpoch + 1 }
    public var isFinished: Bool { step >= totalSteps }

    /// The rate of the next step.
    public var learningRate: Double {
        baseLearningRate * recipe.schedule.factor(epoch: epoch, of: recipe.epochs)
    }

    /// One optimizer step on the next batch.
    ///
    /// - Throws: ``EngineFailure`` where the loss is not finite; the weights are then those before the step.
    public func advance() throws -> TrainingStep {
        let rate = learningRate
        let epoch = epoch + 1
        let batch = nextBatch()
        let tape = Tape()
        let prediction = network(
            batch.input, time: batch.time, classes: batch.classes, .training(tape, computeType: computeType))
        let loss = meanSquaredError(prediction, batch.target)
        let value = loss.item
        guard value.isFinite else {
            hasDiverged = true
            throw notFinite(value)
        }
        store.zeroGradients()
        tape.backward(from: loss)
        var norm: Double?
        var scale = 1.0
        if let clip = recipe.clip {
            let measured = store.gradientNorm()
            norm = measured
            scale = ParameterStore.clipFactor(norm: measured, limit: clip)
        }
        optimizer.update(store, learningRate: rate, gradientScale: scale)
        average?.update(store)
        step += 1
        return TrainingStep(step: step, epoch: epoch, loss: value, learningRate: rate, gradientNorm: norm)
    }

    private func nextBatch() -> ObjectiveBatch {
        let indices = order.next(generator: &generator)
        let clean = images.train.tensor(at: indices)
        let (input, time, target) = recipe.objective.corrupt(clean, generator: &generator)
        var classes: Tensor?
        if recipe.model.classes > 0 {
            let kept = generator.uniform([indices.count]).array.map { Double($0) >= recipe.conditionDropout }
            let labels = zip(indices, kept).map { index, keep in keep ? Int(images.train.labels[index]) : nil }
            classes = oneHot(labels, classes: recipe.model.classes)
        }
        return ObjectiveBatch(input: input, time: time, classes: classes, target: target)
    }

    private func notFinite(_ value: Float) -> EngineFailure {
        EngineFailure(
            "the loss stopped being a finite number", expected: "a number", found: "\(value)",
            place: "step \(step + 1)",
            hint: "start again from the last checkpoint with a smaller learning rate, or with --clip 1")
    }
}

extension Precision {
    /// The storage type of activations this comes to on this processor.
    public var elementType: ElementType {
        switch self {
        case .f32: .float32
        case .bf16: .bfloat16
        case .auto: kernels_native_bfloat16() != 0 ? .bfloat16 : .float32
        }
    }
}
