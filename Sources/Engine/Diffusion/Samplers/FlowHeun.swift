/// Heun's method on the flow: ``Heun`` on the flow's path.
public struct FlowHeun: Sampler {
    public static let name = "flow-heun"
    private let method: Heun

    public init(steps: Int) { self.init(SigmaPath(flowSteps: steps)) }

    public init(_ path: SigmaPath) { method = Heun(path) }

    public var times: [Double] { method.times }
    public var levels: [NoiseLevel] { method.levels }

    public var isMemoryless: Bool { false }
    public func evaluation(ofStep step: Int) -> Int { 2 * step }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        method.step(state, generator: &generator, predict: predict)
    }
}
