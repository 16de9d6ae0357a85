/// A pipeline's U-Net with its noise schedule and what it is to be told of the pictures.
struct PipelineDenoiser: ConditionedNetwork {
    /// What conditions mean to the network.
    enum Conditioning {
        /// It makes pictures of nothing in particular.
        case nothing
        /// Classes by number. It never learned without one.
        case labels
        /// Prompts; the dropped condition is the empty one.
        case text(PromptBook)
    }

    let network: UNet2D
    let schedule: NoiseSchedule
    let prediction: PredictionType
    let computeType: ElementType
    let conditioning: Conditioning
    /// What stands beside every state, for a network that enlarges pictures.
    private(set) var lowResolution: LowResolution?
    private let predictionsAtOnce: Int

    /// - Parameters:
    ///   - predictionsAtOnce: how many the network makes in one go: attention of four, 32 × 32 pixels in 22 heads, takes 400 MB.
    init(
        network: UNet2D, scheduler: SchedulerConfiguration, conditioning: Conditioning,
        lowResolution: LowResolution? = nil, computeType: ElementType = .float32, predictionsAtOnce: Int = 4,
        place: String
    ) throws {
        (self.network, self.computeType, self.lowResolution) = (network, computeType, lowResolution)
        (self.conditioning, self.predictionsAtOnce) = (conditioning, predictionsAtOnce)
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

    var isConditional: Bool { if case .nothing = conditioning { false } else { true } }
    var hasDroppedCondition: Bool { if case .labels = conditioning { false } else { true } }

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
            result.rows(rows).assign(predict(states, rows.map { $0 % B }, rows.map { conditions[$0] }, time))
        }
        // A network that learned the variance says it behind the noise.
        guard network.plan.outChannels == 2 * C else { return NetworkOutput(result.channels(0..<C)) }
        return NetworkOutput(result.channels(0..<C), variance: result.channels(C..<2 * C))
    }

    private func predict(_ x: Tensor, _ pictures: [Int], _ conditions: [Condition], _ time: Double) -> Tensor {
        let times = pictures.map { _ in time }
        let small = lowResolution.map { low in stacked(pictures.map { low.image(of: $0) }) }
        return network(
            concatenated([x, small].compactMap(\.self)), times: times, text: text(conditions),
            noiseLevels: lowResolution.map { low in times.map { _ in low.level } }, labels: labels(conditions),
            .inference(computeType: computeType))
    }

    private func text(_ conditions: [Condition]) -> Tensor? {
        guard case .text(let book) = conditioning else { return nil }
        return stacked(
            conditions.map { condition in
                book.embedding(of: { if case .prompt(let prompt) = condition { prompt } else { "" } }())
            })
    }

    func prepare(_ prompts: [String]) throws {
        if case .text(let book) = conditioning { try book.prepare(prompts) }
    }

    private func labels(_ conditions: [Condition]) -> [Int]? {
        guard case .labels = conditioning else { return nil }
        return conditions.map { condition in
            guard case .label(let label) = condition else {
                preconditionFailure("this network knows no picture without a class")
            }
            return label
        }
    }
}
