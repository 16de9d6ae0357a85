/// A text-conditioned U-Net with its noise schedule and what the text encoder said of the prompts.
struct TextDenoiser: ConditionedNetwork {
    let network: UNet2DConditionModel
    let schedule: NoiseSchedule
    let prediction: PredictionType
    let computeType: ElementType
    /// What stands beside every state, for a network that enlarges pictures.
    private(set) var lowResolution: LowResolution?
    /// `[1, L, E]` by prompt.
    private let embeddings: [String: Tensor]
    /// The prompt that the dropped condition is.
    private let unconditional: String
    private let predictionsAtOnce: Int

    /// - Parameters:
    ///   - embeddings: of every prompt that will be asked for, and of the unconditional one.
    ///   - predictionsAtOnce: how many the network makes in one go: attention of four, 32 × 32 pixels in 22 heads, takes 400 MB.
    init(
        network: UNet2DConditionModel, scheduler: SchedulerConfiguration, embeddings: [String: Tensor],
        unconditional: String = "", lowResolution: LowResolution? = nil, computeType: ElementType = .float32,
        predictionsAtOnce: Int = 4,
        place: String
    ) throws {
        (self.network, self.computeType, self.lowResolution) = (network, computeType, lowResolution)
        (self.embeddings, self.unconditional) = (embeddings, unconditional)
        self.predictionsAtOnce = predictionsAtOnce
        schedule = try scheduler.schedule(place)
        prediction = scheduler.prediction
        let plan = network.plan
        guard (lowResolution != nil) == plan.hasNoiseLevel else {
            throw EngineFailure(
                "this network \(plan.hasNoiseLevel ? "enlarges" : "does not enlarge") pictures", place: place)
        }
        let channels = plan.inChannels - (lowResolution?.image.shape[3] ?? 0)
        guard [1, 3].contains(channels), [channels, 2 * channels].contains(plan.outChannels) else {
            throw EngineFailure(
                "this network makes no pictures", expected: "1 or 3 channels, and as many or twice as many out",
                found: "\(channels) and \(plan.outChannels)", place: place)
        }
    }

    let range: ClosedRange<Float> = -1...1
    let isConditional = true

    func begun(_ generator: inout Generator) -> (any ConditionedNetwork)? {
        guard let lowResolution else { return nil }
        var begun = self
        begun.lowResolution = lowResolution.noised(&generator)
        return begun
    }

    func level(at time: Double) -> NoiseLevel { .variancePreserving(sigma: schedule.sigma(at: time)) }

    func evaluate(_ x: Tensor, time: Double, conditions: [Condition]) -> NetworkOutput {
        let (B, C) = (x.shape[0], x.shape[3])
        let result = Tensor(
            uninitialized: [conditions.count, x.shape[1], x.shape[2], network.plan.outChannels])
        for first in stride(from: 0, to: conditions.count, by: predictionsAtOnce) {
            let rows = first..<min(first + predictionsAtOnce, conditions.count)
            let states = stacked(rows.map { x.rows($0 % B..<$0 % B + 1) })
            let text = stacked(rows.map { embedding(of: conditions[$0]) })
            result.rows(rows).assign(predict(states, rows.map { $0 % B }, text, time))
        }
        // A network that learned the variance says it behind the noise.
        guard network.plan.outChannels == 2 * C else { return NetworkOutput(result.channels(0..<C)) }
        return NetworkOutput(result.channels(0..<C), variance: result.channels(C..<2 * C))
    }

    private func predict(_ x: Tensor, _ pictures: [Int], _ text: Tensor, _ time: Double) -> Tensor {
        let pass = Pass.inference(computeType: computeType)
        let times = pictures.map { _ in time }
        guard let lowResolution else { return network(x, times: times, text: text, pass) }
        let small = stacked(pictures.map { lowResolution.image(of: $0) })
        return network(
            concatenated([x, small]), times: times, text: text, noiseLevels: times.map { _ in lowResolution.level },
            pass)
    }

    private func embedding(of condition: Condition) -> Tensor {
        let prompt = if case .prompt(let prompt) = condition { prompt } else { unconditional }
        guard let embedding = embeddings[prompt] else {
            preconditionFailure("the prompt “\(prompt)” was not encoded beforehand")
        }
        return embedding
    }
}

/// A small picture, enlarged and noised, for a network that makes a large one of it (Ho et al., 2022, cascaded diffusion).
struct LowResolution {
    /// `[N, H, W, C]`, or one for all.
    private(set) var image: Tensor
    /// The timestep of its noise, which the network is told.
    let level: Double

    private let noise: NoiseLevel

    /// Not noised yet.
    ///
    /// - Parameters:
    ///   - image: `[N, h, w, C]` in −1…1.
    ///   - side: of the large picture.
    ///   - level: a timestep of `schedule`: more noise leaves the network more freedom.
    init(_ image: Tensor, side: Int, level: Int, schedule: NoiseSchedule) {
        self.image = resizeBilinear(image, height: side, width: side, alignCorners: true)
        self.level = Double(level)
        noise = schedule.level(level)
    }

    /// The pictures with the noise that ``level`` says.
    func noised(_ generator: inout Generator) -> LowResolution {
        var result = self
        result.image = noise.noised(image, with: generator.noise(image.shape))
        return result
    }

    func image(of picture: Int) -> Tensor {
        let row = picture % image.shape[0]
        return image.rows(row..<row + 1)
    }
}
