/// What a picture is to show.
public enum Condition: Sendable, Hashable {
    /// Nothing: the dropped condition.
    case none
    case label(Int)
    case prompt(String)
}

/// A network as guidance sees it: it evaluates noisy states under conditions. Whatever reads classes or text looks alike from here.
protocol ConditionedNetwork {
    var prediction: PredictionType { get }
    /// The range of a clean image's values.
    var range: ClosedRange<Float> { get }
    /// Whether conditions make a difference.
    var isConditional: Bool { get }
    /// Whether it knows the dropped condition, so that guidance can lead away from it.
    var hasDroppedCondition: Bool { get }
    /// Sees to it that conditions of `prompts` can be asked for.
    ///
    /// - Throws: ``EngineFailure`` where one cannot be read.
    func prepare(_ prompts: [String]) throws
    /// What the state shown to the network at `time` is made of.
    func level(at time: Double) -> NoiseLevel
    /// `x` `[B, H, W, C]`, one or several conditions for each of the B states: the first B, then the next. The result has a row a
    /// condition.
    func evaluate(_ x: Tensor, time: Double, conditions: [Condition]) -> NetworkOutput
    /// The network for one sampling, whose first noise has been drawn: random numbers of its own come next. nil where it is the same for
    /// every sampling.
    func begun(_ generator: inout Generator) -> (any ConditionedNetwork)?
}

extension ConditionedNetwork {
    var hasDroppedCondition: Bool { true }

    func prepare(_ prompts: [String]) throws {}

    func begun(_ generator: inout Generator) -> (any ConditionedNetwork)? { nil }

    /// Whether guidance has something to lead towards, and something else to lead away from.
    func canGuide(_ request: SamplingRequest, classes: [Int], awayFrom negativeClass: Int?) -> Bool {
        let isAsked = !classes.isEmpty || !request.prompts.isEmpty
        return isAsked && (hasDroppedCondition || negativeClass != nil || request.weakModel != nil)
    }
}

/// A digit network with what it was trained for.
struct DigitDenoiser: ConditionedNetwork {
    let network: DigitUNet
    let objective: Objective
    let computeType: ElementType
    private let schedule: NoiseSchedule?
    private let predictionsAtOnce: Int

    /// - Parameter predictionsAtOnce: how many the network makes in one go, or as many as one state has conditions: more gain no speed,
    ///   and each takes 2 MB of activations at hidden 64.
    init(_ model: LoadedModel, predictionsAtOnce: Int = 256) {
        self.predictionsAtOnce = predictionsAtOnce
        (network, objective, computeType) = (model.network, model.card.objective, model.computeType)
        if case .ddpm(let timesteps, let start, let end) = objective {
            schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
        } else {
            schedule = nil
        }
    }

    let range: ClosedRange<Float> = 0...1

    var prediction: PredictionType {
        switch objective {
        case .flow: .flow
        case .ddpm: .noise
        case .denoise, .denoisePureNoise: .clean
        }
    }

    var isConditional: Bool { network.configuration.classes > 0 }

    func level(at time: Double) -> NoiseLevel {
        switch objective {
        case .flow: NoiseLevel(signal: time, noise: 1 - time)
        case .ddpm: .variancePreserving(sigma: schedule?.sigma(at: time) ?? 0)
        case .denoise(let sigma): NoiseLevel(signal: 1, noise: sigma)
        case .denoisePureNoise: NoiseLevel(signal: 0, noise: 1)
        }
    }

    func evaluate(_ x: Tensor, time: Double, conditions: [Condition]) -> NetworkOutput {
        let (B, groups) = (x.shape[0], conditions.count / x.shape[0])
        let most = max(1, predictionsAtOnce / groups)
        guard B > most else { return NetworkOutput(predict(x, time, conditions)) }
        let result = Tensor(uninitialized: Shape([conditions.count] + x.shape.dimensions.dropFirst()))
        for first in stride(from: 0, to: B, by: most) {
            let count = min(most, B - first)
            let starts = (0..<groups).map { $0 * B + first }
            let some = predict(x.rows(first..<first + count), time, starts.flatMap { conditions[$0..<$0 + count] })
            for (group, start) in starts.enumerated() {
                result.rows(start..<start + count).assign(some.rows(group * count..<(group + 1) * count))
            }
        }
        return NetworkOutput(result)
    }

    private func predict(_ x: Tensor, _ time: Double, _ conditions: [Condition]) -> Tensor {
        let t =
            network.configuration.timeConditioned
            ? Tensor(repeating: Float(time / objective.timeUnit), [conditions.count, 1]) : nil
        let classes = network.configuration.classes
        let labels = conditions.map { condition -> Int? in
            if case .label(let label) = condition { label } else { nil }
        }
        let c = classes > 0 ? oneHot(labels, classes: classes) : nil
        return network(x, time: t, classes: c, .inference(computeType: computeType))
    }
}
