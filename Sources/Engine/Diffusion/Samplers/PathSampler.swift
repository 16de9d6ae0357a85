/// The σ, noise levels and times that a family of samplers walks along.
public protocol SamplerPath: Sendable {
    /// The time handed to the network at each level but the last.
    var times: [Double] { get }
    /// From noise to image: one more than `times`.
    var levels: [NoiseLevel] { get }
    /// What the first state is, in standard normal noise.
    var initialScale: Double { get }
}

/// A sampler that evaluates the network once at each level of its path.
public protocol PathSampler: Sampler {
    associatedtype Path: SamplerPath
    var path: Path { get }
}

extension PathSampler {
    public var times: [Double] { path.times }
    public var levels: [NoiseLevel] { path.levels }
    public var initialScale: Double { path.initialScale }
}

/// A multistep solver: each step remembers the clean estimates of those before.
extension PathSampler where Path == SolverPath {
    public var isMemoryless: Bool { false }
}

/// A method that goes by another name on the flow's path.
public protocol FlowSampler: Sampler {
    associatedtype Method: Sampler
    var method: Method { get }
}

extension FlowSampler {
    public var times: [Double] { method.times }
    public var levels: [NoiseLevel] { method.levels }
    public var isMemoryless: Bool { method.isMemoryless }
    public func evaluation(ofStep step: Int) -> Int { method.evaluation(ofStep: step) }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        method.step(state, generator: &generator, predict: predict)
    }
}
