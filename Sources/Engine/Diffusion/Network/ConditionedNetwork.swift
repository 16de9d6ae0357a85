/// What a picture is to show.
public enum Condition: Sendable, Hashable {
    /// Nothing: the dropped condition.
    case none
    case label(Int)
}

/// A network as guidance sees it: it evaluates noisy states under conditions. Whatever reads classes or text looks alike from here.
protocol ConditionedNetwork {
    var prediction: PredictionType { get }
    /// The range of a clean image's values.
    var range: ClosedRange<Float> { get }
    /// Whether conditions make a difference.
    var isConditional: Bool { get }
    /// What the state shown to the network at `time` is made of.
    func level(at time: Double) -> NoiseLevel
    /// `x` `[B, H, W, C]`, one or several conditions for each of the B states: the first B, then the next. The result has a row a
    /// condition.
    func evaluate(_ x: Tensor, time: Double, conditions: [Condition]) -> NetworkOutput
}

/// A digit network with what it was trained for.
struct DigitDenoiser: ConditionedNetwork {
    let network: DigitUNet
    let objective: Objective
    let computeType: ElementType
    private let schedule: NoiseSchedule?

    init(_ model: LoadedModel) {
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
        let t =
            network.configuration.timeConditioned
            ? Tensor(repeating: Float(time / objective.timeUnit), [conditions.count, 1]) : nil
        let classes = network.configuration.classes
        let labels = conditions.map { condition -> Int? in
            if case .label(let label) = condition { label } else { nil }
        }
        let c = classes > 0 ? oneHot(labels, classes: classes) : nil
        return NetworkOutput(network(x, time: t, classes: c, .inference(computeType: computeType)))
    }
}
