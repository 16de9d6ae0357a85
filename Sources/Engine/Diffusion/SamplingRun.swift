/// Pictures being formed: one call of ``advance()`` a step, parameters changed between steps as the person likes.
///
/// The noise it starts from and every later random number come from one generator seeded with the request's seed: the same request
/// gives the same pictures, whatever was changed live aside.
public final class SamplingRun {
    public let request: SamplingRequest
    private var current: SamplerState
    private let sampler: any Sampler
    private var guided: GuidedNetwork
    private var generator: Generator

    /// - Throws: ``EngineFailure`` where the request does not fit the model.
    public init(_ request: SamplingRequest, model: LoadedModel) throws {
        try Self.check(request, model)
        self.request = request
        sampler = try model.card.objective.sampler(
            request.sampler.isEmpty ? nil : request.sampler, steps: request.steps)
        let labels: [Int?] = (0..<request.count).map { index in
            request.classes.isEmpty ? nil : request.classes[index % request.classes.count]
        }
        guided = GuidedNetwork(
            network: model.network, timeUnit: model.card.objective.timeUnit, labels: labels,
            negative: request.negativeClass, computeType: model.computeType,
            guidance: ClassifierFreeGuidance(scale: request.classes.isEmpty ? 1 : request.guidance))
        generator = Generator(seed: request.seed)
        let noise = generator.normal([request.count, DigitUNet.side, DigitUNet.side, 1])
        current = SamplerState(x: mix(sampler.initialScale, noise, 0, noise))
    }

    /// Evaluations of the network made.
    public var step: Int { current.step }
    /// The state x_t, `[N, 28, 28, 1]`.
    public var state: Tensor { current.x }
    /// The clean estimate of the last step, `[N, 28, 28, 1]`.
    public var estimate: Tensor? { current.estimate }

    public var totalSteps: Int { sampler.times.count }
    public var isFinished: Bool { step >= totalSteps }
    /// The time of the next step, or of the last one when finished.
    public var time: Double { sampler.times[min(step, totalSteps - 1)] }
    /// What the state is made of.
    public var level: NoiseLevel { sampler.levels[step] }

    /// The guidance scale of the next step.
    public var guidance: Double {
        get { guided.guidance.scale }
        set { if !request.classes.isEmpty { guided.guidance.scale = newValue } }
    }

    /// One step of the sampler.
    public func advance() {
        precondition(!isFinished, "the sampling is finished")
        let guided = guided
        current = sampler.step(current, generator: &generator) { x, time in
            NetworkOutput(guided.predict(x, time: time))
        }
    }

    private static func check(_ request: SamplingRequest, _ model: LoadedModel) throws {
        let classes = model.card.configuration.classes
        for label in request.classes + [request.negativeClass].compactMap({ $0 })
        where classes == 0 || !(0..<classes).contains(label) {
            throw EngineFailure(
                classes == 0 ? "this model has no classes" : "there is no such class",
                expected: classes == 0 ? "no class" : "0…\(classes - 1)", found: "\(label)", place: model.card.name,
                hint: classes == 0 ? "choose a class-conditioned model, such as digits-flow-class" : nil)
        }
        let most = SamplingRequest.mostPictures
        guard (1...most).contains(request.count) else {
            throw EngineFailure(
                "the number of pictures is out of range", expected: "1…\(most)", found: "\(request.count)")
        }
        guard (1...SamplingRequest.mostSteps).contains(request.steps) else {
            throw EngineFailure(
                "the number of steps is out of range", expected: "1…\(SamplingRequest.mostSteps)",
                found: "\(request.steps)")
        }
        guard request.guidance.isFinite else {
            throw EngineFailure("the guidance scale is not a number", found: "\(request.guidance)")
        }
    }
}

extension SamplingRequest {
    /// The most pictures made at once.
    public static let mostPictures = 4096
    /// The most steps of a sampling, whatever the sampler.
    public static let mostSteps = 10_000
}
