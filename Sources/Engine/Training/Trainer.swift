import Kernels

/// What one step of training gave.
public struct TrainingStep: Sendable, Equatable, Codable {
    /// Steps done, this one included.
    public let step: Int
    /// The epoch it belonged to, from 1, and whether that epoch ended with it.
    public let epoch: Int
    public let endsEpoch: Bool
    public let loss: Float
    public let learningRate: Double
    /// The gradient's norm before clipping.
    public let gradientNorm: Double
}

/// A step whose loss or gradient was not a finite number; the weights are still those before it.
struct NotFinite: Error {
    /// The step's number.
    let step: Int
    /// What was not finite, and what it was.
    let what: String
    let learningRate: Double
}

/// Trains a ``DigitUNet`` by a ``Recipe``: one ``advance()`` at a time, every random number from one seeded generator, so that the same
/// recipe (with the same changes at the same steps) on the same machine gives the same bits, and a resumed run too.
public final class Trainer {
    public let recipe: Recipe
    public let network: DigitUNet
    public let computeType: ElementType
    let images: ImageSet
    let store: ParameterStore
    let optimizer: Adam
    var average: ExponentialMovingAverage?
    /// Time, noise and dropped conditions.
    var generator: Generator
    var order: BatchOrder
    /// Steps done.
    public internal(set) var step = 0
    /// The parameters that may change between steps, as they stand.
    public internal(set) var steering: Steering
    /// How much of the run was done when the warm-up ended, 0…1.
    var warmupProgress = 0.0

    /// - Throws: ``EngineFailure`` where the recipe asks for what the data or the processor does not have.
    public init(recipe: Recipe, images: ImageSet) throws {
        try recipe.validate()
        try Self.check(recipe, images)
        self.recipe = recipe
        self.images = images
        steering = Steering(recipe)
        computeType = recipe.precision.elementType
        generator = Generator(seed: recipe.seed)
        network = DigitUNet(recipe.model, generator: &generator)
        store = ParameterStore(network)
        optimizer = Adam(recipe.optimizer, store: store)
        order = BatchOrder(count: images.train.count, batch: recipe.batch)
        setAverage(decay: recipe.ema)
    }

    private static func check(_ recipe: Recipe, _ images: ImageSet) throws {
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
    }

    /// Applies a change from the next step on.
    ///
    /// - Throws: ``EngineFailure`` where the value is out of range; nothing is changed then.
    func apply(_ change: ParameterChange) throws {
        try steering.apply(change, to: recipe)
        order.batch = steering.batch
        if average?.decay != steering.ema { setAverage(decay: steering.ema) }
    }

    /// An average that is turned on starts at the present weights; one that is turned off is forgotten.
    func setAverage(decay: Double?) {
        guard let decay else {
            average = nil
            return
        }
        if let average {
            average.decay = decay
        } else {
            average = ExponentialMovingAverage(decay: decay, store: store, network: network)
        }
    }

    /// One optimizer step on the next batch.
    ///
    /// - Parameter learningRate: instead of the schedule's.
    /// - Throws: ``NotFinite`` where the loss or the gradient is not finite; the weights are then those before the step.
    public func advance(learningRate: Double? = nil) throws -> TrainingStep {
        let rate = learningRate ?? self.learningRate
        let epoch = order.passes + 1
        let batch = nextBatch()
        let tape = Tape()
        let prediction = network(
            batch.input, time: batch.time, classes: batch.classes, .training(tape, computeType: computeType))
        let loss = meanSquaredError(prediction, batch.target)
        let value = loss.item
        guard value.isFinite else {
            throw NotFinite(step: step + 1, what: "the loss was \(value)", learningRate: rate)
        }
        store.zeroGradients()
        tape.backward(from: loss)
        let norm = store.gradientNorm()
        guard norm.isFinite else {
            throw NotFinite(step: step + 1, what: "the gradient's norm was \(norm)", learningRate: rate)
        }
        let scale = steering.clip.map { ParameterStore.clipFactor(norm: norm, limit: $0) } ?? 1
        optimizer.update(store, learningRate: rate, gradientScale: scale)
        average?.update()
        step += 1
        if step <= recipe.warmup { warmupProgress = progress }
        return TrainingStep(
            step: step, epoch: epoch, endsEpoch: order.isBetweenPasses, loss: value, learningRate: rate,
            gradientNorm: norm)
    }

    func nextBatch() -> ObjectiveBatch {
        let indices = order.next(generator: &generator)
        let clean = images.train.tensor(at: indices)
        let (input, time, target) = recipe.objective.corrupt(clean, generator: &generator)
        var classes: Tensor?
        if recipe.model.classes > 0 {
            let kept = generator.uniform([indices.count]).array.map { Double($0) >= steering.conditionDropout }
            let labels = zip(indices, kept).map { index, keep in keep ? Int(images.train.labels[index]) : nil }
            classes = oneHot(labels, classes: recipe.model.classes)
        }
        return ObjectiveBatch(input: input, time: time, classes: classes, target: target)
    }
}

// MARK: - How far it is

extension Trainer {
    public var stepsPerEpoch: Int { order.batchesAPass }
    /// The epoch the next step belongs to, from 0.
    public var epoch: Int { order.passes }
    public var isFinished: Bool { steering.steps.map { step >= $0 } ?? (order.passes >= steering.epochs) }
    /// How much of the run is done, 0…1.
    var progress: Double {
        steering.steps.map { Double(step) / Double($0) } ?? order.passesDone / Double(steering.epochs)
    }

    /// Steps in all; with epochs given it moves when the batch size does.
    public var totalSteps: Int {
        if let steps = steering.steps { return steps }
        let whole = steering.epochs - order.passes - (order.isBetweenPasses ? 0 : 1)
        return step + order.batchesLeft + max(0, whole) * stepsPerEpoch
    }

    /// Epochs in all, the last one begun counted whole.
    public var totalEpochs: Int {
        guard let steps = steering.steps else { return steering.epochs }
        let begun = order.passes + (order.isBetweenPasses ? 0 : 1)
        let beyond = max(0, steps - step - order.batchesLeft)
        return max(1, begun + (beyond + stepsPerEpoch - 1) / stepsPerEpoch)
    }

    /// The rate of the next step: base rate × warm-up × schedule.
    public var learningRate: Double {
        let beyond = warmupProgress < 1 ? (progress - warmupProgress) / (1 - warmupProgress) : 1
        let factor = recipe.schedule.factor(
            epoch: epoch, of: steering.steps == nil ? steering.epochs : nil, progress: step < recipe.warmup ? 0 : beyond
        )
        return steering.learningRate * LearningRateSchedule.warmupFactor(step: step, of: recipe.warmup) * factor
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
