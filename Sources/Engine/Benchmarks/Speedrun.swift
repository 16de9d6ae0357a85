/// How long a recipe takes from random weights to digits that a ``Judge`` can read; docs/speedrun.md is the protocol.
public struct Speedrun {
    /// The share of the samples that must be read as what was asked for.
    public static let target = 0.9
    /// How strongly the class is insisted on.
    public static let guidance = 5.0
    /// Samples drawn at once, the classes in turn, and the seed of the first such batch; each next one's is one higher.
    private static let samplingBatch = 100
    private static let seed: UInt64 = 180

    public let recipe: Recipe
    public let images: ImageSet
    public let judge: Judge
    /// Samples drawn, and the steps each of them takes.
    public let samples: Int
    public let samplingSteps: Int

    /// What a run came to.
    public struct Result: Sendable, Equatable {
        /// Images trained on, and the seconds from before the weights were drawn to after the last step.
        public var images: Int
        public var trainingSeconds: Double
        /// The seconds the samples took.
        public var samplingSeconds: Double
        /// The share that was read as asked for, 0…1, and the same for each class.
        public var accuracy: Double
        public var accuracies: [Double]
        /// The first hundred samples, a column for each class.
        public var picture: Picture

        public var reachesTarget: Bool { accuracy >= Speedrun.target }
    }

    /// - Throws: ``EngineFailure`` where the recipe's model does not make every class of `images` step by step.
    public static func check(_ recipe: Recipe, images: ImageSet) throws {
        guard recipe.model.classes == images.classNames.count, recipe.objective.usesTime else {
            throw EngineFailure(
                "the speedrun needs a model of every class", expected: "classes = \(images.classNames.count)",
                found: "classes = \(recipe.model.classes)", place: recipe.name)
        }
    }

    /// - Parameters:
    ///   - samples: 1 or more.
    ///   - samplingSteps: 1 or more.
    /// - Throws: ``EngineFailure`` as ``check(_:images:)``.
    public init(recipe: Recipe, images: ImageSet, judge: Judge, samples: Int = 1000, samplingSteps: Int = 10) throws {
        precondition(samples > 0, "expected samples, found \(samples)")
        try Self.check(recipe, images: images)
        (self.recipe, self.images, self.judge) = (recipe, images, judge)
        (self.samples, self.samplingSteps) = (samples, samplingSteps)
    }

    /// Trains, samples and reads.
    ///
    /// - Parameter progress: called after each step with how much of the training is done, 0…1, and the loss.
    /// - Throws: ``EngineFailure`` where the loss stops being finite, or what `progress` throws.
    public func run(progress: (Double, Float) throws -> Void = { _, _ in }) throws -> Result {
        let started = ContinuousClock.now
        let trainer = try Trainer(recipe: recipe, images: images)
        while !trainer.isFinished {
            do {
                let step = try trainer.advance()
                try progress(trainer.progress, step.loss)
            } catch let failure as NotFinite {
                throw EngineFailure("the run did not stay finite", found: failure.what, place: "step \(failure.step)")
            }
        }
        let trained = ContinuousClock.now
        let digits = try trainer.withAveragedWeights { try sample(trainer) }
        let sampled = ContinuousClock.now
        let shown = (0..<min(digits.count, Self.samplingBatch)).map(digits.picture)
        return Result(
            images: Int((trainer.order.passesDone * Double(images.train.count)).rounded()),
            trainingSeconds: started.duration(to: trained).seconds,
            samplingSeconds: trained.duration(to: sampled).seconds,
            accuracy: judge.accuracy(on: digits), accuracies: accuracies(digits),
            picture: PictureGrid.compose(shown, columns: images.classNames.count))
    }

    /// The samples, each labelled with the class it was asked for; 8 bits a pixel, as a person gets to see them.
    private func sample(_ trainer: Trainer) throws -> ImageSplit {
        let card = ModelCard(
            name: recipe.name, configuration: recipe.model, objective: recipe.objective, data: recipe.data,
            step: trainer.step)
        let model = LoadedModel(card: card, network: trainer.network, computeType: trainer.computeType)
        let labels = (0..<samples).map { $0 % images.classNames.count }
        var pixels: [UInt8] = []
        for start in stride(from: 0, to: samples, by: Self.samplingBatch) {
            let asked = Array(labels[start..<min(start + Self.samplingBatch, samples)])
            let request = SamplingRequest(
                classes: asked, count: asked.count, steps: samplingSteps, sampler: recipe.objective.previewSampler,
                guidance: Self.guidance, seed: Self.seed + UInt64(start / Self.samplingBatch))
            let run = try SamplingRun(request, model: model)
            while !run.isFinished { run.advance() }
            pixels += run.state.pictures(range: 0...1).flatMap(\.pixels)
        }
        return ImageSplit(
            images: pixels, labels: labels.map(UInt8.init), rows: DigitUNet.side, columns: DigitUNet.side)
    }

    private func accuracies(_ digits: ImageSplit) -> [Double] {
        let read = judge.read(digits)
        return images.classNames.indices.map { label in
            let mine = read.indices.filter { Int(digits.labels[$0]) == label }
            return mine.isEmpty ? 0 : Double(mine.count { read[$0] == label }) / Double(mine.count)
        }
    }
}
